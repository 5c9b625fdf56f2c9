package io.github.asyncinit.bean;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncInit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances that come after others of the same bean, which were refused or destroyed.
 */
class RemadeInstancesTests {

	private static final String ON = "async-init.enabled=true";

	private static final String OFF = "async-init.enabled=false";

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void whatItsFactoryMethodHasInitializedRunsItsOwnOnceMadeAgain(String property) {
		AsyncContexts.runner(Remaking.class, Reloading.class).withPropertyValues(property).run((context) -> {
			Journal journal = context.getBean(Journal.class);
			assertThat(journal.events()).containsExactly("load", "again", "load");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void whatItsFactoryMethodHasInitializedIsInitializedByTheContainerTooMadeAgain(String property) {
		AsyncContexts.runner(Remaking.class, Rebuilding.class).withPropertyValues(property).run((context) -> {
			context.getBean("target", Namesakes.Whole.class).use();
			Journal journal = context.getBean(Journal.class);
			assertThat(journal.events()).containsExactly("init 1", "init 2", "again", "init 3", "init 4");
			assertThat(journal.ranAsync("init 3")).isFalse();
			assertThat(journal.ranAsync("init 4")).isEqualTo(ON.equals(property));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aBeanIsNotTakenForANamesakeThatItsFactoryMethodHasBegunToInitialize(String property) {
		AsyncContexts.runner(Remaking.class, Beginning.class).withPropertyValues(property).run((context) -> {
			context.getBean("target", Namesakes.Whole.class).use();
			Journal journal = context.getBean(Journal.class);
			assertThat(journal.events()).containsExactly("init 1", "again", "init 2");
			assertThat(journal.ranAsync("init 2")).isEqualTo(ON.equals(property));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void anEntryOfAnInstanceThatIsRefusedDoesNotMeetTheNextOne(String property) {
		Attempts attempts = new Attempts();
		AsyncContexts.runner(Refusing.class)
			.withPropertyValues(property)
			.withBean(Attempts.class, () -> attempts)
			.withBean("slow", AsyncAction.class, () -> new AsyncAction((factory) -> {
				if (ON.equals(property)) {
					Latches.await(attempts.wiring);
				}
			}))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(Late.class).use();
				assertThat(context.getBean(Journal.class).events()).containsExactlyInAnyOrder("refused", "load 1",
						"load 2");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void anInstanceThatWasDestroyedIsNotKept(String property) {
		AsyncContexts.runner().withPropertyValues(property).withBean("target", Namesakes.Whole.class).run((context) -> {
			DefaultListableBeanFactory factory = (DefaultListableBeanFactory) context.getAutowireCapableBeanFactory();
			AsyncBeans beans = AsyncBeans.of(factory);
			AsyncBean bean = Objects.requireNonNull(beans.get("target"));
			context.getBean(Namesakes.Whole.class).use();
			Object first = bean.target();

			factory.destroySingleton("target");
			context.getBean(Namesakes.Whole.class).use();

			assertThat(bean.target()).isNotSameAs(first);
			assertThat(beans.isTarget(bean.target())).isTrue();
			assertThat(beans.isTarget(first)).isFalse();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void anInstanceThatIsDestroyedAndGivenOutAgainIsInitializedAgain(String property) {
		AsyncContexts.runner(GivingOutOne.class).withPropertyValues(property).run((context) -> {
			context.getBean("target", Namesakes.Whole.class).use();
			((DefaultListableBeanFactory) context.getAutowireCapableBeanFactory()).destroySingleton("target");

			context.getBean("target", Namesakes.Whole.class).use();

			assertThat(context.getBean(Journal.class).events()).containsExactly("init 1", "init 2");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Remaking {

		@Bean
		Object remaking(DefaultListableBeanFactory factory, Journal journal) {
			if (factory.getBean("target") instanceof Namesakes.Whole whole) {
				whole.use();
			}
			factory.destroySingleton("target");
			journal.note("again");
			return "remade";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Reloading {

		@Bean
		LooseObjects.Target target(Journal journal, AutowireCapableBeanFactory factory) {
			return (LooseObjects.Target) factory.initializeBean(new LooseObjects.Target(journal), "target");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Rebuilding {

		@Bean
		@AsyncInit(creation = false)
		Namesakes.Whole target(Journal journal, AutowireCapableBeanFactory factory) {
			return (Namesakes.Whole) factory.initializeBean(new Namesakes.Whole(journal), "target");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GivingOutOne {

		private Namesakes.@Nullable Whole one;

		@Bean
		@AsyncInit(creation = false)
		Namesakes.Whole target(Journal journal) {
			Namesakes.Whole one = (this.one != null) ? this.one : new Namesakes.Whole(journal);
			this.one = one;
			return one;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beginning {

		@Bean
		@AsyncInit(creation = false)
		Namesakes.Whole target(Journal journal, AutowireCapableBeanFactory factory) {
			return (Namesakes.Whole) factory.applyBeanPostProcessorsBeforeInitialization(new Namesakes.Whole(journal),
					"target");
		}

	}

	/**
	 * Lets the entry of a first instance go on while the second one is wired.
	 */
	static class Attempts {

		private final CountDownLatch wiring = new CountDownLatch(1);

		private final CountDownLatch loaded = new CountDownLatch(1);

		private final AtomicInteger instances = new AtomicInteger();

		int next() {
			return this.instances.incrementAndGet();
		}

		void wire(int number) {
			if (number == 2) {
				this.wiring.countDown();
				Latches.await(this.loaded);
			}
		}

	}

	static class Late {

		private final Attempts attempts;

		private final int number;

		private final Journal journal;

		Late(Attempts attempts, Journal journal) {
			this.attempts = attempts;
			this.number = attempts.next();
			this.journal = journal;
		}

		@Autowired
		void wire(BeanFactory factory) {
			this.attempts.wire(this.number);
		}

		@AsyncInit(after = "slow")
		void load() {
			this.journal.note("load " + this.number);
			this.attempts.loaded.countDown();
		}

		void use() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Refusing {

		@Bean
		Object trying(ConfigurableListableBeanFactory factory, Journal journal) {
			factory.addBeanPostProcessor(new RefusingOnce());
			try {
				factory.getBean("late");
			}
			catch (BeansException ex) {
				journal.note("refused");
			}
			factory.getBean("late");
			return "tried";
		}

		@Bean
		@Lazy
		Late late(Attempts attempts, Journal journal) {
			return new Late(attempts, journal);
		}

	}

	/**
	 * Comes after ours.
	 */
	static class RefusingOnce implements BeanPostProcessor {

		private boolean refused;

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (beanName.equals("late") && !this.refused) {
				this.refused = true;
				throw new IllegalStateException("refused");
			}
			return bean;
		}

	}

}
