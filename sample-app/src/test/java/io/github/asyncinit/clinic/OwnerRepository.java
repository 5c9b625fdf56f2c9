package io.github.asyncinit.clinic;

import java.util.List;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/**
 * Owners, by all kinds of queries.
 */
interface OwnerRepository extends JpaRepository<Owner, Long> {

	List<Owner> findByCityOrderByName(String city);

	@Query("select count(p) from Owner o join o.pets p where o.name = :name")
	long countPets(String name);

	@Query(value = "SELECT name FROM owner ORDER BY name", nativeQuery = true)
	List<String> names();

	@Modifying
	@Query("update Owner o set o.city = :city where o.id = :id")
	int move(long id, String city);

	Page<Owner> findByNameNot(String name, Pageable pageable);

}
