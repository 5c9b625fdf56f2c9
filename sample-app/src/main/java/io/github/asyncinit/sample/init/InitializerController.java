package io.github.asyncinit.sample.init;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows what the initializers cost.
 */
@RestController
public class InitializerController {

	private final InitializerLog log;

	InitializerController(InitializerLog log) {
		this.log = log;
	}

	@GetMapping("/initializers")
	public List<InitializerRecord> initializers() {
		return this.log.records();
	}

}
