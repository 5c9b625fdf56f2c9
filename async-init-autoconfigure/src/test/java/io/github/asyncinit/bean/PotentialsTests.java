package io.github.asyncinit.bean;

import java.util.List;
import java.util.Map;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.timeline.Potential;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

class PotentialsTests {

	@Test
	void callbacksAndCreationCanBeInAnEntry() {
		assertThat(of("warm"))
			.isEqualTo(new Potential(false, true, false, "async-init.settings.warm.creation=true", null));
		assertThat(of("plain"))
			.isEqualTo(new Potential(false, false, false, "async-init.settings.plain.creation=true", null));
	}

	@Test
	void tellsTheNameOfASettingAsItIsWritten() {
		assertThat(of("my.bean").creation()).isEqualTo("async-init.settings.[my.bean].creation=true");
	}

	@ParameterizedTest
	@ValueSource(strings = { "warm", "wa*" })
	void whatIsExcludedCannotBe(String excluded) {
		AsyncBeanSelection selection = new AsyncBeanSelection(List.of("warm"), List.of(excluded), Map.of(), false);

		assertThat(of("warm", selection)).isEqualTo(Potential.NONE);
	}

	@Test
	void whatIsSelectedByItsAliasIsSelected() {
		Potential potential = of("warm", new AsyncBeanSelection(List.of("hot"), List.of(), Map.of(), false));

		assertThat(potential.selected()).isTrue();
		assertThat(potential.creation()).isEqualTo("async-init.settings.warm.creation=true");
	}

	@Test
	void whatAPatternListsNeedsOnlyTheSettingThatGivesItSomethingToDo() {
		assertThat(of("plain", new AsyncBeanSelection(List.of("pl*"), List.of(), Map.of(), false)))
			.isEqualTo(new Potential(true, false, false, "async-init.settings.plain.creation=true", null));
	}

	@Test
	void anAnnotatedClassLeavesItsConstructorToASettingAndAnAnnotatedMethodDoesNot() {
		assertThat(of("annotated"))
			.isEqualTo(new Potential(true, true, false, "async-init.settings.annotated.creation=true", null));
		assertThat(of("made")).isEqualTo(new Potential(true, true, true, null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "prototype", "potentialsTests.Beans", "unknown", "closed", "unneeded" })
	void whatCannotBeAsynchronousHasNone(String name) {
		Potential potential = of(name);

		assertThat(potential.callbacks()).isFalse();
		assertThat(potential.created()).isFalse();
		assertThat(potential.creation()).isNull();
		assertThat(potential.gate()).isNull();
	}

	@Test
	void whatHidesBehindItsDeclaredTypeIsNotCreatedInAnEntry() {
		assertThat(of("hidden")).isEqualTo(new Potential(false, true, false, null, null));
	}

	@Test
	void aFactoryIsNotCreatedInAnEntry() {
		assertThat(of("factory")).isEqualTo(new Potential(false, true, false, null, null));
	}

	@Test
	void whatIsOnlyDependedOnNeedsNoProxy() {
		assertThat(of("scripts"))
			.isEqualTo(new Potential(false, true, false, null, "async-init.settings.scripts.gate=dependents"));
	}

	private static Potential of(String name) {
		return of(name, AsyncBeanSelection.ANNOTATED_ONLY);
	}

	private static Potential of(String name, AsyncBeanSelection selection) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Beans.class)) {
			return new Potentials((DefaultListableBeanFactory) context.getBeanFactory(), selection).apply(name);
		}
	}

	@Configuration(value = "potentialsTests.Beans", proxyBeanMethods = false)
	static class Beans {

		@Bean({ "warm", "hot" })
		Warm warm() {
			return new Warm();
		}

		@Bean("my.bean")
		Warm named() {
			return new Warm();
		}

		@Bean
		Plain plain() {
			return new Plain();
		}

		@Bean
		Annotated annotated() {
			return new Annotated();
		}

		@Bean
		@AsyncInit
		Warm made() {
			return new Warm();
		}

		@Bean
		@Scope("prototype")
		Warm prototype() {
			return new Warm();
		}

		@Bean
		Plain hidden() {
			return new Hidden();
		}

		@Bean
		Closed closed() {
			return new Closed();
		}

		@Bean
		Closed unneeded() {
			return new Closed();
		}

		@Bean
		Object user(@Qualifier("closed") Closed closed) {
			return closed;
		}

		@Bean
		Closed scripts() {
			return new Closed();
		}

		@Bean
		@DependsOn("scripts")
		Plain dependent() {
			return new Plain();
		}

		@Bean
		Factory factory() {
			return new Factory();
		}

	}

	static class Plain {

	}

	static class Warm {

		private int temperature;

		@PostConstruct
		void warmUp() {
			this.temperature++;
		}

		int temperature() {
			return this.temperature;
		}

	}

	@AsyncInit
	static class Annotated extends Warm {

	}

	static class Hidden extends Plain implements EnvironmentAware, InitializingBean {

		@Override
		public void setEnvironment(Environment environment) {
		}

		@Override
		public void afterPropertiesSet() {
		}

	}

	static class Closed implements InitializingBean {

		private boolean open = true;

		@Override
		public void afterPropertiesSet() {
			this.open = false;
		}

		final boolean isOpen() {
			return this.open;
		}

	}

	static class Factory implements FactoryBean<Plain>, InitializingBean {

		@Override
		public void afterPropertiesSet() {
		}

		@Override
		public Plain getObject() {
			return new Plain();
		}

		@Override
		public Class<?> getObjectType() {
			return Plain.class;
		}

	}

}
