package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ahead-of-time processing makes of asynchronous beans.
 */
class AotTests {

	@Test
	void registersHintsForInitializerMethods() throws NoSuchMethodException {
		RuntimeHints hints = new RuntimeHints();

		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Initializer.class);

		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Initializer.class.getDeclaredMethod("initialize"))).accepts(hints);
	}

	/**
	 * The generated code names the methods with {@code @PostConstruct} as init methods in
	 * front of all others, and the container would run them after
	 * {@code afterPropertiesSet}.
	 */
	@Test
	void runsPostConstructMethodsThatHaveBecomeInitMethodsBeforeAfterPropertiesSet() {
		AsyncContexts.runner()
			.withInitializer(AotTests::registerGenerated)
			.withPropertyValues("async-init.beans=generated")
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("post-construct",
					"properties", "init"));
	}

	private static void registerGenerated(ConfigurableApplicationContext context) {
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
		// as in a context that was processed ahead of time
		registry.removeBeanDefinition(AnnotationConfigUtils.COMMON_ANNOTATION_PROCESSOR_BEAN_NAME);
		RootBeanDefinition definition = new RootBeanDefinition(Generated.class);
		definition.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
		definition.setInitMethodNames(Generated.class.getName() + ".postConstruct", "init");
		registry.registerBeanDefinition("generated", definition);
	}

	static class Initializer {

		@AsyncInit
		private void initialize() {
		}

	}

	static class Generated implements InitializingBean {

		private final Journal journal;

		Generated(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		private void postConstruct() {
			this.journal.note("post-construct");
		}

		@Override
		public void afterPropertiesSet() {
			this.journal.note("properties");
		}

		void init() {
			this.journal.note("init");
		}

	}

}
