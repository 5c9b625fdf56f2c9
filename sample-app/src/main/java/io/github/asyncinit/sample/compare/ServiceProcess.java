package io.github.asyncinit.sample.compare;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.sample.SampleApplication;

/**
 * The service in a JVM of its own, with the class path and the options of this one. It
 * ends when it is closed or when this JVM ends.
 */
class ServiceProcess implements AutoCloseable {

	private static final double NANOS_PER_MILLI = 1_000_000.0;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final int port;

	private final long started;

	private final Process process;

	private final ServiceOutput output;

	ServiceProcess(List<String> arguments) throws IOException {
		this.port = freePort();
		ProcessBuilder builder = new ProcessBuilder(command(arguments, this.port)).redirectErrorStream(true);
		this.started = System.nanoTime();
		this.process = builder.start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly, "service-killer"));
		this.output = ServiceOutput.follow(this.process.getInputStream());
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static List<String> command(List<String> arguments, int port) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((option) -> !option.startsWith("-agentlib"))
			.forEach(command::add);
		String classPath = System.getProperty("java.class.path");
		if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
			command.addAll(List.of("-jar", classPath));
		}
		else {
			command.addAll(List.of("-cp", classPath, SampleApplication.class.getName()));
		}
		command.addAll(List.of("--server.address=127.0.0.1", "--server.port=" + port,
				"--logging.level.io.github.asyncinit.sample.init=debug"));
		command.addAll(arguments);
		return command;
	}

	String url(String path) {
		return "http://127.0.0.1:" + this.port + path;
	}

	/**
	 * Returns how long ago the process was started.
	 */
	double elapsedMs() {
		return (System.nanoTime() - this.started) / NANOS_PER_MILLI;
	}

	/**
	 * Returns the CPU time that all threads of the process used so far.
	 */
	double cpuMs() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS_PER_MILLI;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	ServiceOutput output() {
		return this.output;
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
			this.process.destroyForcibly().waitFor();
		}
	}

}
