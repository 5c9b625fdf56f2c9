package io.github.asyncinit.startup.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Writes down what happens in an application that misbehaves, a line each.
 *
 * <p>
 * <strong>Thread safety.</strong> Any thread may write.
 */
final class Probe {

	private static final AtomicLong THROWN = new AtomicLong();

	private static final int NANOS_PER_MILLI = 1_000_000;

	/** Opened when the first initializer begins. */
	static final CountDownLatch BEGUN = new CountDownLatch(1);

	/** The context that is being started. */
	static volatile @Nullable ConfigurableApplicationContext context;

	private Probe() {
	}

	static void event(String what) {
		synchronized (System.out) {
			System.out.println(PatientApplication.EVENT + what);
			System.out.flush();
		}
	}

	static void thrown(String bean) {
		THROWN.compareAndSet(0, System.nanoTime());
		event("throws " + bean);
	}

	/**
	 * The start has failed: how long after the first throw, and with what.
	 */
	static void failed(Throwable failure) {
		StringBuilder text = new StringBuilder();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			text.append(' ').append(cause.getMessage());
		}
		long since = (THROWN.get() == 0) ? -1 : (System.nanoTime() - THROWN.get()) / NANOS_PER_MILLI;
		event("failed " + since + text.toString().replaceAll("\\s+", " "));
	}

}
