package io.github.asyncinit.sample.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param runs how often each variant is started
 * @param charts where the boot charts are written
 * @param serviceArguments arguments that every start of the service gets
 */
record ComparisonOptions(int runs, Path charts, List<String> serviceArguments) {

	private static final String RUNS = "--runs=";

	private static final String CHARTS = "--charts=";

	static ComparisonOptions parse(String... arguments) {
		int runs = 1;
		Path charts = Path.of("sample-app", "target", "boot-charts");
		List<String> serviceArguments = new ArrayList<>();
		for (String argument : arguments) {
			if (argument.startsWith(RUNS)) {
				runs = Integer.parseInt(argument.substring(RUNS.length()));
			}
			else if (argument.startsWith(CHARTS)) {
				charts = Path.of(argument.substring(CHARTS.length()));
			}
			else {
				serviceArguments.add(argument);
			}
		}
		if (runs < 1) {
			throw new IllegalArgumentException("There must be at least one run, not " + runs);
		}
		return new ComparisonOptions(runs, charts, List.copyOf(serviceArguments));
	}

}
