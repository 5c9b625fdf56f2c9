package io.github.asyncinit.startup.app;

import java.lang.management.ManagementFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * The application that is started and measured. Its arguments: the number of beans whose
 * initializers must run, and the configuration class, or none for the empty application.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartupApplication {

	/**
	 * The start of the line that is written when the application is ready.
	 */
	public static final String READY = "STARTUP-READY ";

	/**
	 * Starts the application, writes what was counted, and ends.
	 * @param args see above
	 */
	public static void main(String[] args) {
		long begin = System.nanoTime();
		// or the first initializer that computes would have to load the JVM's clock
		CpuClock.ofCurrentThread().used();
		int expected = Integer.parseInt(args[0]);
		Class<?>[] sources = new Class<?>[args.length];
		sources[0] = StartupApplication.class;
		for (int i = 1; i < args.length; i++) {
			sources[i] = ClassUtils.resolveClassName(args[i], null);
		}
		SpringApplication application = new SpringApplication(sources);
		application.addInitializers((context) -> ((GenericApplicationContext) context)
			.registerBean(LifecycleCheck.class, () -> new LifecycleCheck(expected)));
		ConfigurableApplicationContext context = application.run();
		long mainNanos = System.nanoTime() - begin;
		System.out.println(
				READY + "mainNanos=" + mainNanos + " cpuNanos=" + processCpuNanos() + " " + Ledger.summary(expected));
		System.out.flush();
		context.close();
		System.exit(0);
	}

	private static long processCpuNanos() {
		return (ManagementFactory
			.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean operatingSystem)
					? operatingSystem.getProcessCpuTime() : 0;
	}

}
