package io.github.asyncinit.startup.app;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A bean whose initializer behaves as it is told: {@code wait:<ms>}, {@code throw:<ms>},
 * {@code hang}, {@code lookup:<bean>}, and {@code use:<bean>}.
 */
public class Patient {

	private final String name;

	private final String behaviour;

	private final String argument;

	private volatile boolean initializing;

	private volatile boolean initialized;

	/**
	 * Creates a bean that is not initialized.
	 * @param name the bean's name
	 * @param behaviour what the initializer does
	 */
	public Patient(String name, String behaviour) {
		this.name = name;
		String[] parts = behaviour.split(":");
		this.behaviour = parts[0];
		this.argument = (parts.length > 1) ? parts[1] : "";
	}

	/**
	 * The initializer.
	 * @throws InterruptedException if it is interrupted
	 */
	public void initialize() throws InterruptedException {
		this.initializing = true;
		Probe.event("begins " + this.name);
		Probe.BEGUN.countDown();
		try {
			behave();
			this.initialized = true;
		}
		catch (InterruptedException ex) {
			Probe.event("interrupted " + this.name);
			throw ex;
		}
		finally {
			this.initializing = false;
		}
	}

	private void behave() throws InterruptedException {
		switch (this.behaviour) {
			case "wait" -> TimeUnit.MILLISECONDS.sleep(Long.parseLong(this.argument));
			case "throw" -> {
				TimeUnit.MILLISECONDS.sleep(Long.parseLong(this.argument));
				Probe.thrown(this.name);
				throw new IllegalStateException("it is broken");
			}
			case "hang" -> new CountDownLatch(1).await();
			case "lookup" -> {
				// so that main has come to where it waits
				TimeUnit.MILLISECONDS.sleep(300);
				Objects.requireNonNull(Probe.context).getBean(this.argument, Patient.class).use();
			}
			case "use" -> Objects.requireNonNull(Probe.context).getBean(this.argument, Patient.class).use();
			default -> throw new IllegalArgumentException(this.behaviour);
		}
	}

	/**
	 * What another bean calls: it is a violation while this one is not initialized.
	 */
	public void use() {
		if (!this.initialized) {
			Probe.event("half-initialized " + this.name);
		}
	}

	/**
	 * The destruction callback: it is a violation while the initializer runs.
	 */
	public void close() {
		Probe.event((this.initializing ? "destroyed-early " : "destroyed ") + this.name);
	}

}
