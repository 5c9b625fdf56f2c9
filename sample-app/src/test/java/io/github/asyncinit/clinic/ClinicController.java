package io.github.asyncinit.clinic;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows owners, whose pets are loaded while the answer is written.
 */
@RestController
class ClinicController {

	private final OwnerRepository owners;

	ClinicController(OwnerRepository owners) {
		this.owners = owners;
	}

	@GetMapping("/owners/{id}")
	Owner owner(@PathVariable long id) {
		return this.owners.findById(id).orElseThrow();
	}

}
