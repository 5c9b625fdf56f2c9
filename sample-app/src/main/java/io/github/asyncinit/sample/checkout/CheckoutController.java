package io.github.asyncinit.sample.checkout;

import java.math.BigDecimal;
import java.util.Map;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows stock and taxes.
 */
@RestController
class CheckoutController {

	private final StockLevels stock;

	private final TaxTables taxes;

	CheckoutController(StockLevels stock, TaxTables taxes) {
		this.stock = stock;
		this.taxes = taxes;
	}

	@GetMapping("/stock/{product}")
	int stock(@PathVariable long product) {
		return this.stock.of(product);
	}

	@GetMapping("/taxes")
	Map<String, BigDecimal> taxes() {
		return this.taxes.rates();
	}

}
