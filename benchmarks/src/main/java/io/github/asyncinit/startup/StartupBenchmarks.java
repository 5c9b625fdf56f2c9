package io.github.asyncinit.startup;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Starts each workload in each variant in JVMs of their own, one after the other and
 * interleaved, and writes tables and a plot. The options are those of
 * {@link StartupOptions}.
 */
public final class StartupBenchmarks {

	private final StartupOptions options;

	private final StartupLauncher launcher;

	private final Path journal;

	private final PrintStream out;

	private StartupBenchmarks(StartupOptions options, StartupLauncher launcher, PrintStream out) {
		this.options = options;
		this.launcher = launcher;
		this.journal = options.work().resolve("runs-" + Runtime.version().feature() + ".csv");
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
		Path generated = options.work().resolve("classes-" + Runtime.version().feature()).toAbsolutePath();
		StartupLauncher launcher = new StartupLauncher(ClassPaths.of(generated, options.sofaBoot()),
				options.timeoutSeconds());
		new StartupBenchmarks(options, launcher, System.out).run(generated);
	}

	private void run(Path generated) throws IOException, InterruptedException {
		List<Workload> workloads = Workloads.all(this.options.seed());
		Files.createDirectories(this.options.work());
		if (!this.options.append()) {
			Files.deleteIfExists(this.journal);
		}
		GeneratedSources sources = new GeneratedSources(
				new SourceCompiler(generated, System.getProperty("java.class.path") + File.pathSeparator
						+ Files.readString(this.options.sofaBoot()).trim()));
		for (Workload workload : workloads) {
			if (this.options.includes(workload)) {
				sources.compile(workload, Variant.available());
				measure(workload);
			}
		}
		List<StartupRun> runs = new ArrayList<>();
		for (String line : Files.readAllLines(this.journal)) {
			runs.add(StartupRun.ofLine(line));
		}
		StartupReport report = new StartupReport(workloads, runs, this.options);
		this.out.println(report.markdown());
		if (this.options.docs() != null) {
			report.write(this.options.docs());
		}
	}

	/**
	 * Starts all variants in turn, each time beginning with another one.
	 */
	private void measure(Workload workload) throws IOException, InterruptedException {
		List<Variant> variants = new ArrayList<>(Variant.available());
		variants.removeIf((variant) -> !variant.suits(workload) || !this.options.includes(variant));
		for (int run = 0; run < this.options.runs(); run++) {
			for (Variant plain : List.of(Variant.PLAIN, Variant.SOFABOOT_PLAIN)) {
				if (variants.stream().anyMatch((variant) -> variant.floor().equals(plain.floor()))) {
					keep(() -> this.launcher.floor(workload, plain));
				}
			}
			for (Variant variant : variants) {
				keep(() -> this.launcher.start(workload, variant));
			}
			Collections.rotate(variants, 1);
		}
	}

	/**
	 * Keeps a start that was not disturbed, or else the one that was disturbed least.
	 */
	private void keep(Start start) throws IOException, InterruptedException {
		StartupRun best = null;
		for (int attempt = 0; attempt <= this.options.retries(); attempt++) {
			StartupRun run = start.run();
			this.out.printf(Locale.ROOT, "%-10s %-20s ready %7.1f ms, span %7.1f ms, other load %4.1f %%%s%n",
					run.workload(), run.variant(), run.readyMs(), run.spanMs(), 100 * run.otherLoad(),
					run.failed() ? " FAILED: " + run.failure() : "");
			if (best == null || run.otherLoad() < best.otherLoad()) {
				best = run;
			}
			if (!(run.otherLoad() > this.options.noise())) {
				break;
			}
		}
		Files.writeString(this.journal, best.toLine() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

	/**
	 * One start.
	 */
	private interface Start {

		StartupRun run() throws IOException, InterruptedException;

	}

}
