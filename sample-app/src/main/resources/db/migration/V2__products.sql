INSERT INTO category
SELECT place, text
FROM UNNEST(ARRAY['Furniture', 'Lighting', 'Kitchen', 'Outdoor', 'Audio', 'Clothing', 'Garden', 'Office', 'Travel',
	'Bath', 'Toys', 'Decoration']) WITH ORDINALITY AS list(text, place);

INSERT INTO brand
SELECT place, text
FROM UNNEST(ARRAY['Alder & Finch', 'Brightwell', 'Corvane', 'Dunmore', 'Eastgrove', 'Fjordline', 'Greycliff',
	'Harrow', 'Inkwell', 'Juniper', 'Kestrel', 'Larkspur', 'Marlow', 'Northbeam', 'Oakhurst', 'Pinewood',
	'Quarry', 'Redfern', 'Stonebridge', 'Tidewater', 'Umber', 'Vale', 'Westmoor', 'Yarrow', 'Zephyr'])
	WITH ORDINALITY AS list(text, place);

INSERT INTO product
SELECT x,
	'SKU-' || (1000000 + x),
	ARRAY['Compact', 'Foldable', 'Classic', 'Lightweight', 'Waterproof', 'Vintage', 'Modular', 'Silent', 'Rugged',
		'Portable', 'Adjustable', 'Wireless', 'Insulated', 'Slim', 'Heavy-duty', 'Organic', 'Handmade',
		'Rechargeable', 'Stackable'][1 + MOD(x, 19)]
		|| ' ' || ARRAY['Oak', 'Steel', 'Cotton', 'Bamboo', 'Leather', 'Ceramic', 'Aluminium', 'Linen', 'Carbon',
			'Glass', 'Wool', 'Copper', 'Walnut'][1 + MOD(x / 3, 13)]
		|| ' ' || ARRAY['Desk', 'Lamp', 'Bottle', 'Backpack', 'Chair', 'Kettle', 'Tent', 'Shelf', 'Blanket',
			'Headphones', 'Jacket', 'Knife', 'Speaker', 'Basket', 'Mirror', 'Grinder', 'Clock'][1 + MOD(x / 7, 17)]
		|| ' ' || (1 + MOD(x, 40) * 25),
	'Made for ' || ARRAY['families', 'commuters', 'small kitchens', 'long hikes', 'the office', 'beginners',
		'professionals', 'travellers', 'students', 'gardeners', 'night owls'][1 + MOD(x / 11, 11)],
	1 + MOD(x / 5, 25),
	1 + MOD(x / 7, 12),
	499 + MOD(x * 7919, 49500)
FROM SYSTEM_RANGE(1, ${products});
