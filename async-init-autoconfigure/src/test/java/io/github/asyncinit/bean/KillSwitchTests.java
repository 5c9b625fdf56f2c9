package io.github.asyncinit.bean;

import java.util.Set;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.timeline.TimelineRecorder;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.CommonAnnotationBeanPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code async-init.enabled=false}: plain Spring, but recorded.
 */
class KillSwitchTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner()
		.withPropertyValues("async-init.enabled=false", "async-init.beans=listed")
		.withBean("annotated", Annotated.class)
		.withBean("listed", Worker.class)
		.withBean("first", Worker.class);

	// row 79
	@Test
	void runsEverythingInPlainOrderOnTheMainThread() {
		this.runner.run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsExactly("first", "post-construct", "method", "listed");
			assertThat(journal.events()).allMatch(journal::ranHere);
		});
	}

	@Test
	void exposesTheBeansThemselves() {
		this.runner.run((context) -> {
			assertThat(context.getBean("annotated").getClass()).isEqualTo(Annotated.class);
			assertThat(context.getBean("listed").getClass()).isEqualTo(Worker.class);
		});
	}

	@Test
	void leavesThePostProcessorOfTheContainerInPlace() {
		this.runner.run((context) -> assertThat(context.getBean(CommonAnnotationBeanPostProcessor.class).getClass())
			.isEqualTo(CommonAnnotationBeanPostProcessor.class));
	}

	@Test
	void startsNoThread() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();

		this.runner.run((context) -> {
			context.getBean(OrderedAsyncScheduler.class).schedule("by hand", (cookie) -> {
			});

			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
				.noneMatch((thread) -> thread.getName().contains("asyncinit"));
		});
	}

	@Test
	void recordsAllTheSame() {
		this.runner.run((context) -> {
			assertThat(context.getBean(TimelineRecorder.class).timeline().spans()).extracting("name")
				.contains("annotated", "listed");
			assertThat(AsyncContexts.inlineReason(context, "annotated")).isEmpty();
		});
	}

	@AsyncInit(after = "first")
	static class Annotated {

		private final Journal journal;

		Annotated(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("post-construct");
		}

		@AsyncInit
		void method() {
			this.journal.note("method");
		}

	}

}
