package io.github.asyncinit.bean;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.GateMode;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Beans that no proxy can stand in front of run inline, and the timeline says why.
 */
class GateObstaclesTests {

	static Stream<Arguments> obstacles() {
		return Stream.of(arguments(FinalClass.class, "its class is final"),
				arguments(RecordBean.class, "its class is a record"),
				arguments(FinalMethod.class, "its method 'finalOne' is final"),
				arguments(InheritedFinalMethod.class,
						"its method 'finalOne' of " + FinalMethod.class.getName() + " is final"),
				arguments(PublicField.class, "its field 'value' is public, and a proxy cannot stand in for a field"),
				arguments(PrivateConstructor.class, "its class has only private constructors"),
				arguments(PrivateListener.class,
						"its method 'on' is private, and @EventListener would call it past the proxy: "
								+ "make it package-private"),
				arguments(ForeignPackagePrivate.class,
						"its method 'tables' of " + io.github.asyncinit.ForeignBean.class.getName()
								+ " is package-private in another package, where a proxy cannot override it"),
				arguments(OfTheJvm.class,
						"its method 'removeRange' of java.util.AbstractList is protected where a proxy cannot call it"),
				arguments(NoCallbacks.class, "it has no initialization callbacks"));
	}

	@ParameterizedTest
	@MethodSource("obstacles")
	void runsInlineWithTheReason(Class<?> type, String reason) {
		AsyncContexts.runner().withBean("bean", type).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("bean").getClass()).isEqualTo(type);
			assertThat(AsyncContexts.inlineReason(context, "bean")).isEqualTo(reason);
			assertThat(context.getBean(Journal.class).events()).allMatch(context.getBean(Journal.class)::ranHere);
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { OverriddenOfTheJvm.class, ClonedOfTheJvm.class, ThreadPoolTaskExecutor.class })
	void doesNotMindProtectedMethodsThatAProxyCanCall(Class<?> type) {
		assertThat(GateObstacles.find(type)).isNull();
	}

	@Test
	void runsALambdaInline() {
		AsyncContexts.runner(LambdaConfiguration.class).withPropertyValues("async-init.beans=lambda").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(AsyncContexts.inlineReason(context, "lambda")).isNotEmpty();
		});
	}

	@Test
	void runsAFinalClassInAnEntryWhereItsUserChoseAnotherGate() {
		AsyncContexts.runner().withBean("bean", UngatedFinal.class).run((context) -> {
			assertThat(context.getBean("bean").getClass()).isEqualTo(UngatedFinal.class);
			assertThat(context.getBean(Journal.class).ranAsync("ungated")).isTrue();
			assertThat(AsyncContexts.inlineReason(context, "bean")).isEmpty();
		});
	}

	@AsyncInit
	static final class FinalClass {

		@PostConstruct
		void start() {
		}

	}

	@AsyncInit
	record RecordBean() {

		@PostConstruct
		void start() {
		}

	}

	@AsyncInit
	static class FinalMethod {

		@PostConstruct
		void start() {
		}

		final void finalOne() {
		}

	}

	static class InheritedFinalMethod extends FinalMethod {

	}

	@AsyncInit
	static class PublicField {

		public int value;

		@PostConstruct
		void start() {
			this.value = 1;
		}

	}

	@AsyncInit
	static class PrivateConstructor {

		private PrivateConstructor() {
		}

		@PostConstruct
		void start() {
		}

		static class Derived extends PrivateConstructor {

		}

	}

	@AsyncInit
	static class PrivateListener {

		@PostConstruct
		void start() {
		}

		@EventListener
		private void on(String event) {
		}

	}

	@AsyncInit
	static class ForeignPackagePrivate extends io.github.asyncinit.ForeignBean {

		@PostConstruct
		void start() {
		}

	}

	@AsyncInit
	static class OfTheJvm extends AbstractList<String> {

		@PostConstruct
		void start() {
		}

		@Override
		public String get(int index) {
			return "";
		}

		@Override
		public int size() {
			return 1;
		}

	}

	static class OverriddenOfTheJvm extends OfTheJvm {

		@Override
		public void removeRange(int from, int to) {
		}

	}

	static class ClonedOfTheJvm extends AbstractMap<String, String> {

		@Override
		public Set<Map.Entry<String, String>> entrySet() {
			return Set.of();
		}

	}

	@AsyncInit
	static class NoCallbacks {

	}

	@AsyncInit(gate = GateMode.NONE)
	static final class UngatedFinal {

		private final Journal journal;

		UngatedFinal(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("ungated");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LambdaConfiguration {

		@Bean(initMethod = "run")
		Runnable lambda() {
			return () -> {
			};
		}

	}

}
