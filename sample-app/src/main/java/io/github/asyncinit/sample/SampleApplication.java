package io.github.asyncinit.sample;

import java.util.Arrays;

import io.github.asyncinit.sample.compare.StartupComparison;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Runs the service, or with {@code compare} as first argument the comparison of its
 * start-up with and without {@code async-init}.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SampleApplication {

	private static final String COMPARE = "compare";

	public static void main(String[] args) {
		if (args.length > 0 && COMPARE.equals(args[0])) {
			StartupComparison.main(Arrays.copyOfRange(args, 1, args.length));
			return;
		}
		SpringApplication.run(SampleApplication.class, args);
	}

}
