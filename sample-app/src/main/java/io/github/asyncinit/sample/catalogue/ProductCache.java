package io.github.asyncinit.sample.catalogue;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;
import jakarta.annotation.PostConstruct;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * All products in memory, read at start-up.
 */
@Component
@AsyncInit(after = "flywayInitializer")
public class ProductCache {

	private static final String QUERY = """
			SELECT product.id, product.name, product.description, category.name, product.price_cents
			FROM product JOIN category ON category.id = product.category_id
			ORDER BY product.id""";

	private final JdbcClient jdbc;

	private final InitializerLog log;

	private Map<Long, CatalogueRow> products = Map.of();

	private Map<String, List<CatalogueRow>> categories = Map.of();

	ProductCache(DataSource dataSource, InitializerLog log) {
		this.jdbc = JdbcClient.create(dataSource);
		this.log = log;
	}

	@PostConstruct
	public void warmUp() {
		this.log.run("productCache", this::load, "migration");
	}

	private void load() {
		Map<Long, CatalogueRow> loaded = new LinkedHashMap<>();
		this.jdbc.sql(QUERY)
			.query((row, number) -> new CatalogueRow(row.getLong(1), row.getString(2), row.getString(3),
					row.getString(4).intern(), row.getInt(5)))
			.list()
			.forEach((product) -> loaded.put(product.id(), product));
		this.products = loaded;
		this.categories = loaded.values()
			.stream()
			.collect(Collectors.groupingBy(CatalogueRow::category, TreeMap::new, Collectors.toList()));
	}

	/**
	 * Returns a product.
	 * @param id its number
	 * @return the product, or empty where there is none
	 */
	public Optional<CatalogueRow> find(long id) {
		return Optional.ofNullable(this.products.get(id));
	}

	/**
	 * Returns all products.
	 * @return the products in the order of their numbers
	 */
	public Collection<CatalogueRow> products() {
		return this.products.values();
	}

	/**
	 * Returns the products by category.
	 * @return the products of each category in the order of their numbers
	 */
	public Map<String, List<CatalogueRow>> categories() {
		return this.categories;
	}

}
