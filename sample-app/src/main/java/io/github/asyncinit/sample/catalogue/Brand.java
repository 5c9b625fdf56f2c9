package io.github.asyncinit.sample.catalogue;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/**
 * Who makes products.
 */
@Entity
public class Brand {

	@Id
	private int id;

	private String name;

	@SuppressWarnings("NullAway.Init")
	protected Brand() {
	}

	public int getId() {
		return this.id;
	}

	public String getName() {
		return this.name;
	}

}
