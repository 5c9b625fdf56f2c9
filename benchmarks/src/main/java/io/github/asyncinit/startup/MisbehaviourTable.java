package io.github.asyncinit.startup;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.asyncinit.startup.app.PatientApplication;

/**
 * Lets initializers misbehave in each variant, in JVMs of their own, and writes down what
 * became of it. Fails if ours broke a rule. The options are those of
 * {@link StartupOptions}: {@code --workloads=} chooses scenarios, {@code --timeout=} says
 * after how many seconds a start hangs.
 */
public final class MisbehaviourTable {

	private static final List<Variant> VARIANTS = List.of(Variant.PLAIN, Variant.BACKGROUND, Variant.SOFABOOT,
			Variant.OURS);

	private static final int MILLIS_PER_SECOND = 1000;

	private final ClassPaths classPaths;

	private final StartupOptions options;

	private final PrintStream out;

	private final List<String> violations = new ArrayList<>();

	private MisbehaviourTable(ClassPaths classPaths, StartupOptions options, PrintStream out) {
		this.classPaths = classPaths;
		this.options = options;
		this.out = out;
	}

	/**
	 * Runs all scenarios.
	 * @param args the options
	 * @throws IOException if a file cannot be written
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		StartupOptions options = StartupOptions.parse(args);
		Path generated = options.work().resolve("misbehaviour").toAbsolutePath();
		SourceCompiler compiler = new SourceCompiler(generated, System.getProperty("java.class.path")
				+ File.pathSeparator + Files.readString(options.sofaBoot()).trim());
		ScenarioSources.compile(compiler, Scenario.all(), VARIANTS);
		new MisbehaviourTable(ClassPaths.of(generated, options.sofaBoot()), options, System.out).run();
	}

	private void run() throws IOException, InterruptedException {
		StringBuilder table = new StringBuilder("| Scenario | ")
			.append(VARIANTS.stream().map(Variant::title).collect(Collectors.joining(" | ")))
			.append(" |\n|")
			.append("---|".repeat(VARIANTS.size() + 1))
			.append('\n');
		for (Scenario scenario : Scenario.all()) {
			if (!this.options.workloads().isEmpty() && !this.options.workloads().contains(scenario.id())) {
				continue;
			}
			table.append("| ").append(scenario.title()).append(" |");
			for (Variant variant : VARIANTS) {
				table.append(' ').append(this.options.includes(variant) ? run(scenario, variant) : "").append(" |");
			}
			table.append('\n');
		}
		this.out.println(table);
		if (this.options.docs() != null) {
			Page.of(this.options.docs())
				.replace("misbehaviour", "JDK " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors()
						+ " cores; *hangs* means: alive after " + this.options.timeoutSeconds() + " s.\n\n" + table);
		}
		if (!this.violations.isEmpty()) {
			throw new IllegalStateException("Ours broke rules: " + this.violations);
		}
	}

	private String run(Scenario scenario, Variant variant) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(ScenarioSources.jvmArguments(scenario, variant));
		command.addAll(List.of("-cp", this.classPaths.of(variant), PatientApplication.class.getName(),
				ScenarioSources.configurationClass(scenario, variant), Integer.toString(scenario.closeAfterMs())));
		ScenarioRun run = ScenarioRun.of(command, scenario.terminateAfterMs(),
				(long) this.options.timeoutSeconds() * MILLIS_PER_SECOND);
		Verdict verdict = Verdict.of(scenario, run);
		this.out.println(scenario.id() + " / " + variant.id() + ": " + verdict.text() + " " + run.events());
		if (variant.ours()) {
			verdict.violations().forEach((violation) -> this.violations.add(scenario.id() + ": " + violation));
		}
		return verdict.text();
	}

}
