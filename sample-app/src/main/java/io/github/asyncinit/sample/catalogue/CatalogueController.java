package io.github.asyncinit.sample.catalogue;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.asyncinit.sample.remote.RemoteConfiguration;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows products.
 */
@RestController
class CatalogueController {

	private static final String DEFAULT_LIMIT = "5";

	private final ProductRepository repository;

	private final ProductCache cache;

	private final SearchIndex index;

	private final Suggestions suggestions;

	private final PriceService prices;

	private final RemoteConfiguration configuration;

	CatalogueController(ProductRepository repository, ProductCache cache, SearchIndex index, Suggestions suggestions,
			PriceService prices, RemoteConfiguration configuration) {
		this.repository = repository;
		this.cache = cache;
		this.index = index;
		this.suggestions = suggestions;
		this.prices = prices;
		this.configuration = configuration;
	}

	@GetMapping("/products/{id}")
	ResponseEntity<ProductDetails> product(@PathVariable long id) {
		return ResponseEntity.of(this.repository.findById(id).map(ProductDetails::of));
	}

	@GetMapping("/products/{id}/prices/{currency}")
	ResponseEntity<BigDecimal> price(@PathVariable long id, @PathVariable String currency) {
		return ResponseEntity.of(this.prices.price(id, currency));
	}

	@GetMapping("/brands/{brand}/count")
	long brand(@PathVariable String brand) {
		return this.repository.countByBrandName(brand);
	}

	@GetMapping("/categories")
	Map<String, Integer> categories() {
		Map<String, Integer> sizes = new TreeMap<>();
		this.cache.categories().forEach((name, products) -> sizes.put(name, products.size()));
		return sizes;
	}

	@GetMapping("/search")
	List<CatalogueRow> search(@RequestParam String q) throws IOException {
		int limit = Integer.parseInt(this.configuration.get("search.limit", DEFAULT_LIMIT));
		return this.index.search(q, limit).stream().flatMap((id) -> this.cache.find(id).stream()).toList();
	}

	@GetMapping("/suggest")
	List<String> suggest(@RequestParam String q) {
		int limit = Integer.parseInt(this.configuration.get("search.limit", DEFAULT_LIMIT));
		return this.suggestions.suggest(q, limit);
	}

}
