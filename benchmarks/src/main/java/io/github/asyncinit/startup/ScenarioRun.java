package io.github.asyncinit.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.asyncinit.startup.app.PatientApplication;

/**
 * One start of an application that misbehaves, in a JVM of its own with a limit of time.
 *
 * @param events what the application wrote down
 * @param hung whether it was still alive at the limit
 * @param exitCode its exit code, if it was not
 * @param endedMs how long after its last event but one it ended: how long the JVM took to
 * exit
 * @param message what Boot's failure report begins with, or an empty text
 */
record ScenarioRun(List<String> events, boolean hung, int exitCode, long endedMs, String message) {

	private static final int NANOS_PER_MILLI = 1_000_000;

	/**
	 * Runs a command.
	 * @param terminateAfterMs when to tell the process to end after the first initializer
	 * began, or 0
	 * @param limitMs when to kill it
	 */
	static ScenarioRun of(List<String> command, int terminateAfterMs, long limitMs)
			throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		AtomicBoolean killed = new AtomicBoolean();
		Timer timer = new Timer("limit", true);
		later(timer, limitMs, () -> {
			killed.set(true);
			process.toHandle().destroyForcibly();
		});
		List<String> events = new ArrayList<>();
		String message = "";
		boolean described = false;
		long last = System.nanoTime();
		try (BufferedReader output = process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith(PatientApplication.EVENT)) {
					events.add(line.substring(PatientApplication.EVENT.length()));
					last = System.nanoTime();
					if (events.size() == 1 && terminateAfterMs > 0) {
						later(timer, terminateAfterMs, () -> process.toHandle().destroy());
					}
				}
				if (described && message.isEmpty() && !line.isBlank()) {
					message = line;
				}
				described |= line.startsWith("Description:");
			}
			process.waitFor();
		}
		finally {
			timer.cancel();
			process.destroyForcibly().waitFor();
		}
		return new ScenarioRun(List.copyOf(events), killed.get(), process.exitValue(),
				(System.nanoTime() - last) / NANOS_PER_MILLI, message);
	}

	private static void later(Timer timer, long millis, Runnable action) {
		timer.schedule(new TimerTask() {

			@Override
			public void run() {
				action.run();
			}

		}, millis);
	}

	boolean has(String prefix) {
		return this.events.stream().anyMatch((event) -> event.startsWith(prefix));
	}

	long count(String prefix) {
		return this.events.stream().filter((event) -> event.startsWith(prefix)).count();
	}

	/**
	 * Returns the event with this beginning, without it, or an empty text.
	 */
	String after(String prefix) {
		return this.events.stream()
			.filter((event) -> event.startsWith(prefix))
			.findFirst()
			.map((event) -> event.substring(prefix.length()))
			.orElse("");
	}

}
