package io.github.asyncinit.bean;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.bean.ProductMaker.Product;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Products of asynchronous factories that were given out before there were any: when they
 * are made, and how often.
 */
class ProductGateTests {

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch givenOut = new CountDownLatch(1);

	private final AtomicReference<Product> product = new AtomicReference<>();

	private final AtomicInteger made = new AtomicInteger();

	@Test
	void makesAProductThatWasGivenOutAtTheEndOfTheEntryThoughNobodyCallsIt() {
		runner((factory) -> note(factory, "initialized"), this::make).run((context) -> {
			assertThat(context).hasNotFailed();

			assertThat(this.made).hasValue(1);
			assertThat(this.product.get().text()).isEqualTo("product 1");
			assertThat(context.getBean(Product.class)).isSameAs(this.product.get());
			assertThat(this.made).hasValue(1);
		});
	}

	@Test
	void makesItInTheEntry() {
		AtomicReference<DefaultListableBeanFactory> beans = new AtomicReference<>();
		runner((factory) -> {
			beans.set(factory);
			note(factory, "initialized");
		}, () -> {
			note(beans.get(), "made");
			return make();
		}).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsExactly("initialized", "made");
			assertThat(journal.ranAsync("made")).isTrue();
		});
	}

	@Test
	void failsTheStartWhereAProductThatWasGivenOutCannotBeMade() {
		runner((factory) -> {
		}, () -> {
			throw new IllegalStateException("planned failure");
		}).run((context) -> assertThat(context).getFailure().hasRootCauseMessage("planned failure"));
	}

	@Test
	void throwsThatFailureToWhoUsesTheProductWhereTheFactoryIsNotRequired() {
		runner((factory) -> {
		}, () -> {
			throw new IllegalStateException("planned failure");
		}).withPropertyValues("async-init.settings.product.required=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThatThrownBy(() -> this.product.get().text()).hasRootCauseMessage("planned failure");
		});
	}

	@Test
	void failsTheStartWhereThereIsNoProductThoughItWasGivenOut() {
		runner((factory) -> {
		}, () -> null).run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(
				"getObject() returns null: initialize it synchronously, with" + " async-init.exclude=product"));
	}

	@Test
	void makesOneProductForAllWhoComeToItAtOnce() {
		List<String> texts = new CopyOnWriteArrayList<>();
		List<Thread> threads = new CopyOnWriteArrayList<>();
		runner((factory) -> {
		}, this::make, (factory) -> {
			Product product = factory.getBean(Product.class);
			// or else one of the threads might run the entry when it waits for it
			Latches.await(this.started);
			for (int i = 0; i < 2; i++) {
				Thread thread = new Thread(() -> texts.add(product.text()));
				threads.add(thread);
				thread.start();
				Latches.awaitParked(thread);
			}
			this.givenOut.countDown();
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			for (Thread thread : threads) {
				thread.join();
			}

			assertThat(texts).containsExactly("product 1", "product 1");
		});
	}

	@Test
	void keepsTheProductThatTheInitializerOfTheFactoryUses() {
		List<String> texts = new CopyOnWriteArrayList<>();
		runner((factory) -> {
			texts.add(factory.getBean("product", Product.class).text());
			texts.add(this.product.get().text());
		}, this::make).run((context) -> {
			assertThat(context).hasNotFailed();
			texts.add(this.product.get().text());

			assertThat(texts).containsExactly("product 1", "product 1", "product 1");
		});
	}

	@Test
	void keepsTheProductThatTheInitializerOfTheFactoryIsTheFirstToAskFor() {
		List<String> texts = new CopyOnWriteArrayList<>();
		AsyncContexts.runner()
			.withBean("product", ProductMaker.class,
					() -> new ProductMaker((factory) -> texts.add(factory.getBean("product", Product.class).text()),
							this::make))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				texts.add(context.getBean(Product.class).text());

				assertThat(texts).containsExactly("product 1", "product 1");
			});
	}

	@Test
	void makesOneProductForInitializersThatUseItAtOnce() {
		List<String> texts = new CopyOnWriteArrayList<>();
		List<Thread> threads = new CopyOnWriteArrayList<>();
		Runnable initializer = () -> {
			threads.add(Thread.currentThread());
			texts.add(this.product.get().text());
		};
		Callable<Product> making = () -> {
			Awaitility.await().until(() -> threads.size() == 2);
			threads.stream()
				.filter((thread) -> thread != Thread.currentThread())
				.forEach((thread) -> Latches.awaitFrame(thread, ProductGate.class.getName()));
			return make();
		};
		AsyncContexts.runner()
			.withBean("product", TwoMethods.class,
					() -> new TwoMethods((factory) -> Latches.await(this.givenOut), making, initializer))
			.withBean("user", CreationAction.class, () -> new CreationAction(this::giveOut))
			.run((context) -> {
				assertThat(context).hasNotFailed();

				assertThat(texts).containsExactly("product 1", "product 1");
			});
	}

	@Test
	void makesItAfterTheLastOfSeveralEntries() {
		List<String> events = new CopyOnWriteArrayList<>();
		AsyncContexts.runner().withBean("product", TwoMethods.class, () -> new TwoMethods((factory) -> {
			Latches.await(this.givenOut);
			events.add("initialized");
		}, () -> {
			events.add("made");
			return make();
		}, () -> events.add("method")))
			.withBean("user", CreationAction.class, () -> new CreationAction(this::giveOut))
			.run((context) -> assertThat(events).containsExactly("initialized", "method", "method", "made"));
	}

	@Test
	void tellsThatGetObjectUsesTheProductThatItMakes() {
		runner((factory) -> {
		}, () -> {
			this.product.get().text();
			return make();
		}).run((context) -> assertThat(context.getStartupFailure())
			.hasStackTraceContaining("getObject() uses the product that it makes"));
	}

	@Test
	void makesNoProductThatNobodyAsksFor() {
		AsyncContexts.runner().withBean("product", ProductMaker.class, () -> new ProductMaker((factory) -> {
		}, this::make)).run((context) -> {
			assertThat(context.getBean("&product")).isInstanceOf(ProductMaker.class);
			assertThat(this.made).hasValue(0);
		});
	}

	@Test
	void leavesAProductToTheContainerThatIsAskedForWhenTheFactoryIsComplete() {
		AsyncContexts.runner().withBean("product", ProductMaker.class, () -> new ProductMaker((factory) -> {
		}, this::make))
			.withBean("user", CreationAction.class, () -> new CreationAction(this::giveOut),
					(definition) -> definition.setDependsOn("&product"))
			.run((context) -> {
				assertThat(context).hasNotFailed();

				assertThat(Proxy.isProxyClass(this.product.get().getClass())).isFalse();
				assertThat(context.getBean(Product.class)).isSameAs(this.product.get());
				assertThat(this.made).hasValue(1);
			});
	}

	private ApplicationContextRunner runner(Consumer<DefaultListableBeanFactory> initializer,
			Callable<? extends Product> making) {
		return runner(initializer, making, this::giveOut);
	}

	/**
	 * Makes a context with a factory that is not initialized before its product is given
	 * out.
	 */
	private ApplicationContextRunner runner(Consumer<DefaultListableBeanFactory> initializer,
			Callable<? extends Product> making, Consumer<DefaultListableBeanFactory> user) {
		return AsyncContexts.runner().withBean("product", ProductMaker.class, () -> new ProductMaker((factory) -> {
			this.started.countDown();
			Latches.await(this.givenOut);
			initializer.accept(factory);
		}, making)).withBean("user", CreationAction.class, () -> new CreationAction(user));
	}

	private void giveOut(DefaultListableBeanFactory factory) {
		this.product.set(factory.getBean("product", Product.class));
		this.givenOut.countDown();
	}

	private Product make() {
		String text = "product " + this.made.incrementAndGet();
		return () -> text;
	}

	private static void note(DefaultListableBeanFactory factory, String event) {
		factory.getBean(Journal.class).note(event);
	}

	@AsyncInit
	static class TwoMethods extends ProductMaker {

		private final Runnable method;

		TwoMethods(Consumer<DefaultListableBeanFactory> initializer, Callable<? extends Product> making,
				Runnable method) {
			super(initializer, making);
			this.method = method;
		}

		@AsyncInit
		void first() {
			this.method.run();
		}

		@AsyncInit
		void second() {
			this.method.run();
		}

	}

}
