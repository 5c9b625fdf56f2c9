package io.github.asyncinit.sample.catalogue;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/**
 * A kind of products.
 */
@Entity
public class Category {

	@Id
	private int id;

	private String name;

	@SuppressWarnings("NullAway.Init")
	protected Category() {
	}

	public int getId() {
		return this.id;
	}

	public String getName() {
		return this.name;
	}

}
