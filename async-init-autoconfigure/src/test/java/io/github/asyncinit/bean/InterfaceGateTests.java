package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.TargetClassAware;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.DecoratingProxy;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who asks a gate in front of an interface proxy for the class behind it.
 */
class InterfaceGateTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner(ProxyConfiguration.class);

	@Test
	void hasScheduledMethodsOfTheClassCalled() {
		this.runner.withUserConfiguration(SchedulingConfiguration.class)
			.withBean("job", ScheduledJob.class)
			.run((context) -> {
				ScheduledJob.Seen seen = context.getBean(ScheduledJob.Seen.class);
				Latches.await(seen.latch());

				assertThat(seen.state()).hasValue("advised: complete");
				assertThat(AsyncContexts.inlineReason(context, "job")).isEmpty();
			});
	}

	@Test
	void lacksScheduledMethodsThatNoInterfaceHasLikeTheProxy() {
		this.runner.withUserConfiguration(SchedulingConfiguration.class)
			.withBean("job", HiddenJob.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("Need to invoke method 'hidden'"));
	}

	@Test
	void tellsTheClassBeforeTheBeanIsComplete() {
		this.runner.withBean(CountDownLatch.class, () -> new CountDownLatch(1))
			.withBean("job", LatchedJob.class)
			.withBean(Asking.class)
			.run((context) -> {
				assertThat(context.getBean(Asking.class).type).isEqualTo(LatchedJob.class);
				assertThat(context.getBean(Asking.class).decorated).isEqualTo(LatchedJob.class);
			});
	}

	@Test
	void tellsTheClassBehindSeveralProxies() {
		this.runner.withUserConfiguration(SecondProxyConfiguration.class)
			.withBean("job", FirstJob.class)
			.run((context) -> assertThat(AopProxyUtils.ultimateTargetClass(context.getBean("job")))
				.isEqualTo(FirstJob.class));
	}

	@Test
	void tellsTheClassOfARunner() {
		this.runner.withBean("runner", RunningJob.class)
			.run((context) -> assertThat(AopProxyUtils.ultimateTargetClass(context.getBean("runner")))
				.isEqualTo(RunningJob.class));
	}

	@Test
	void tellsNoMoreThanAnOpaqueProxy() {
		AsyncContexts.runner(OpaqueProxyConfiguration.class).withBean("job", FirstJob.class).run((context) -> {
			Job job = context.getBean(Job.class);

			assertThat(job).isNotInstanceOf(TargetClassAware.class);
			assertThat(((DecoratingProxy) job).getDecoratedClass()).isEqualTo(FirstJob.class);
		});
	}

	@Test
	void hasTheOrderOfTheClass() {
		this.runner.withBean("second", SecondJob.class).withBean("first", FirstJob.class).run((context) -> {
			List<Object> jobs = new ArrayList<>(List.of(context.getBean("second"), context.getBean("first")));

			AnnotationAwareOrderComparator.sort(jobs);

			assertThat(jobs).containsExactly(context.getBean("first"), context.getBean("second"));
		});
	}

	@Test
	void isNotTakenForAnAopProxyItself() {
		this.runner.withBean("job", FirstJob.class).run((context) -> {
			Job job = context.getBean(Job.class);

			assertThat(job.tick()).isEqualTo("advised: complete");
			assertThat(AopUtils.isAopProxy(job)).isFalse();
			assertThat(job).isNotInstanceOf(Advised.class);
			assertThat(AopProxyUtils.getSingletonTarget(job)).isNull();
		});
	}

	@Test
	void hasInterfacesOfTheAopFrameworkThatABeanImplementsItself() {
		this.runner.withBean("job", HandlingJob.class).run((context) -> {
			AsyncUncaughtExceptionHandler handler = context.getBean(AsyncUncaughtExceptionHandler.class);

			handler.handleUncaughtException(new IllegalStateException("planned"), HandlingJob.class.getMethods()[0]);

			assertThat(context.getBean(Job.class).tick()).isEqualTo("advised: planned");
			assertThat(handler).isSameAs(context.getBean(Job.class));
			assertThat(AsyncContexts.inlineReason(context, "job")).isEmpty();
		});
	}

	interface Job {

		String tick();

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxyConfiguration {

		@Bean
		static DefaultAdvisorAutoProxyCreator autoProxyCreator() {
			return new DefaultAdvisorAutoProxyCreator();
		}

		@Bean
		static StaticMethodMatcherPointcutAdvisor advisor(ScheduledJob.Seen seen) {
			return new TickAdvisor(seen);
		}

		@Bean
		static ScheduledJob.Seen seen() {
			return new ScheduledJob.Seen(new CountDownLatch(1), new AtomicReference<>());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OpaqueProxyConfiguration {

		@Bean
		static DefaultAdvisorAutoProxyCreator autoProxyCreator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setOpaque(true);
			return creator;
		}

		@Bean
		static StaticMethodMatcherPointcutAdvisor advisor() {
			return new TickAdvisor(new ScheduledJob.Seen(new CountDownLatch(1), new AtomicReference<>()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondProxyConfiguration {

		@Bean
		static BeanNameAutoProxyCreator secondAutoProxyCreator() {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("job");
			creator.setInterceptorNames("interceptor");
			return creator;
		}

		@Bean
		static MethodInterceptor interceptor() {
			return (invocation) -> invocation.proceed();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class SchedulingConfiguration {

	}

	@SuppressWarnings("serial")
	static class TickAdvisor extends StaticMethodMatcherPointcutAdvisor {

		TickAdvisor(ScheduledJob.Seen seen) {
			setAdvice((MethodInterceptor) (invocation) -> {
				String advised = "advised: " + invocation.proceed();
				seen.state().set(advised);
				seen.latch().countDown();
				return advised;
			});
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return "tick".equals(method.getName()) && Job.class.isAssignableFrom(targetClass);
		}

	}

	static class SomeJob implements Job {

		private String state;

		@PostConstruct
		void start() {
			this.state = "complete";
		}

		@Override
		public String tick() {
			return this.state;
		}

	}

	@AsyncInit
	static class ScheduledJob extends SomeJob {

		@Override
		@Scheduled(fixedDelay = Integer.MAX_VALUE)
		public String tick() {
			return super.tick();
		}

		/**
		 * What a call of the scheduler's came to.
		 *
		 * @param latch tells that there was one
		 * @param state what it has returned
		 */
		record Seen(CountDownLatch latch, AtomicReference<String> state) {

		}

	}

	@AsyncInit
	static class HiddenJob extends SomeJob {

		@Scheduled(fixedDelay = Integer.MAX_VALUE)
		public void hidden() {
		}

	}

	@AsyncInit
	@Order(1)
	static class FirstJob extends SomeJob {

	}

	@AsyncInit
	@Order(2)
	static class SecondJob extends SomeJob {

	}

	@AsyncInit
	static class HandlingJob implements Job, AsyncUncaughtExceptionHandler {

		private String state;

		@PostConstruct
		void start() {
			this.state = "complete";
		}

		@Override
		public void handleUncaughtException(Throwable failure, Method method, Object... parameters) {
			this.state = failure.getMessage();
		}

		@Override
		public String tick() {
			return this.state;
		}

	}

	@AsyncInit
	static class RunningJob extends SomeJob implements CommandLineRunner {

		@Override
		public void run(String... args) {
		}

	}

	@AsyncInit
	static class LatchedJob extends SomeJob {

		private final CountDownLatch latch;

		LatchedJob(CountDownLatch latch) {
			this.latch = latch;
		}

		@Override
		@PostConstruct
		void start() {
			Latches.await(this.latch);
			super.start();
		}

	}

	static class Asking {

		private final Class<?> type;

		private final Class<?> decorated;

		Asking(Job job, CountDownLatch latch) {
			this.type = AopProxyUtils.ultimateTargetClass(job);
			this.decorated = ((DecoratingProxy) job).getDecoratedClass();
			latch.countDown();
		}

	}

}
