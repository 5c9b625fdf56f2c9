package io.github.asyncinit.sample;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The answers that the service gives whichever way it was started.
 */
@ActiveProfiles("fast")
abstract class AbstractAnswersTests {

	private RestClient client = RestClient.create();

	@Autowired
	void connect(@LocalServerPort int port) {
		this.client = RestClient.builder()
			.baseUrl("http://127.0.0.1:" + port)
			.defaultStatusHandler((status) -> true, (request, response) -> {
			})
			.build();
	}

	@Test
	void findsAProductInTheDatabase() {
		assertThat(get("/products/17")).containsEntry("name", "Rechargeable Ceramic Bottle 426")
			.containsEntry("sku", "SKU-1000017")
			.containsEntry("brand", "Dunmore")
			.containsEntry("category", "Kitchen");
		assertThat(status("/products/0")).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void convertsPricesOfCachedProducts() {
		assertThat(text("/products/17/prices/EUR")).isEqualTo("361.22");
		assertThat(text("/products/17/prices/USD")).isEqualTo("410.89");
	}

	@Test
	void hasLoadedAllProducts() {
		Map<String, Object> categories = get("/categories");

		assertThat(categories).hasSize(12).containsKeys("Audio", "Travel");
		assertThat(categories.values().stream().mapToInt((size) -> (Integer) size).sum()).isEqualTo(2000);
		assertThat(text("/brands/Juniper/count")).isEqualTo("80");
	}

	@Test
	void searchesTheFullText() {
		List<Map<String, Object>> found = list("/search?q=waterproof tents for hikes");

		assertThat(found).isNotEmpty().allSatisfy((product) -> {
			assertThat(product).extractingByKey("name").asString().startsWith("Waterproof").contains(" Tent ");
			assertThat(product).containsEntry("description", "Made for long hikes");
		});
		assertThat(list("/search?q=submarine")).isEmpty();
	}

	@Test
	void suggestsNames() {
		assertThat(list("/suggest?q=compact oak")).isNotEmpty()
			.hasSizeLessThanOrEqualTo(10)
			.allSatisfy((name) -> assertThat(name).asString().startsWith("Compact Oak "));
	}

	@Test
	void asksForTheRatesThatTheConfigurationNames() {
		assertThat(get("/configuration")).containsEntry("rates.base", "EUR");
		assertThat(get("/rates")).containsEntry("EUR", 1.0).containsEntry("USD", 1.1375).hasSize(16);
	}

	@Test
	void hasALicenceAndItsFeatures() {
		assertThat(get("/licence")).containsEntry("edition", "enterprise");
		assertThat(get("/features")).containsEntry("one-click-checkout", true).containsEntry("dark-launch", false);
	}

	@Test
	void registersPaymentProvidersInTheOrderOfTheirDeclaration() {
		assertThat(list("/providers")).isEqualTo(List.of("card", "invoice", "wallet"));
	}

	@Test
	void signsReceipts() {
		assertThat(get("/keys/receipt-1")).containsEntry("keySize", 2048).containsEntry("signatureValid", true);
	}

	@Test
	void knowsTaxesOfTheRegionThatTheConfigurationNames() {
		assertThat(get("/taxes")).containsEntry("DE", 19).hasSize(5);
	}

	@Test
	void knowsStock() {
		assertThat(text("/stock/17")).isEqualTo("221");
	}

	@Test
	void knowsWhoseTokensAreAccepted() {
		assertThat(list("/identity")).isEqualTo(List.of("2026-a", "2026-b"));
	}

	@Test
	void knowsWhereAnAddressIs() {
		assertThat(get("/geo/10.1.2.3")).containsEntry("country", "AT");
		assertThat(get("/geo/250.0.0.1")).containsEntry("country", "unknown");
	}

	@Test
	void recommends() {
		assertThat(get("/recommendations/17")).containsEntry("also-bought", List.of(528, 290, 120));
	}

	@Test
	void hasPrefetchedWhatNobodyWaitedFor() {
		assertThat(get("/newsletter")).containsEntry("edition", 42);
		assertThat(get("/reports")).containsEntry("reports", 365);
	}

	@Test
	void isReady() {
		assertThat(get("/actuator/health/readiness")).containsEntry("status", "UP");
	}

	Map<String, Object> get(String path) {
		return body(path, new ParameterizedTypeReference<>() {
		});
	}

	<T> List<T> list(String path) {
		return body(path, new ParameterizedTypeReference<>() {
		});
	}

	private String text(String path) {
		return body(path, new ParameterizedTypeReference<>() {
		});
	}

	private HttpStatus status(String path) {
		ResponseEntity<Void> response = this.client.get().uri(path).retrieve().toBodilessEntity();
		return HttpStatus.valueOf(response.getStatusCode().value());
	}

	private <T> T body(String path, ParameterizedTypeReference<T> type) {
		T body = this.client.get().uri(path).retrieve().body(type);
		assertThat(body).as(path).isNotNull();
		return body;
	}

}
