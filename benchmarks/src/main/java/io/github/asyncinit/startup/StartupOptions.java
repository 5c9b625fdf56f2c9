package io.github.asyncinit.startup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param runs how often each variant is started; {@code --runs=}, 5 by default
 * @param workloads the ids of the workloads; {@code --workloads=}, all by default
 * @param variants the ids of the variants; {@code --variants=}, all by default
 * @param noise the greatest part of the machine that others may use during a start, from
 * 0 to 1; {@code --noise=}, 0.10 by default
 * @param retries how often a start is repeated that was disturbed; {@code --retries=}, 2
 * by default
 * @param timeoutSeconds after which a start is said to hang; {@code --timeout=}, 30 by
 * default
 * @param seed of the random graph; {@code --seed=}, 5 by default
 * @param append whether the starts of earlier calls count as well; {@code --append}
 * @param docs where the page and the plot go; {@code --docs=}, or nothing is written
 * @param sofaBoot a file with the class path of SOFABoot; {@code --sofaboot=}
 * @param sample the executable jar of the sample service; {@code --sample=}
 * @param work for what is generated, and all single starts; {@code --work=}
 */
record StartupOptions(int runs, List<String> workloads, List<String> variants, double noise, int retries,
		int timeoutSeconds, long seed, boolean append, Path docs, Path sofaBoot, Path sample, Path work) {

	static StartupOptions parse(String[] args) {
		return new StartupOptions(Integer.parseInt(value(args, "runs", "5")), list(value(args, "workloads", "")),
				list(value(args, "variants", "")), Double.parseDouble(value(args, "noise", "0.10")),
				Integer.parseInt(value(args, "retries", "2")), Integer.parseInt(value(args, "timeout", "30")),
				Long.parseLong(value(args, "seed", "5")), List.of(args).contains("--append"),
				path(value(args, "docs", "")), Path.of(value(args, "sofaboot", "sofaboot/target/class-path.txt")),
				Path.of(value(args, "sample", "../sample-app/target/sample-app.jar")),
				Path.of(value(args, "work", "target/startup")));
	}

	boolean includes(Workload workload) {
		return this.workloads.isEmpty() || this.workloads.contains(workload.id());
	}

	boolean includes(Variant variant) {
		return this.variants.isEmpty() || this.variants.contains(variant.id());
	}

	private static String value(String[] args, String name, String fallback) {
		String value = fallback;
		for (String arg : args) {
			if (arg.startsWith("--" + name + "=")) {
				value = arg.substring(name.length() + 3);
			}
		}
		return value;
	}

	private static List<String> list(String value) {
		return value.isEmpty() ? List.of() : new ArrayList<>(List.of(value.split(",")));
	}

	private static Path path(String value) {
		return value.isEmpty() ? null : Path.of(value);
	}

}
