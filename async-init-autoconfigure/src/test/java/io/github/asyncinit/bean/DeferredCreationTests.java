package io.github.asyncinit.bean;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.GateMode;
import io.github.asyncinit.timeline.TimelineRecorder;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.Async;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies of factory methods and constructors that run in an entry.
 */
class DeferredCreationTests {

	@Test
	void runsTheBodyOfAFactoryMethodInTheEntryWhileTheMainThreadGoesOn() {
		AsyncContexts.runner(SlowFactory.class).run((context) -> {
			assertThat(context).hasNotFailed();
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsExactly("after", "body", "post-construct", "properties", "init");
			assertThat(journal.events().subList(1, 5)).allMatch(journal::ranAsync);
			assertThat(context.getBean(Client.class).call()).isEqualTo("answer");
			assertThat(AsyncContexts.entry(context, "client")).isPresent();
			assertThat(context.getBean(SlowFactory.class).client(null, null)).isSameAs(context.getBean("client"));
		});
	}

	@Test
	void standsInForTheTypeThatAConfigurationClassGivesItsSuperclass() {
		AsyncContexts.runner(GivingType.class).run((context) -> {
			assertThat(context).hasNotFailed();

			assertThat(context.getBean("made", List.class)).containsExactly("made");
			assertThat(AsyncContexts.inlineReason(context, "made")).isEmpty();
			assertThat(AsyncContexts.entry(context, "made")).isPresent();
		});
	}

	@Test
	void destroysWhatWasReturnedOnceAsTheContainerWould() {
		Journal[] journal = new Journal[1];
		AsyncContexts.runner(SlowFactory.class).run((context) -> journal[0] = context.getBean(Journal.class));

		assertThat(journal[0].events("-")).containsExactly("- pre-destroy", "- destroy", "- close quietly");
	}

	@Test
	void infersTheMethodThatClosesWhatWasReturned() {
		Journal[] journal = new Journal[1];
		AsyncContexts.runner(Inferred.class).run((context) -> journal[0] = context.getBean(Journal.class));

		assertThat(journal[0].events("-")).containsExactly("- close");
	}

	@Test
	void closesWhatWasReturnedAfterOthersAreDoneWithIt() {
		Journal[] journal = new Journal[1];
		AsyncContexts.runner(Inferred.class, Releasing.class)
			.run((context) -> journal[0] = context.getBean(Journal.class));

		assertThat(journal[0].events("-")).containsExactly("- released inferred", "- close");
	}

	@Test
	void failsAsTheContainerWouldWhereTheBodyFails() {
		AsyncContexts.runner(Failing.class).run((context) -> {
			assertThat(context).getFailure().satisfies((failure) -> {
				assertThat(failure).hasStackTraceContaining("'client' failed").hasRootCauseMessage("refused");
				assertThat(failure).hasStackTraceContaining(BeanCreationException.class.getName());
				assertThat(failure).hasStackTraceContaining("Factory method 'client' threw exception");
			});
		});
	}

	@Test
	void waitsForTheArgumentsOfTheFactoryMethod() {
		AsyncContexts.runner(Chain.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events("chain")).containsExactly("chain first", "chain second first");
		});
	}

	@Test
	void appliesAspectsToTheDeclaredType() {
		AsyncContexts.runner(SlowFactory.class, Aspects.class).run((context) -> {
			Client client = context.getBean(Client.class);

			assertThat(client.call()).isEqualTo("advised answer");
			assertThat(context.getBean(Journal.class).ranAsync("body")).isTrue();
		});
	}

	@Test
	void leavesTheBodyOnTheMainThreadWhereItIsAskedTo() {
		AsyncContexts.runner(Inferred.class)
			.withPropertyValues("async-init.settings.client.creation=false")
			.run((context) -> {
				assertThat(context.getBean(Journal.class).ranHere("inferred")).isTrue();
				assertThat(AsyncContexts.inlineReason(context, "client"))
					.isEqualTo("it has no initialization callbacks");
			});
	}

	@Test
	void createsAListedBeanInItsEntryIfTheSettingsSaySo() {
		ApplicationContextRunner runner = AsyncContexts.runner(Plain.class);

		runner
			.withPropertyValues("async-init.beans=plain,part*", "async-init.settings.plain.creation=true",
					"async-init.settings.parts.creation=true")
			.run((context) -> {
				Journal journal = context.getBean(Journal.class);
				assertThat(journal.ranAsync("plain")).isTrue();
				assertThat(journal.ranAsync("constructor")).isTrue();
			});
		runner.withPropertyValues("async-init.beans=plain,part*").run((context) -> {
			Journal journal = context.getBean(Journal.class);
			assertThat(journal.ranHere("plain")).isTrue();
			assertThat(journal.ranHere("constructor")).isTrue();
		});
	}

	@Test
	void saysWhyTheBodyStaysOnTheMainThread() {
		AsyncContexts.runner(Refused.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events("body of")).hasSize(7).allMatch(journal::ranHere);
			assertThat(reasonOf(context, "aware")).contains("it is EnvironmentAware");
			assertThat(reasonOf(context, "injected")).contains("its field 'journal' has @Autowired");
			assertThat(reasonOf(context, "bound")).contains("it is bound to configuration properties");
			assertThat(reasonOf(context, "unspecific")).contains("its declared type 'Object' says nothing");
			assertThat(reasonOf(context, "finalClass")).contains("its class is final");
			assertThat(reasonOf(context, "converter"))
				.contains("whoever registers a Converter asks its class for the types that it converts");
			assertThat(reasonOf(context, "dependents")).contains("its gate is DEPENDENTS");
			// the callbacks are asynchronous all the same
			assertThat(journal.ranAsync("callback of injected")).isTrue();
		});
	}

	@Test
	void theRemedyForANameWithDotsIsOne() {
		String remedy = "async-init.settings.[my.service].creation=false";

		AsyncContexts.runner(HiddenAwareOfADottedName.class)
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(failure).hasStackTraceContaining(remedy)));
		AsyncContexts.runner(HiddenAwareOfADottedName.class)
			.withPropertyValues(remedy)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void failsWithARemedyWhereWhatIsReturnedNeedsTheContainer() {
		for (Class<?> configuration : new Class<?>[] { HiddenAware.class, HiddenAdvice.class, Nothing.class }) {
			AsyncContexts.runner(configuration)
				.run((context) -> assertThat(context).getFailure()
					.satisfies((failure) -> assertThat(failure)
						.hasStackTraceContaining("declare what is returned as the return type")
						.hasStackTraceContaining("async-init.settings.service.creation=false")));
		}
	}

	@Test
	void createsOnTheMainThreadWhatTurnsOutToBePartOfACircularReference() {
		AsyncContexts.runner(Circular.class).withAllowCircularReferences(true).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Journal.class).events()).containsOnlyOnce("inferred");
			assertThat(context.getBean(Inference.class).answer()).isEqualTo("inferred");
		});
	}

	private static String reasonOf(BeanFactory context, String bean) {
		return AsyncContexts.inlineReason(context, bean) + context.getBean(TimelineRecorder.class)
			.timeline()
			.warnings()
			.stream()
			.filter((warning) -> warning.startsWith("'" + bean + " (creation)' ran inline: "))
			.findFirst()
			.orElse("");
	}

	@Configuration
	static class GivingType extends TakingType<List<String>> {

		@Override
		List<String> make() {
			return List.of("made");
		}

	}

	abstract static class TakingType<T extends Iterable<String>> {

		@Bean
		@AsyncInit
		T made() {
			return make();
		}

		abstract T make();

	}

	@Configuration
	static class SlowFactory {

		private final CountDownLatch reached = new CountDownLatch(1);

		@Bean(initMethod = "init", destroyMethod = "closeQuietly")
		@AsyncInit
		Client client(Journal journal, AfterClient ignored) {
			Latches.await(this.reached);
			journal.note("body");
			return new HttpClient(journal);
		}

		@Bean
		AfterClient ignored() {
			return new AfterClient(null, null);
		}

		@Bean
		AfterClient after(Client client, Journal journal) {
			AfterClient after = new AfterClient(client, journal);
			journal.note("after");
			this.reached.countDown();
			return after;
		}

	}

	record AfterClient(Client client, Journal journal) {
	}

	interface Client {

		String call();

		void init();

		void closeQuietly();

	}

	static class HttpClient implements Client, InitializingBean, DisposableBean {

		private final Journal journal;

		HttpClient(Journal journal) {
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

		@Override
		public void init() {
			this.journal.note("init");
		}

		@Override
		public String call() {
			return "answer";
		}

		@PreDestroy
		private void preDestroy() {
			this.journal.note("- pre-destroy");
		}

		@Override
		public void destroy() {
			this.journal.note("- destroy");
		}

		@Override
		public void closeQuietly() {
			this.journal.note("- close quietly");
		}

	}

	interface Inference {

		String answer();

	}

	@Configuration
	static class Inferred {

		@Bean
		@AsyncInit
		Inference client(Journal journal) {
			journal.note("inferred");
			return new Closeable(journal);
		}

	}

	/**
	 * Lets a bean go before it is closed, as one that calls it from time to time does.
	 *
	 * @param beans gives the journal
	 */
	record Releasing(BeanFactory beans) implements DestructionAwareBeanPostProcessor {

		@Override
		public boolean requiresDestruction(Object bean) {
			return bean instanceof Inference;
		}

		@Override
		public void postProcessBeforeDestruction(Object bean, String beanName) {
			this.beans.getBean(Journal.class).note("- released " + ((Inference) bean).answer());
		}

	}

	static class Closeable implements Inference, AutoCloseable {

		private final Journal journal;

		Closeable(Journal journal) {
			this.journal = journal;
		}

		@Override
		public String answer() {
			return "inferred";
		}

		@Override
		public void close() {
			this.journal.note("- close");
		}

	}

	@Configuration
	static class Failing {

		@Bean
		@AsyncInit
		Inference client() {
			throw new IllegalStateException("refused");
		}

	}

	@Configuration
	static class Chain {

		@Bean
		@AsyncInit
		Inference first(Journal journal) {
			journal.note("chain first");
			return () -> "first";
		}

		@Bean
		@AsyncInit
		Inference second(Inference first, Journal journal) {
			journal.note("chain second " + first.answer());
			return () -> "second";
		}

	}

	@Configuration
	static class Aspects {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static DefaultAdvisorAutoProxyCreator autoProxyCreator() {
			return new DefaultAdvisorAutoProxyCreator();
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor advisor() {
			NameMatchMethodPointcut calls = new NameMatchMethodPointcut();
			calls.addMethodName("call");
			MethodInterceptor advice = (invocation) -> "advised " + invocation.proceed();
			return new DefaultPointcutAdvisor(calls, advice);
		}

	}

	@Configuration
	static class Plain {

		@Bean
		Inference plain(Journal journal) {
			journal.note("plain");
			return () -> "plain";
		}

		@Bean
		static BeanFactoryPostProcessor part() {
			return (beanFactory) -> ((BeanDefinitionRegistry) beanFactory).registerBeanDefinition("parts",
					new RootBeanDefinition(Part.class));
		}

	}

	static class Part {

		Part(Journal journal) {
			journal.note("constructor");
		}

	}

	@Configuration
	@EnableConfigurationProperties
	static class Refused {

		private final Journal journal;

		Refused(Journal journal) {
			this.journal = journal;
		}

		@Bean
		@AsyncInit
		AwareOfTheEnvironment aware() {
			this.journal.note("body of aware");
			return new AwareOfTheEnvironment();
		}

		@Bean
		@AsyncInit
		Injected injected() {
			this.journal.note("body of injected");
			return new Injected();
		}

		@Bean
		@AsyncInit
		@ConfigurationProperties("bound")
		Inference bound() {
			this.journal.note("body of bound");
			return new Closeable(this.journal);
		}

		@Bean
		@AsyncInit
		Object unspecific() {
			this.journal.note("body of unspecific");
			return new Closeable(this.journal);
		}

		@Bean
		@AsyncInit
		Converter<String, Integer> converter() {
			this.journal.note("body of converter");
			return new NumberConverter();
		}

		@Bean
		@AsyncInit
		FinalClass finalClass() {
			this.journal.note("body of final class");
			return new FinalClass();
		}

		@Bean
		@AsyncInit(gate = GateMode.DEPENDENTS)
		Inference dependents() {
			this.journal.note("body of dependents");
			return () -> "";
		}

	}

	static class AwareOfTheEnvironment implements EnvironmentAware, Inference {

		@Override
		public void setEnvironment(Environment environment) {
		}

		@Override
		public String answer() {
			return "";
		}

	}

	static class Injected implements InitializingBean {

		@Autowired
		private Journal journal;

		@Override
		public void afterPropertiesSet() {
			this.journal.note("callback of injected");
		}

	}

	static final class FinalClass {

	}

	@Configuration
	static class HiddenAware {

		@Bean
		@AsyncInit
		Inference service() {
			return new AwareOfTheEnvironment();
		}

	}

	@Configuration
	static class HiddenAwareOfADottedName {

		@Bean("my.service")
		@AsyncInit
		Inference service() {
			return new AwareOfTheEnvironment();
		}

	}

	@Configuration
	static class HiddenAdvice {

		@Bean
		@AsyncInit
		Inference service() {
			return new Inference() {

				@Override
				@Async
				public String answer() {
					return "";
				}

			};
		}

	}

	@Configuration
	static class Nothing {

		@Bean
		@AsyncInit
		Inference service() {
			return null;
		}

	}

	@Configuration
	static class Circular {

		@Bean
		Needing needing() {
			return new Needing();
		}

		@Bean
		@AsyncInit
		Inference client(Needing needing, Journal journal) {
			journal.note("inferred");
			return new Closeable(journal);
		}

	}

	static class Needing {

		@Autowired
		private Inference inference;

		Inference inference() {
			return this.inference;
		}

	}

	static class NumberConverter implements Converter<String, Integer> {

		@Override
		public Integer convert(String text) {
			return Integer.valueOf(text);
		}

	}

}
