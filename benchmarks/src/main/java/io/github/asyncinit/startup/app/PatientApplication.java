package io.github.asyncinit.startup.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * An application that misbehaves. Its arguments: the configuration class, and when to
 * close the context from another thread, in milliseconds after the first initializer
 * began, or 0 for never.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class PatientApplication {

	/**
	 * The start of each line that tells what happened.
	 */
	public static final String EVENT = "PATIENT ";

	/**
	 * Starts the application, and lets the main thread end.
	 * @param args see above
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(PatientApplication.class,
				ClassUtils.resolveClassName(args[0], null));
		long closeAfter = Long.parseLong(args[1]);
		application.addInitializers((context) -> {
			Probe.context = context;
			if (closeAfter > 0) {
				closeLater(context, closeAfter);
			}
		});
		application
			.addListeners((ApplicationListener<ApplicationFailedEvent>) (event) -> Probe.failed(event.getException()));
		try {
			ConfigurableApplicationContext context = application.run();
			Probe.event("ready");
			context.close();
			Probe.event("closed");
		}
		catch (RuntimeException ex) {
			Probe.event("ended");
		}
	}

	private static void closeLater(ConfigurableApplicationContext context, long millis) {
		Thread thread = new Thread(() -> {
			try {
				Probe.BEGUN.await();
				Thread.sleep(millis);
			}
			catch (InterruptedException ex) {
				return;
			}
			Probe.event("closing");
			context.close();
			Probe.event("closed");
		}, "closer");
		thread.setDaemon(true);
		thread.start();
	}

}
