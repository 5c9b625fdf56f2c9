package io.github.asyncinit.bean;

import java.util.List;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two beans of one class, of which one is asynchronous: the framework caches a class's
 * callbacks, and neither bean may lose or double one.
 */
class DuplicateClassTests {

	private static final List<String> CALLBACKS = List.of(":base", ":post", ":properties", ":init");

	@Test
	void runsEachCallbackOnceWhereTheAsynchronousOneComesFirst() {
		AsyncContexts.runner(AsyncFirst.class).run((context) -> verify(context.getBean(Journal.class)));
	}

	@Test
	void runsEachCallbackOnceWhereTheSynchronousOneComesFirst() {
		AsyncContexts.runner(SyncFirst.class).run((context) -> verify(context.getBean(Journal.class)));
	}

	@Test
	void runsEachCallbackOnceWhereOneCreatesTheOther() {
		AsyncContexts.runner(AsyncInsideSync.class).run((context) -> verify(context.getBean(Journal.class)));
		AsyncContexts.runner(SyncInsideAsync.class).run((context) -> verify(context.getBean(Journal.class)));
	}

	@Test
	void destroysEachOnce() {
		Journal[] journal = new Journal[1];

		AsyncContexts.runner(AsyncFirst.class).run((context) -> journal[0] = context.getBean(Journal.class));

		assertThat(journal[0].events()).filteredOn((event) -> event.endsWith(":destroy"))
			.containsExactlyInAnyOrder("async:destroy", "sync:destroy");
	}

	private static void verify(Journal journal) {
		assertThat(journal.events("async")).containsExactlyElementsOf(CALLBACKS.stream().map("async"::concat).toList())
			.allMatch(journal::ranAsync);
		assertThat(journal.events("sync")).containsExactlyElementsOf(CALLBACKS.stream().map("sync"::concat).toList())
			.allMatch(journal::ranHere);
	}

	@Configuration(proxyBeanMethods = false)
	static class AsyncFirst {

		@Bean(initMethod = "init")
		@AsyncInit
		Twin async(Journal journal) {
			return new Twin(journal);
		}

		@Bean(initMethod = "init")
		Twin sync(Journal journal) {
			return new Twin(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SyncFirst {

		@Bean(initMethod = "init")
		Twin sync(Journal journal) {
			return new Twin(journal);
		}

		@Bean(initMethod = "init")
		@AsyncInit
		Twin async(Journal journal) {
			return new Twin(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsyncInsideSync {

		@Bean(initMethod = "init")
		Twin sync(Journal journal, Twin async) {
			return new Twin(journal);
		}

		@Bean(initMethod = "init", defaultCandidate = true)
		@AsyncInit
		Twin async(Journal journal) {
			return new Twin(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SyncInsideAsync {

		@Bean(initMethod = "init")
		@AsyncInit
		Twin async(Journal journal, Twin sync) {
			return new Twin(journal);
		}

		@Bean(initMethod = "init")
		Twin sync(Journal journal) {
			return new Twin(journal);
		}

	}

	static class Base implements BeanNameAware {

		final Journal journal;

		private String name;

		Base(Journal journal) {
			this.journal = journal;
		}

		@Override
		public void setBeanName(String name) {
			this.name = name;
		}

		@PostConstruct
		private void base() {
			note(":base");
		}

		void note(String what) {
			this.journal.note(this.name + what);
		}

	}

	static class Twin extends Base implements InitializingBean {

		Twin(Journal journal) {
			super(journal);
		}

		@PostConstruct
		private void post() {
			note(":post");
		}

		@Override
		public void afterPropertiesSet() {
			note(":properties");
		}

		void init() {
			note(":init");
		}

		@PreDestroy
		void destroy() {
			note(":destroy");
		}

	}

}
