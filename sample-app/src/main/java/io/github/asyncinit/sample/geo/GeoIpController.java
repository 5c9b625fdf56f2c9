package io.github.asyncinit.sample.geo;

import java.util.Map;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows in which country an address is.
 */
@RestController
class GeoIpController {

	private final GeoIpTable table;

	GeoIpController(GeoIpTable table) {
		this.table = table;
	}

	@GetMapping("/geo/{address}")
	Map<String, String> country(@PathVariable String address) {
		return Map.of("country", this.table.country(address));
	}

}
