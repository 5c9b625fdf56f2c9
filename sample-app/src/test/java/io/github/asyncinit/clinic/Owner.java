package io.github.asyncinit.clinic;

import java.util.List;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;

/**
 * Somebody with pets, which are loaded when they are asked for.
 */
@Entity
public class Owner {

	@Id
	private long id;

	private String name;

	private String city;

	@OneToMany(fetch = FetchType.LAZY)
	@JoinColumn(name = "owner_id")
	@OrderBy("id")
	private List<Pet> pets = List.of();

	protected Owner() {
	}

	Owner(long id, String name, String city) {
		this.id = id;
		this.name = name;
		this.city = city;
	}

	public long getId() {
		return this.id;
	}

	public String getName() {
		return this.name;
	}

	public String getCity() {
		return this.city;
	}

	public List<Pet> getPets() {
		return this.pets;
	}

}
