package io.github.asyncinit.bean;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import jakarta.annotation.PostConstruct;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.context.annotation.RequestScope;
import org.springframework.web.context.annotation.SessionScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans of other scopes: they are synchronous, whatever is said of them, and get along
 * with asynchronous ones.
 */
class ScopesTests {

	@Test
	void refusesEveryOtherScopeWithItsName() {
		AsyncContexts.runner(AnnotatedConfiguration.class)
			.withInitializer((context) -> registerThreadScope((ConfigurableApplicationContext) context))
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("Bean 'prototype' (" + Annotated.class.getName() + ") has scope 'prototype'")
				.hasMessageContaining("Bean 'perThread' (" + Annotated.class.getName() + ") has scope 'thread'")
				.hasMessageContaining("Bean 'scopedTarget.perProxiedThread' (" + Annotated.class.getName()
						+ ") has scope 'thread', and only singletons can be initialized asynchronously: make it a "
						+ "singleton, or remove @AsyncInit"));
	}

	@Test
	void passesOtherScopesByWhereAPatternMatchesThem() {
		AsyncContexts.runner(ScopedConfiguration.class)
			.withInitializer((context) -> registerThreadScope((ConfigurableApplicationContext) context))
			.withPropertyValues("async-init.beans=*")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("perThread", Worker.class).isComplete()).isTrue();
				assertThat(context.getBean("perProxiedThread", Worker.class).isComplete()).isTrue();
				assertThat(context.getBean("prototype", Worker.class))
					.isNotSameAs(context.getBean("prototype", Worker.class));
				Journal journal = context.getBean(Journal.class);
				assertThat(journal.ranHere("perThread")).isTrue();
				assertThat(journal.ranHere("scopedTarget.perProxiedThread")).isTrue();
				assertThat(journal.ranHere("prototype")).isTrue();
				assertThat(journal.ranAsync("singleton")).isTrue();
			});
	}

	@Test
	void refusesAScopedBeanThatIsListedByTheNameOfItsProxy() {
		AsyncContexts.runner(ScopedConfiguration.class)
			.withInitializer((context) -> registerThreadScope((ConfigurableApplicationContext) context))
			.withPropertyValues("async-init.beans=perProxiedThread")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("Bean 'perProxiedThread' (" + Worker.class.getName() + ") has scope 'thread'"));
	}

	@Test
	void servesRequestsAndSessionsThroughAsynchronousSingletons() throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(WebApplication.class, "--server.port=0",
				"--spring.main.banner-mode=off")) {
			String url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
			HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

			assertThat(get(client, url + "/one")).isEqualTo("complete /one, 1 in session");
			assertThat(get(client, url + "/two")).isEqualTo("complete /two, 2 in session");
			assertThat(get(HttpClient.newHttpClient(), url + "/three")).isEqualTo("complete /three, 1 in session");
			assertThat(AsyncContexts.inlineReason(context, "greeter")).isEmpty();
			assertThat(context.getBean(Journal.class).ranAsync("greeter")).isTrue();
		}
	}

	private static void registerThreadScope(ConfigurableApplicationContext context) {
		context.getBeanFactory().registerScope("thread", new SimpleThreadScope());
	}

	private static String get(HttpClient client, String url) throws IOException, InterruptedException {
		return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	@Configuration(proxyBeanMethods = false)
	static class AnnotatedConfiguration {

		@Bean
		@Scope("prototype")
		Annotated prototype() {
			return new Annotated();
		}

		@Bean
		@Scope("thread")
		Annotated perThread() {
			return new Annotated();
		}

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Annotated perProxiedThread() {
			return new Annotated();
		}

	}

	@AsyncInit
	static class Annotated {

		@PostConstruct
		void start() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		@Scope("prototype")
		Worker prototype() {
			return new Worker();
		}

		@Bean
		@Scope("thread")
		Worker perThread() {
			return new Worker();
		}

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Worker perProxiedThread() {
			return new Worker();
		}

		@Bean
		Worker singleton() {
			return new Worker();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AsyncInitAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
			DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class })
	static class WebApplication {

		@Bean
		Journal journal(org.springframework.beans.factory.config.ConfigurableListableBeanFactory beanFactory) {
			return new Journal(beanFactory);
		}

		@Bean
		@RequestScope
		CurrentRequest currentRequest(HttpServletRequest request, Greeter greeter) {
			return new CurrentRequest(request.getRequestURI(), greeter);
		}

		@Bean
		@SessionScope
		Visits visits() {
			return new Visits();
		}

		@Bean
		Greeter greeter(Journal journal) {
			return new Greeter(journal);
		}

		@Bean("/*")
		Handler handler(CurrentRequest request, Visits visits) {
			return new Handler(request, visits);
		}

	}

	static class CurrentRequest {

		private final String path;

		private final Greeter greeter;

		CurrentRequest(String path, Greeter greeter) {
			this.path = path;
			this.greeter = greeter;
		}

		String greeting() {
			return this.greeter.state() + " " + this.path;
		}

	}

	static class Visits {

		private final AtomicInteger count = new AtomicInteger();

		int next() {
			return this.count.incrementAndGet();
		}

	}

	@AsyncInit
	static class Greeter {

		private final Journal journal;

		private String state;

		Greeter(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.state = "complete";
			this.journal.note("greeter");
		}

		String state() {
			return this.state;
		}

	}

	@AsyncInit
	static class Handler implements HttpRequestHandler {

		private final CurrentRequest request;

		private final Visits visits;

		private boolean complete;

		Handler(CurrentRequest request, Visits visits) {
			this.request = request;
			this.visits = visits;
		}

		@PostConstruct
		void start() {
			this.complete = true;
		}

		@Override
		public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.getWriter()
				.write((this.complete ? this.request.greeting() : "too early") + ", " + this.visits.next()
						+ " in session");
		}

	}

}
