package io.github.asyncinit.clinic;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/**
 * A pet.
 */
@Entity
public class Pet {

	@Id
	private long id;

	private String name;

	protected Pet() {
	}

	public long getId() {
		return this.id;
	}

	public String getName() {
		return this.name;
	}

}
