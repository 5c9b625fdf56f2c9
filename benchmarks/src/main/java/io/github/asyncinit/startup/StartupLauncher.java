package io.github.asyncinit.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;

import com.sun.management.OperatingSystemMXBean;
import io.github.asyncinit.startup.app.StartupApplication;

/**
 * Starts the application in a JVM of its own, and takes the time.
 */
final class StartupLauncher {

	private static final double NANOS_PER_MILLI = 1_000_000;

	private static final int MILLIS_PER_SECOND = 1000;

	private static final int LONGEST_FAILURE = 200;

	private final ClassPaths classPaths;

	private final int timeoutSeconds;

	StartupLauncher(ClassPaths classPaths, int timeoutSeconds) {
		this.classPaths = classPaths;
		this.timeoutSeconds = timeoutSeconds;
	}

	/**
	 * Starts the empty application.
	 * @param variant a plain one
	 */
	StartupRun floor(Workload workload, Variant variant) throws IOException, InterruptedException {
		List<String> command = command(this.classPaths.of(variant), variant.jvmArguments());
		command.add("0");
		return run(workload.id(), variant.floor(), command);
	}

	/**
	 * Starts the beans of a workload.
	 */
	StartupRun start(Workload workload, Variant variant) throws IOException, InterruptedException {
		List<String> command = command(this.classPaths.of(variant), variant.jvmArguments());
		command.add(Integer.toString(workload.beans().size()));
		command.add(GeneratedSources.configurationClass(workload, variant));
		return run(workload.id(), variant.id(), command);
	}

	private static List<String> command(String classPath, List<String> jvmArguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvmArguments);
		command.addAll(List.of("-cp", classPath, StartupApplication.class.getName()));
		return command;
	}

	private StartupRun run(String workload, String variant, List<String> command)
			throws IOException, InterruptedException {
		MachineLoad before = MachineLoad.now();
		long ownCpuBefore = ownCpuNanos();
		long start = System.nanoTime();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		AtomicBoolean timedOut = new AtomicBoolean();
		Timer timer = timer(process, timedOut);
		String failure = "";
		try (BufferedReader output = process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith(StartupApplication.READY)) {
					double readyMs = (System.nanoTime() - start) / NANOS_PER_MILLI;
					MachineLoad after = MachineLoad.now();
					Map<String, Long> values = values(line.substring(StartupApplication.READY.length()));
					double ourCpuMs = (values.get("cpuNanos") + ownCpuNanos() - ownCpuBefore) / NANOS_PER_MILLI;
					StartupRun run = new StartupRun(workload, variant, readyMs,
							values.get("spanNanos") / NANOS_PER_MILLI, values.get("cpuNanos") / NANOS_PER_MILLI,
							after.othersSince(before, ourCpuMs, readyMs), value(values, "halfInitialised"),
							value(values, "doubled"), value(values, "lost"), value(values, "late"), "");
					process.waitFor();
					return run;
				}
				failure = failure(failure, line);
			}
		}
		finally {
			timer.cancel();
			process.destroyForcibly().waitFor();
		}
		failure = timedOut.get() ? "hangs" : (failure.isEmpty() ? "exit code " + process.exitValue() : failure);
		return new StartupRun(workload, variant, (System.nanoTime() - start) / NANOS_PER_MILLI, 0, 0, 0, 0, 0, 0, 0,
				failure);
	}

	private Timer timer(Process process, AtomicBoolean timedOut) {
		Timer timer = new Timer("timeout", true);
		timer.schedule(new TimerTask() {

			@Override
			public void run() {
				timedOut.set(true);
				// not that of the process itself, which would close its output
				process.toHandle().destroyForcibly();
			}

		}, (long) this.timeoutSeconds * MILLIS_PER_SECOND);
		return timer;
	}

	/**
	 * Keeps the last cause of what was printed.
	 */
	private static String failure(String known, String line) {
		boolean cause = line.startsWith("Caused by: ") || known.isEmpty() && line.matches("\\S+(Exception|Error): .*");
		if (!cause) {
			return known;
		}
		String text = line.replace("Caused by: ", "").replace('|', '/');
		return (text.length() > LONGEST_FAILURE) ? text.substring(0, LONGEST_FAILURE) + "…" : text;
	}

	private static Map<String, Long> values(String line) {
		Map<String, Long> values = new HashMap<>();
		for (String assignment : line.split(" ")) {
			String[] parts = assignment.split("=");
			values.put(parts[0], Long.parseLong(parts[1]));
		}
		return values;
	}

	private static int value(Map<String, Long> values, String name) {
		return values.get(name).intValue();
	}

	private static long ownCpuNanos() {
		return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
	}

}
