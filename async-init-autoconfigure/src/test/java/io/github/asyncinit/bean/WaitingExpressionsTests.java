package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.GateMode;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.expression.StandardBeanExpressionResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Expressions that use asynchronous beans without gates.
 */
class WaitingExpressionsTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner(DatabaseConfiguration.class);

	@ParameterizedTest
	@ValueSource(strings = { "#{database.url}", "#{@database.url}", "#{@'database'.url}", "#{@\"database\".url}",
			"#{@db.url}", "#{db.url}", "#{T(java.util.List).of(@database).get(0).url}" })
	void waitForWhatTheyName(String expression) {
		this.runner.withPropertyValues("expression=" + expression)
			.withUserConfiguration(UserConfiguration.class)
			.run((context) -> {
				assertThat(context.getBean("user")).isEqualTo("ready");
				assertThat(AsyncContexts.inlineReason(context, "database")).isEmpty();
				assertThat(AsyncContexts.entry(context, "database")).isPresent();
			});
	}

	@Test
	void waitForWhatWasCreatedBefore() {
		this.runner.withPropertyValues("async-init.settings.database.hoist=true", "expression=#{database.url}")
			.withUserConfiguration(UserConfiguration.class)
			.run((context) -> assertThat(context.getBean("user")).isEqualTo("ready"));
	}

	@Test
	void waitThoughOthersWereEvaluatedBeforeAnybodyHadToWait() {
		this.runner
			.withInitializer((context) -> context.addBeanFactoryPostProcessor((factory) -> assertThat(
					factory.getBeanExpressionResolver().evaluate("#{1}", new BeanExpressionContext(factory, null)))
				.isEqualTo(1)))
			.withPropertyValues("expression=#{database.url}")
			.withUserConfiguration(UserConfiguration.class)
			.run((context) -> assertThat(context.getBean("user")).isEqualTo("ready"));
	}

	@Test
	void waitForNothingElse() {
		this.runner.withPropertyValues("expression=#{'@database database.url'}")
			.withUserConfiguration(UserConfiguration.class)
			.withBean("other", String.class, () -> "other", (definition) -> definition.setLazyInit(true))
			.run((context) -> assertThat(context.getBean("user")).isEqualTo("@database database.url"));
	}

	@Test
	void leaveToTheApplicationWhatMarksThem() {
		this.runner.withInitializer((context) -> context.addBeanFactoryPostProcessor((factory) -> {
			StandardBeanExpressionResolver expressions = new StandardBeanExpressionResolver();
			expressions.setExpressionPrefix("%[");
			expressions.setExpressionSuffix("]");
			factory.setBeanExpressionResolver(expressions);
		}))
			.withPropertyValues("expression=%[database.url]")
			.withUserConfiguration(UserConfiguration.class)
			.run((context) -> assertThat(context.getBean("user")).isEqualTo("ready"));
	}

	@Configuration(proxyBeanMethods = false)
	static class UserConfiguration {

		@Bean
		String user(@Value("${expression}") String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DatabaseConfiguration {

		@Lazy
		@Bean({ "database", "db" })
		Database database() {
			return new Database(Thread.currentThread());
		}

	}

	@AsyncInit(gate = GateMode.DEPENDENTS)
	static final class Database {

		private final Thread main;

		private String url = "half";

		Database(Thread main) {
			this.main = main;
		}

		@PostConstruct
		void open() {
			Latches.awaitWaiting(this.main);
			this.url = "ready";
		}

		public String getUrl() {
			return this.url;
		}

	}

}
