package io.github.asyncinit.sample.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the service in fresh JVMs, in plain Spring order and with async-init, checks
 * that both answer the same over HTTP, and compares how long the starts took with each
 * other and with the bound. The exit code is 1 where answers differ and 2 where a start
 * fails.
 */
public final class StartupComparison {

	private static final int DIFFERENT = 1;

	private static final int FAILED = 2;

	private final ComparisonOptions options;

	private final PrintStream out;

	private final Progress progress;

	private StartupComparison(ComparisonOptions options, PrintStream out) {
		this.options = options;
		this.out = out;
		this.progress = new Progress(out);
	}

	/**
	 * Runs the comparison. {@code --runs=N} asks for the medians of N starts of each
	 * kind, {@code --charts=DIRECTORY} says where the boot charts are written; all other
	 * arguments are handed to the service.
	 * @param args the arguments
	 */
	public static void main(String[] args) {
		System.exit(new StartupComparison(ComparisonOptions.parse(args), System.out).run());
	}

	private int run() {
		try {
			List<ServiceRun> runs = start();
			ServiceRuns sequential = ServiceRuns.of(Variant.SEQUENTIAL, runs);
			ServiceRuns parallel = ServiceRuns.of(Variant.PARALLEL, runs);
			AnswerComparison answers = AnswerComparison.of(sequential, parallel);
			new ComparisonReport(this.out).print(ServiceRuns.of(Variant.FLOOR, runs), sequential, parallel, answers);
			List<Path> charts = new BootChartFiles(this.options.charts()).write(sequential.bootChart(),
					parallel.bootChart());
			charts.forEach((chart) -> this.out.println("boot chart   " + chart));
			return (answers.identical()) ? 0 : DIFFERENT;
		}
		catch (RunFailedException | IOException ex) {
			this.out.println("A run failed. " + ex.getMessage());
			return FAILED;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return FAILED;
		}
	}

	private List<ServiceRun> start() throws IOException, InterruptedException {
		this.out.printf("Starting the service %d times, each in a JVM of its own; the first start does not count.%n",
				1 + this.options.runs() * Variant.values().length);
		ServiceRunner runner = new ServiceRunner(this.options.serviceArguments(), this.progress);
		start(runner, "warm-up", Variant.FLOOR);
		List<ServiceRun> runs = new ArrayList<>();
		for (int run = 1; run <= this.options.runs(); run++) {
			for (Variant variant : Variant.values()) {
				runs.add(start(runner, variant + " " + run + "/" + this.options.runs(), variant));
			}
		}
		return runs;
	}

	private ServiceRun start(ServiceRunner runner, String label, Variant variant)
			throws IOException, InterruptedException {
		this.progress.report(label, 0, "starting");
		ServiceRun run = runner.run(label, variant);
		this.progress.report(label, run.readyMs(), "ready");
		return run;
	}

}
