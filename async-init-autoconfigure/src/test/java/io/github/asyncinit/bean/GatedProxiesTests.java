package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.ForeignHooks;
import jakarta.annotation.PostConstruct;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.DynamicIntroductionAdvice;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultIntroductionAdvisor;
import org.springframework.aop.support.DelegatingIntroductionInterceptor;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gates in front of beans that the AOP framework has proxied.
 */
class GatedProxiesTests {

	@Test
	void keepsTheAdviceOfASubclassProxy() {
		AsyncContexts.runner(AdvisorConfiguration.class).withBean("service", Service.class).run((context) -> {
			Service service = context.getBean(Service.class);

			assertThat(service.answer()).isEqualTo("advised: complete");
			assertThat(AsyncContexts.inlineReason(context, "service")).isEmpty();
		});
	}

	@Test
	void keepsTheAdviceOfAnInterfaceProxy() {
		AsyncContexts.runner(InterfaceConfiguration.class)
			.withBean("service", ServiceOfInterface.class)
			.run((context) -> {
				Answering service = context.getBean(Answering.class);

				assertThat(service.answer()).isEqualTo("advised: complete");
				assertThat(service).hasToString("service of interface");
				assertThat(AsyncContexts.inlineReason(context, "service")).isEmpty();
			});
	}

	@Test
	void standsInFrontOfAnInterfaceOfTheJvm() {
		AsyncContexts.runner(InterfaceConfiguration.class).withBean("service", CallableService.class).run((context) -> {
			assertThat(context.getBean("service", Callable.class).call()).isEqualTo("advised: complete");
			assertThat(AsyncContexts.inlineReason(context, "service")).isEmpty();
		});
	}

	@Test
	void keepsTheInterfacesThatAnAspectIntroduced() {
		AsyncContexts.runner(IntroductionConfiguration.class).withBean("service", Service.class).run((context) -> {
			assertThat(context.getBean(Marked.class).mark()).isEqualTo("introduced");
			assertThat(context.getBean(Service.class)).isSameAs(context.getBean(Marked.class));
		});
	}

	@Test
	void keepsAnInterfaceOfTheAopFrameworkThatAnAspectIntroduced() {
		AsyncContexts.runner(IntroductionConfiguration.class).withBean("service", Service.class).run((context) -> {
			AsyncUncaughtExceptionHandler handler = context.getBean(AsyncUncaughtExceptionHandler.class);

			assertThat(handler).isSameAs(context.getBean(Service.class));
			assertThat(handler).isNotInstanceOf(Advised.class);
		});
	}

	@Test
	void standsNotInFrontOfAWrapperThatNoGateCanReplace() {
		AsyncContexts.runner(WrappingConfiguration.class).withBean("service", Source.class).run((context) -> {
			Wrapper service = context.getBean(Wrapper.class);

			assertThat(service.twice()).isEqualTo("completecomplete");
			assertThat(AsyncContexts.inlineReason(context, "service"))
				.isEqualTo("a post-processor wrapped it, and its method 'twice' is final");
		});
	}

	@Test
	void standsNotInFrontOfAWrappedFactoryThatNoGateCanReplace() {
		AsyncContexts.runner(WrappingConfiguration.class).withBean("factory", Factory.class).run((context) -> {
			WrappedFactory factory = context.getBean(WrappedFactory.class);

			assertThat(factory.twice()).isEqualTo("completecomplete");
			assertThat(AsyncContexts.inlineReason(context, "factory"))
				.isEqualTo("a post-processor wrapped it, and its method 'twice' is final");
		});
	}

	@Test
	void callsProtectedMethodsOfARunner() {
		AsyncContexts.runner().withBean("runner", Runner.class).run((context) -> {
			Runner runner = context.getBean(Runner.class);

			assertThat(runner.state()).isEqualTo("complete");
			assertThat(ForeignHooks.callAll(runner)).isEqualTo("789.010.01112ctrue131415 24 48 true 2 complete");
			assertThat(AsyncContexts.inlineReason(context, "runner")).isEmpty();
		});
	}

	@Test
	void callsProtectedMethodsOfARunnerWithAdvice() {
		AsyncContexts.runner(AdvisorConfiguration.class)
			.withBean("runner", Runner.class)
			.run((context) -> assertThat(context.getBean(Runner.class).state()).isEqualTo("complete"));
	}

	@Test
	void callsProtectedMethodsOfAFactory() {
		AsyncContexts.runner()
			.withBean("factory", Factory.class)
			.run((context) -> assertThat(context.getBean(Factory.class).state()).isEqualTo("complete"));
	}

	@Test
	void runsTheInitializerOnTheTargetItself() {
		AsyncContexts.runner(AdvisorConfiguration.class)
			.withBean("service", Service.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events())
				.containsExactly("initialized " + Service.class.getName()));
	}

	@Test
	void runsAsyncMethodsWhenTheBeanIsComplete() {
		AsyncContexts.runner(AsyncConfiguration.class).withBean(AsyncService.class).run((context) -> {
			Future<String> answer = context.getBean(AsyncService.class).answer();

			assertThat(answer.get()).startsWith("complete on ")
				.isNotEqualTo("complete on " + Thread.currentThread().getName());
		});
	}

	@Test
	void isNotTakenForAnAopProxyItself() {
		AsyncContexts.runner(AdvisorConfiguration.class)
			.withBean("service", Service.class)
			.run((context) -> assertThat(AopUtils.isAopProxy(context.getBean(Service.class))).isFalse());
	}

	@AsyncInit
	static class Runner extends ForeignHooks implements CommandLineRunner {

		private String state = "half";

		@PostConstruct
		void start() {
			this.state = "complete";
		}

		protected String state() {
			return this.state;
		}

		@Override
		protected String overridden() {
			return this.state;
		}

		@Override
		public void run(String... args) {
		}

	}

	@AsyncInit
	static class Factory implements FactoryBean<Callable<String>> {

		private String state = "half";

		@PostConstruct
		void start() {
			this.state = "complete";
		}

		protected String state() {
			return this.state;
		}

		@Override
		public Callable<String> getObject() {
			return () -> this.state;
		}

		@Override
		public Class<?> getObjectType() {
			return Callable.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AdvisorConfiguration {

		@Bean
		static DefaultAdvisorAutoProxyCreator autoProxyCreator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static StaticMethodMatcherPointcutAdvisor advisor() {
			return new AnswerAdvisor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrappingConfiguration {

		@Bean
		static BeanPostProcessor wrapping() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof Source source) ? new Wrapper(source)
							: (bean instanceof Factory factory) ? new WrappedFactory(factory) : bean;
				}

			};
		}

	}

	static class WrappedFactory extends Factory {

		private final Factory wrapped;

		WrappedFactory(Factory wrapped) {
			this.wrapped = wrapped;
		}

		public final String twice() {
			return this.wrapped.state() + this.wrapped.state();
		}

	}

	@AsyncInit
	static class Source {

		private String state = "incomplete";

		@PostConstruct
		void start() {
			this.state = "complete";
		}

		String state() {
			return this.state;
		}

	}

	static class Wrapper extends Source {

		private final Source wrapped;

		Wrapper(Source wrapped) {
			this.wrapped = wrapped;
		}

		final String twice() {
			return this.wrapped.state() + this.wrapped.state();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceConfiguration {

		@Bean
		static DefaultAdvisorAutoProxyCreator autoProxyCreator() {
			return new DefaultAdvisorAutoProxyCreator();
		}

		@Bean
		static StaticMethodMatcherPointcutAdvisor advisor() {
			return new AnswerAdvisor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class IntroductionConfiguration {

		@Bean
		static DefaultAdvisorAutoProxyCreator autoProxyCreator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static DefaultIntroductionAdvisor introduction() {
			return ofServices(new Marking(), Marked.class);
		}

		@Bean
		static DefaultIntroductionAdvisor handlers() {
			return ofServices(new Handling(), AsyncUncaughtExceptionHandler.class);
		}

		private static DefaultIntroductionAdvisor ofServices(DynamicIntroductionAdvice advice, Class<?> type) {
			return new DefaultIntroductionAdvisor(advice, type) {

				@Override
				public boolean matches(Class<?> type) {
					return Service.class.isAssignableFrom(type);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class AsyncConfiguration {

	}

	@SuppressWarnings("serial")
	static class AnswerAdvisor extends StaticMethodMatcherPointcutAdvisor {

		AnswerAdvisor() {
			setAdvice((MethodInterceptor) (invocation) -> "advised: " + invocation.proceed());
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return ("answer".equals(method.getName()) || "call".equals(method.getName()))
					&& targetClass.getName().contains("Service");
		}

	}

	@SuppressWarnings("serial")
	static class Marking extends DelegatingIntroductionInterceptor implements Marked {

		@Override
		public String mark() {
			return "introduced";
		}

	}

	@SuppressWarnings("serial")
	static class Handling extends DelegatingIntroductionInterceptor implements AsyncUncaughtExceptionHandler {

		@Override
		public void handleUncaughtException(Throwable failure, Method method, Object... parameters) {
			throw new IllegalStateException(failure);
		}

	}

	interface Marked {

		String mark();

	}

	interface Answering {

		String answer();

	}

	@AsyncInit
	static class Service {

		private final Journal journal;

		private String state;

		Service(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("initialized " + getClass().getName());
			this.state = "complete";
		}

		String answer() {
			return this.state;
		}

	}

	@AsyncInit
	static class ServiceOfInterface implements Answering {

		private String state;

		@PostConstruct
		void start() {
			this.state = "complete";
		}

		@Override
		public String answer() {
			return this.state;
		}

		@Override
		public String toString() {
			return "service of interface";
		}

	}

	@AsyncInit
	static class CallableService implements Callable<String> {

		private String state;

		@PostConstruct
		void start() {
			this.state = "complete";
		}

		@Override
		public String call() {
			return this.state;
		}

	}

	@AsyncInit
	static class AsyncService {

		private String state;

		@PostConstruct
		void start() {
			this.state = "complete";
		}

		@Async
		Future<String> answer() {
			return CompletableFuture.completedFuture(this.state + " on " + Thread.currentThread().getName());
		}

	}

}
