package io.github.asyncinit.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

import io.github.asyncinit.AsyncInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

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

	@Test
	void comesBeforeAllOthersWhateverTheOrderOfTheClassPath() {
		List<Class<?>> analyzers = new ArrayList<>(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class,
					ArgumentResolver.of(BeanFactory.class, new StaticListableBeanFactory())
						.and(Environment.class, new StandardEnvironment()),
					FailureHandler.handleMessage((message, failure) -> {
					}))
			.stream()
			.map(Object::getClass)
			.toList());
		assertThat(analyzers).hasSizeGreaterThan(10);
		Collections.reverse(analyzers);
		AnnotationAwareOrderComparator.sort(analyzers);
		assertThat(analyzers.get(0)).isEqualTo(AsyncInitFailureAnalyzer.class);
		Collections.reverse(analyzers);
		AnnotationAwareOrderComparator.sort(analyzers);
		assertThat(analyzers.get(0)).isEqualTo(AsyncInitFailureAnalyzer.class);
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
