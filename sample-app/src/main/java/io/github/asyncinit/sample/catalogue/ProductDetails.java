package io.github.asyncinit.sample.catalogue;

/**
 * All that is known of one product.
 *
 * @param id its number
 * @param sku its stock-keeping unit
 * @param name its name
 * @param description what it is
 * @param brand who makes it
 * @param category the name of its category
 * @param priceCents its price in hundredths of the base currency
 */
record ProductDetails(long id, String sku, String name, String description, String brand, String category,
		int priceCents) {

	static ProductDetails of(Product product) {
		return new ProductDetails(product.getId(), product.getSku(), product.getName(), product.getDescription(),
				product.getBrand().getName(), product.getCategory().getName(), product.getPriceCents());
	}

}
