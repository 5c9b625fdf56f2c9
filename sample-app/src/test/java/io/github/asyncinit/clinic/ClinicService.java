package io.github.asyncinit.clinic;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceUnit;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Works on owners in transactions, with and without the repository.
 */
@Service
class ClinicService {

	private final OwnerRepository owners;

	private final AtomicInteger lookUps = new AtomicInteger();

	@PersistenceContext
	private EntityManager entityManager;

	@PersistenceUnit
	private EntityManagerFactory entityManagerFactory;

	ClinicService(OwnerRepository owners) {
		this.owners = owners;
	}

	@Transactional
	void move(long id, String city) {
		this.owners.move(id, city);
	}

	@Transactional
	void moveAndFail(long id, String city) {
		this.entityManager.find(Owner.class, id);
		this.owners.move(id, city);
		throw new IllegalStateException("rolled back");
	}

	@Transactional
	void register(long id, String name, String city) {
		this.entityManager.persist(new Owner(id, name, city));
	}

	void registerWithoutATransaction(long id, String name, String city) {
		this.entityManager.persist(new Owner(id, name, city));
	}

	@Transactional(readOnly = true)
	String cityOf(long id) {
		return this.entityManager.find(Owner.class, id).getCity();
	}

	String cityWithAnEntityManagerOfItsOwn(long id) {
		try (EntityManager own = this.entityManagerFactory.createEntityManager()) {
			return own.find(Owner.class, id).getCity();
		}
	}

	@Cacheable("pets")
	public long countPets(String name) {
		this.lookUps.incrementAndGet();
		return this.owners.countPets(name);
	}

	int lookUps() {
		return this.lookUps.get();
	}

}
