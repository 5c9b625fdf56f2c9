package io.github.asyncinit.autoconfigure;

import java.util.function.Supplier;

import io.github.asyncinit.AsyncInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Failures in entries that Boot has an analysis for.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherFailureAnalyzersTests {

	@Test
	void saysWhatBootSaysOfAFailureThatItKnows(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Misconfigured.class);
		application.setWebApplicationType(WebApplicationType.NONE);

		assertThatThrownBy(() -> application.run("--shop.url=nowhere"))
			.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Asynchronous initialization of 'client' failed after")
			.contains("Invalid value 'nowhere'")
			.contains("Validation failed for the following reason")
			.contains("it is no address")
			.contains("Review the value of the property")
			.contains("async-init.exclude=client");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(AsyncInitAutoConfiguration.class)
	static class Misconfigured {

		@Bean
		@AsyncInit
		Supplier<String> client() {
			throw new InvalidConfigurationPropertyValueException("shop.url", "nowhere", "it is no address");
		}

	}

}
