package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncInit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Post-processors that return {@code null}, which ends the chain of those that come after
 * them.
 */
class CutOffBeansTests {

	@ParameterizedTest
	@CsvSource({ "true, true, true", "true, true, false", "true, false, true", "true, false, false",
			"false, true, true", "false, true, false", "false, false, true", "false, false, false" })
	void aBeanIsInitializedOnceThoughAPostProcessorCutsItOff(boolean enabled, boolean before, boolean methods) {
		ApplicationContextRunner runner = AsyncContexts.runner()
			.withPropertyValues("async-init.enabled=" + enabled)
			.withBean("cutting", BeanPostProcessor.class, () -> new Cutting(before));
		(methods ? runner.withBean("bean", WithMethod.class) : runner.withBean("bean", WithCallbacks.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Base.class).events())
					.isEqualTo(methods ? "initialized warm " : "initialized ");
				assertThat(AsyncContexts.inlineReason(context, "bean"))
					.isEqualTo(enabled ? "a post-processor returned null for it, which keeps all others from it" : "");
			});
	}

	@Test
	void aBeanThatSomebodyHasWaitedForIsNotInitializedAgain() {
		AsyncContexts.runner()
			.withBean("cutting", BeanPostProcessor.class, CuttingOnceUsed::new)
			.withBean("bean", WithCallbacks.class)
			.run((context) -> {
				assertThat(context.getBean(Base.class).events()).isEqualTo("initialized ");
				assertThat(AsyncContexts.inlineReason(context, "bean")).isEmpty();
			});
	}

	static class Base implements InitializingBean {

		private final StringBuffer events = new StringBuffer();

		@Override
		public void afterPropertiesSet() {
			note("initialized");
		}

		void note(String event) {
			this.events.append(event).append(' ');
		}

		public String events() {
			return this.events.toString();
		}

	}

	@AsyncInit
	static class WithCallbacks extends Base {

	}

	static class WithMethod extends Base {

		@AsyncInit
		public void warm() {
			note("warm");
		}

	}

	/**
	 * Comes before ours.
	 */
	static class Cutting implements BeanPostProcessor {

		private final boolean before;

		Cutting(boolean before) {
			this.before = before;
		}

		@Override
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			return (this.before && bean instanceof Base) ? null : bean;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (!this.before && bean instanceof Base) ? null : bean;
		}

	}

	/**
	 * Waits for a bean, as one that comes after it does, before it cuts it off.
	 */
	static class CuttingOnceUsed implements BeanPostProcessor, BeanFactoryAware {

		private @Nullable AsyncBeans beans;

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.beans = AsyncBeans.of(beanFactory);
		}

		@Override
		public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
			AsyncBean selected = (this.beans != null) ? this.beans.get(beanName) : null;
			if (selected == null) {
				return bean;
			}
			selected.await();
			return null;
		}

	}

}
