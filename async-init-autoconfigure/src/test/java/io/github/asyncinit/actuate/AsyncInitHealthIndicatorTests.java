package io.github.asyncinit.actuate;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import io.github.asyncinit.autoconfigure.AsyncInitHealthAutoConfiguration;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the health of an application tells of entries that it can do without.
 */
class AsyncInitHealthIndicatorTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(AsyncInitAutoConfiguration.class, AsyncInitHealthAutoConfiguration.class));

	@Test
	void isOffByDefault() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
	}

	@Test
	void isAbsentWithoutTheHealthModule() {
		this.runner.withPropertyValues("async-init.health.enabled=true")
			.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("asyncInitHealthIndicator"));
	}

	@Test
	void isUpWhereAllSucceeded() {
		this.runner.withPropertyValues("async-init.health.enabled=true")
			.run((context) -> assertThat(context.getBean(AsyncInitHealthIndicator.class).health().getStatus())
				.isEqualTo(Status.UP));
	}

	@Test
	void namesAnEntryThatFailedAndWasNotRequiredWithoutItsMessage() {
		this.runner.withPropertyValues("async-init.health.enabled=true")
			.withUserConfiguration(OptionalConfiguration.class)
			.run((context) -> {
				Health health = context.getBean(AsyncInitHealthIndicator.class).health();

				assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
				assertThat(health.getDetails()).containsOnlyKeys("partner");
				assertThat(health.getDetails().toString()).contains("java.lang.IllegalStateException")
					.doesNotContain("secret");
			});
	}

	@Test
	void namesAnEntryThatFailedInAnExclusiveDomain() {
		this.runner
			.withPropertyValues("async-init.health.enabled=true", "async-init.settings.partner.required=true",
					"async-init.settings.partner.domain=background", "async-init.domains.background.exclusive=true")
			.withUserConfiguration(OptionalConfiguration.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				await().untilAsserted(
						() -> assertThat(context.getBean(AsyncInitHealthIndicator.class).health().getDetails())
							.containsOnlyKeys("partner"));
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class OptionalConfiguration {

		@Bean
		Partner partner() {
			return new Partner();
		}

	}

	@AsyncInit(required = false)
	static class Partner {

		@PostConstruct
		void connect() {
			throw new IllegalStateException("secret");
		}

	}

}
