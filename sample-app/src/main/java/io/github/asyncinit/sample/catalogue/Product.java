package io.github.asyncinit.sample.catalogue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;

/**
 * A product.
 */
@Entity
public class Product {

	@Id
	private long id;

	private String sku;

	private String name;

	private String description;

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	@JoinColumn(name = "brand_id")
	private Brand brand;

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	@JoinColumn(name = "category_id")
	private Category category;

	@Column(name = "price_cents")
	private int priceCents;

	@SuppressWarnings("NullAway.Init")
	protected Product() {
	}

	public long getId() {
		return this.id;
	}

	public String getSku() {
		return this.sku;
	}

	public String getName() {
		return this.name;
	}

	public String getDescription() {
		return this.description;
	}

	public Brand getBrand() {
		return this.brand;
	}

	public Category getCategory() {
		return this.category;
	}

	public int getPriceCents() {
		return this.priceCents;
	}

}
