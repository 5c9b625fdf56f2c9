package io.github.asyncinit.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Starts the sample service with and without what is ours, and on a JDK that has one,
 * with and without an AOT cache. The options are those of {@link StartupOptions}, and
 * {@code --sample=} with the service's executable jar.
 */
public final class SampleBenchmarks {

	private static final int FIRST_WITH_AOT_CACHE = 25;

	private static final double NANOS_PER_MILLI = 1_000_000;

	private static final String READY = "Started SampleApplication in";

	private final StartupOptions options;

	private final Path jar;

	private final Path cache;

	private final PrintStream out;

	private SampleBenchmarks(StartupOptions options, Path jar, Path cache, PrintStream out) {
		this.options = options;
		this.jar = jar;
		this.cache = cache;
		this.out = out;
	}

	/**
	 * Runs the benchmarks.
	 * @param args the options
	 * @throws IOException if a file cannot be written
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		StartupOptions options = StartupOptions.parse(args);
		Path work = options.work().resolve("sample-" + Runtime.version().feature()).toAbsolutePath();
		Files.createDirectories(work);
		// classes in nested jars would not be in a cache
		Path extracted = work.resolve("extracted");
		run(List.of(java(), "-Djarmode=tools", "-jar", options.sample().toString(), "extract", "--force",
				"--destination", extracted.toString()));
		Path jar = extracted.resolve(options.sample().getFileName());
		new SampleBenchmarks(options, jar, work.resolve("sample.aot"), System.out).run();
	}

	private void run() throws IOException, InterruptedException {
		List<List<String>> variants = new ArrayList<>();
		variants.add(List.of("plain Spring", "-Dasync-init.enabled=false"));
		variants.add(List.of("**async-init**", "-Dasync-init.enabled=true"));
		if (Runtime.version().feature() >= FIRST_WITH_AOT_CACHE) {
			run(List.of(java(), "-XX:AOTCacheOutput=" + this.cache, "-Dspring.context.exit=onRefresh",
					"-Dserver.port=0", "-jar", this.jar.toString()));
			String cached = "-XX:AOTCache=" + this.cache;
			variants.add(List.of("plain Spring, AOT cache", "-Dasync-init.enabled=false", cached));
			variants.add(List.of("**async-init**, AOT cache", "-Dasync-init.enabled=true", cached));
			variants.add(List.of("**async-init**, AOT cache, virtual threads", "-Dasync-init.enabled=true", cached,
					"-Dspring.threads.virtual.enabled=true"));
		}
		Map<String, List<StartupRun>> runs = new TreeMap<>();
		List<List<String>> turns = new ArrayList<>(variants);
		for (int run = 0; run < this.options.runs(); run++) {
			for (List<String> variant : turns) {
				StartupRun started = start(variant);
				this.out.printf(Locale.ROOT, "%-45s ready %8.1f ms, CPU %8.1f ms, other load %4.1f %%%n",
						started.variant(), started.readyMs(), started.cpuMs(), 100 * started.otherLoad());
				runs.computeIfAbsent(started.variant(), (name) -> new ArrayList<>()).add(started);
			}
			Collections.rotate(turns, 1);
		}
		String table = variants.stream().map((variant) -> row(runs.get(variant.get(0)))).collect(Collectors.joining());
		String text = "JDK " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " cores.\n\n"
				+ "| Variant | ready, ms | process CPU, ms | other load | starts |\n|---|---|---|---|---|\n" + table;
		this.out.println(text);
		if (this.options.docs() != null) {
			Page.of(this.options.docs()).replace("sample-" + Runtime.version().feature(), text);
		}
	}

	private static String row(List<StartupRun> runs) {
		Figures ready = Figures.of(runs, StartupRun::readyMs);
		return String.format(Locale.ROOT, "| %s | %.0f (%.0f–%.0f) | %.0f | %.0f %% | %d |%n", runs.get(0).variant(),
				ready.median(), ready.min(), ready.max(), Figures.of(runs, StartupRun::cpuMs).median(),
				100 * Figures.of(runs, StartupRun::otherLoad).max(), runs.size());
	}

	private StartupRun start(List<String> variant) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(java()));
		command.addAll(variant.subList(1, variant.size()));
		command.addAll(List.of("-Dserver.port=0", "-jar", this.jar.toString()));
		MachineLoad before = MachineLoad.now();
		long begin = System.nanoTime();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (BufferedReader output = process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.contains(READY)) {
					double readyMs = (System.nanoTime() - begin) / NANOS_PER_MILLI;
					double cpuMs = process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS_PER_MILLI;
					double others = MachineLoad.now().othersSince(before, cpuMs, readyMs);
					return new StartupRun("sample", variant.get(0), readyMs, 0, cpuMs, others, 0, 0, 0, 0, "");
				}
			}
		}
		finally {
			process.destroyForcibly().waitFor();
		}
		throw new IllegalStateException("The sample service did not start: " + command);
	}

	private static void run(List<String> command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).inheritIO().start();
		if (process.waitFor() != 0) {
			throw new IllegalStateException("Exit code " + process.exitValue() + " of " + command);
		}
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

}
