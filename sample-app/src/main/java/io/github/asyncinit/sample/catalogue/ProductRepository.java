package io.github.asyncinit.sample.catalogue;

import java.util.Optional;

import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.repository.Repository;

/**
 * Products in the database.
 */
interface ProductRepository extends Repository<Product, Long> {

	@EntityGraph(attributePaths = { "brand", "category" })
	Optional<Product> findById(long id);

	long countByBrandName(String brand);

}
