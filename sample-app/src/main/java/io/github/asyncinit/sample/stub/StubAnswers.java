package io.github.asyncinit.sample.stub;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the remote services answer, the same at every start.
 */
class StubAnswers {

	private static final String GEO_IP = "geo-ip";

	private static final int GEO_IP_RANGES = 60_000;

	private static final int MODEL_PRODUCTS = 2_000;

	private static final int STOCK_PRODUCTS = 5_000;

	private static final List<String> COUNTRIES = List.of("DE", "FR", "IT", "ES", "PL", "NL", "SE", "AT", "BE", "PT",
			"CZ", "US", "CA", "JP", "BR", "IN");

	private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK",
			"PLN", "CZK", "HUF", "CAD", "AUD", "NZD", "BRL", "INR");

	private static final Map<String, Supplier<String>> BODIES = Map.ofEntries(
			Map.entry("remote-configuration",
					() -> "{\"rates.base\": \"EUR\", \"search.limit\": \"10\", \"checkout.region\": \"eu-central\"}"),
			Map.entry("exchange-rates", StubAnswers::exchangeRates),
			Map.entry("licence", () -> "{\"edition\": \"enterprise\", \"seats\": 250}"),
			Map.entry("feature-flags",
					() -> "{\"one-click-checkout\": true, \"new-search\": true, \"dark-launch\": false}"),
			Map.entry("recommendations-session", () -> "{\"strategy\": \"also-bought\", \"version\": 7}"),
			Map.entry("recommendations-model", StubAnswers::recommendationsModel),
			Map.entry("newsletter", () -> "{\"title\": \"Autumn offers\", \"edition\": 42}"),
			Map.entry("payments-card", () -> "{\"state\": \"connected\"}"),
			Map.entry("payments-invoice", () -> "{\"state\": \"connected\"}"),
			Map.entry("payments-wallet", () -> "{\"state\": \"connected\"}"),
			Map.entry("identity-discovery", () -> "{\"issuer\": \"sample\", \"keys\": \"/identity-keys\"}"),
			Map.entry("identity-keys", () -> "[\"2026-a\", \"2026-b\"]"),
			Map.entry("tax-tables", () -> "{\"AT\": 20, \"DE\": 19, \"FR\": 20, \"NL\": 21, \"PL\": 23}"),
			Map.entry("stock-levels", StubAnswers::stockLevels),
			Map.entry("report-archive", () -> "{\"reports\": 365}"), Map.entry(GEO_IP, StubAnswers::geoIpTable));

	byte[] find(String service) {
		Supplier<String> body = BODIES.getOrDefault(service, () -> "");
		return body.get().getBytes(StandardCharsets.UTF_8);
	}

	String type(String service) {
		return (GEO_IP.equals(service)) ? "text/plain" : "application/json";
	}

	private static String exchangeRates() {
		return IntStream.range(0, CURRENCIES.size())
			.mapToObj((i) -> String.format(Locale.ROOT, "\"%s\": %.4f", CURRENCIES.get(i), 1 + i * 0.1375))
			.collect(Collectors.joining(", ", "{", "}"));
	}

	private static String recommendationsModel() {
		return IntStream.rangeClosed(1, MODEL_PRODUCTS)
			.mapToObj((i) -> "\"" + i + "\": [" + (i * 31 % 50_000 + 1) + ", " + (i * 17 % 50_000 + 1) + ", "
					+ (i * 7 % 50_000 + 1) + "]")
			.collect(Collectors.joining(", ", "{", "}"));
	}

	private static String stockLevels() {
		return IntStream.rangeClosed(1, STOCK_PRODUCTS)
			.mapToObj((i) -> "\"" + i + "\": " + i * 13 % 250)
			.collect(Collectors.joining(", ", "{", "}"));
	}

	/**
	 * Returns lines of {@code first address,last address,country}, from 1.0.0.0 upwards.
	 */
	private static String geoIpTable() {
		StringBuilder table = new StringBuilder(GEO_IP_RANGES * 40);
		for (int i = 0; i < GEO_IP_RANGES; i++) {
			String network = (1 + i / 256) + "." + i % 256;
			table.append(network).append(".0.0,").append(network).append(".255.255,");
			table.append(COUNTRIES.get(i * 7 % COUNTRIES.size())).append('\n');
		}
		return table.toString();
	}

}
