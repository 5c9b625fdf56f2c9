package io.github.asyncinit.sample.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a service writes to its log. It remembers the end, and which initializers run.
 *
 * <p>
 * <strong>Thread safety.</strong> Guarded by this; one thread follows, any may ask.
 */
class ServiceOutput {

	private static final int REMEMBERED = 60;

	private static final String MESSAGE = " : ";

	private static final String BEGINS = "Initializer begins: ";

	private static final String COMPLETE = "Initializer is complete: ";

	private final Deque<String> end = new ArrayDeque<>();

	private final Set<String> running = new LinkedHashSet<>();

	private int complete;

	private String latest = "starting";

	static ServiceOutput follow(InputStream stream) {
		ServiceOutput output = new ServiceOutput();
		Thread thread = new Thread(() -> output.read(stream), "service-output");
		thread.setDaemon(true);
		thread.start();
		return output;
	}

	private void read(InputStream stream) {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
			reader.lines().forEach(this::accept);
		}
		catch (IOException | UncheckedIOException ex) {
			// The service is being stopped.
			accept(ex.toString());
		}
	}

	synchronized void accept(String line) {
		this.end.add(line);
		if (this.end.size() > REMEMBERED) {
			this.end.remove();
		}
		int message = line.indexOf(MESSAGE);
		if (message >= 0) {
			this.latest = line.substring(message + MESSAGE.length());
		}
		int begins = line.indexOf(BEGINS);
		if (begins >= 0) {
			this.running.add(line.substring(begins + BEGINS.length()));
		}
		int completes = line.indexOf(COMPLETE);
		if (completes >= 0 && this.running.remove(line.substring(completes + COMPLETE.length()))) {
			this.complete++;
		}
	}

	/**
	 * Describes in a few words how far the start is.
	 */
	synchronized String state() {
		return (this.running.isEmpty()) ? this.latest
				: this.complete + " initializers complete, running: " + String.join(", ", this.running);
	}

	/**
	 * Returns the last lines.
	 */
	synchronized String end() {
		return String.join(System.lineSeparator(), this.end);
	}

}
