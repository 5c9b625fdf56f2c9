package io.github.asyncinit.gate;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

import io.github.asyncinit.AsyncInit;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What a call costs once the bean is complete: directly, through our gate, through a
 * proxy of Spring's AOP with one interceptor that does nothing, and through SOFABoot's
 * invoker, in the way that SOFABoot itself makes its proxies.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateBenchmark {

	private ConfigurableApplicationContext context;

	private IntSupplier direct;

	private IntSupplier gate;

	private IntSupplier interceptor;

	private IntSupplier sofaBoot;

	/**
	 * Starts an application, and makes the proxies.
	 * @throws IOException if the class path of SOFABoot cannot be read
	 * @throws ReflectiveOperationException if SOFABoot is not what it was
	 */
	@Setup
	public void start() throws IOException, ReflectiveOperationException {
		this.context = SpringApplication.run(Application.class);
		this.direct = new Counter();
		this.gate = this.context.getBean(Counter.class);
		if (this.gate.getClass() == Counter.class || this.gate.getAsInt() != 2) {
			throw new IllegalStateException("There is no gate in front of the bean, or it did not wait");
		}
		ProxyFactory factory = new ProxyFactory(new Counter());
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
		this.interceptor = (IntSupplier) factory.getProxy();
		this.sofaBoot = SofaBootInvoker.proxy();
	}

	/**
	 * Ends the application.
	 */
	@TearDown
	public void stop() {
		this.context.close();
	}

	/**
	 * Without anything in between.
	 * @return a number
	 */
	@Benchmark
	public int direct() {
		return this.direct.getAsInt();
	}

	/**
	 * Through the gate.
	 * @return a number
	 */
	@Benchmark
	public int gate() {
		return this.gate.getAsInt();
	}

	/**
	 * Through an interceptor.
	 * @return a number
	 */
	@Benchmark
	public int interceptor() {
		return this.interceptor.getAsInt();
	}

	/**
	 * Through SOFABoot's invoker.
	 * @return a number
	 */
	@Benchmark
	public int sofaBoot() {
		return this.sofaBoot.getAsInt();
	}

	/**
	 * An application with one asynchronous bean.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@AsyncInit
		@Bean(initMethod = "initialize")
		Counter counter() {
			return new Counter();
		}

	}

}
