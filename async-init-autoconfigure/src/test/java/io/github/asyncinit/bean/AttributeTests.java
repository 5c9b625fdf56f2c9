package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitTimeoutException;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The attributes of {@link AsyncInit}, by annotation.
 */
class AttributeTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@Test
	void startsAnEntryAfterTheEntryAndTheBeanThatItNames() {
		this.runner.withBean("c", AfterOthers.class)
			.withBean("a", First.class)
			.withBean("b", Second.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).endsWith("after others")
				.containsExactlyInAnyOrder("first", "second", "after others"));
	}

	@Test
	void startsAnInOrderEntryWhenAllEarlierOnesAreComplete() {
		CountDownLatch latch = new CountDownLatch(1);

		this.runner.withBean("a", Gated.class, () -> new Gated(latch))
			.withBean("b", InOrder.class)
			.withBean("c", Releasing.class, () -> new Releasing(latch))
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("a", "in order"));
	}

	@Test
	void goesOnWithoutABeanThatIsNotRequired() {
		this.runner.withBean("bean", NotRequired.class).run((context) -> {
			assertThat(context).hasNotFailed();
			NotRequired bean = context.getBean(NotRequired.class);

			for (int use = 0; use < 2; use++) {
				assertThatExceptionOfType(AsyncInitException.class).isThrownBy(bean::use)
					.withMessageContaining("'bean' failed")
					.withRootCauseInstanceOf(IllegalStateException.class);
			}
		});
	}

	@Test
	void failsTheStartWithABeanThatIsRequired() {
		this.runner.withBean("bean", Required.class)
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(failure).hasStackTraceContaining("'bean' failed")
					.hasRootCauseMessage("planned")));
	}

	@Test
	void failsAnEntryThatRunsLongerThanItsTimeoutFromAPlaceholder() {
		this.runner.withBean("bean", Slow.class)
			.withPropertyValues("my.timeout=50ms")
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(failure).hasRootCauseInstanceOf(AsyncInitTimeoutException.class)));
	}

	@Test
	void putsAnEntryIntoTheDomainThatItNames() {
		this.runner.withBean("bean", InDomain.class)
			.run((context) -> assertThat(AsyncContexts.entry(context, "named")).get()
				.satisfies((span) -> assertThat(span.entry().domain()).isEqualTo("indexes")));
	}

	@AsyncInit(name = "one")
	static class First {

		private final Journal journal;

		First(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("first");
		}

	}

	@AsyncInit
	static class Second {

		private final Journal journal;

		Second(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("second");
		}

	}

	@AsyncInit(after = { "one", "b" })
	static class AfterOthers {

		private final Journal journal;

		AfterOthers(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("after others");
		}

	}

	@AsyncInit
	static class Gated {

		private final CountDownLatch latch;

		@org.springframework.beans.factory.annotation.Autowired
		private Journal journal;

		Gated(CountDownLatch latch) {
			this.latch = latch;
		}

		@PostConstruct
		void start() {
			Latches.await(this.latch);
			this.journal.note("a");
		}

	}

	@AsyncInit(inOrder = true)
	static class InOrder {

		private final Journal journal;

		InOrder(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("in order");
		}

	}

	static class Releasing {

		Releasing(CountDownLatch latch) {
			latch.countDown();
		}

	}

	@AsyncInit(required = false)
	static class NotRequired {

		@PostConstruct
		void start() {
			throw new IllegalStateException("planned");
		}

		void use() {
		}

	}

	@AsyncInit
	static class Required {

		@PostConstruct
		void start() {
			throw new IllegalStateException("planned");
		}

	}

	@AsyncInit(timeout = "${my.timeout}")
	static class Slow {

		@PostConstruct
		void start() {
			Latches.await(new CountDownLatch(1));
		}

	}

	@AsyncInit(name = "named", domain = "indexes")
	static class InDomain {

		@PostConstruct
		void start() {
		}

	}

}
