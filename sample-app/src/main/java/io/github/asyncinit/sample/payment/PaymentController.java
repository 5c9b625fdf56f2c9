package io.github.asyncinit.sample.payment;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows the payment providers.
 */
@RestController
class PaymentController {

	private final PaymentRegistry registry;

	PaymentController(PaymentRegistry registry) {
		this.registry = registry;
	}

	@GetMapping("/providers")
	List<String> providers() {
		return this.registry.providers();
	}

}
