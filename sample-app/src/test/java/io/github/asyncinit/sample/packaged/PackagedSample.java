package io.github.asyncinit.sample.packaged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample as it is packaged, started in a JVM of its own, as a start that ends when
 * the context is refreshed.
 */
final class PackagedSample {

	/** All but the one that nobody waits for. */
	static final String[] INITIALIZERS = { "migration", "productCache", "searchIndex", "suggestions",
			"remoteConfiguration", "exchangeRates", "taxTables", "licence", "featureFlags", "recommendations",
			"identityProvider", "stockLevels", "geoIpTable", "receiptSigner", "cardPayments", "invoicePayments",
			"walletPayments", "newsletterFeed" };

	static final Path JAR = Path.of(System.getProperty("sample.jar"));

	private static final int PATIENCE_MINUTES = 5;

	private PackagedSample() {
	}

	/**
	 * Starts it with the code that was generated ahead of time, until the context is
	 * refreshed.
	 */
	static String train(Path jar, String... options) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(options));
		command.addAll(List.of("-Dspring.aot.enabled=true", "-Dspring.context.exit=onRefresh", "-jar", jar.toString(),
				"--spring.flyway.placeholders.products=5000", "--server.port=0",
				"--logging.level.io.github.asyncinit.sample.init=debug"));
		String output = java(command);
		assertThat(output).contains("Starting AOT-processed SampleApplication");
		for (String initializer : INITIALIZERS) {
			assertThat(output).containsOnlyOnce("Initializer is complete: " + initializer + System.lineSeparator());
		}
		return output;
	}

	/**
	 * Runs a JVM of this version, and returns what it printed.
	 */
	static String java(List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
			System.out.println(output);
			assertThat(process.exitValue()).as(output).isZero();
			return output;
		}
		finally {
			process.destroyForcibly();
		}
	}

}
