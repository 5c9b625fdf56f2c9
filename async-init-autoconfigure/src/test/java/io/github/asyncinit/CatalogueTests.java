package io.github.asyncinit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the tests to the conformance catalogue: each of its rows is named in the comment
 * of one.
 */
class CatalogueTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| [KDX] \\|", Pattern.MULTILINE);

	private static final Pattern NAMED = Pattern.compile("\\brows? ([\\d, and]*\\d)");

	private static final Pattern NUMBER = Pattern.compile("\\d+");

	@Test
	void everyRowIsNamedInATest() throws IOException {
		SortedSet<Integer> rows = rows(Files.readString(ROOT.resolve("docs/conformance.md")));

		assertThat(rows).hasSize(83);
		assertThat(notNamed(rows, testSources())).isEmpty();
	}

	// the canary
	@Test
	void aRowThatNoTestNamesIsFound() {
		String catalogue = "| Row | | |\n| 1 | K | a |\n| 2 | X | b |\n| 3 | D | c |\n| 14 | D | d |\n";

		assertThat(notNamed(rows(catalogue), List.of("// row 1\n", "// rows 3 and 4: text"))).containsExactly(2, 14);
	}

	private static SortedSet<Integer> rows(String catalogue) {
		return ROW.matcher(catalogue)
			.results()
			.map((row) -> Integer.valueOf(row.group(1)))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static SortedSet<Integer> notNamed(SortedSet<Integer> rows, List<String> sources) {
		SortedSet<Integer> missing = new TreeSet<>(rows);
		sources.stream()
			.flatMap((source) -> NAMED.matcher(source).results())
			.flatMap((named) -> NUMBER.matcher(named.group(1)).results())
			.map(MatchResult::group)
			.map(Integer::valueOf)
			.forEach(missing::remove);
		return missing;
	}

	private static List<String> testSources() throws IOException {
		try (Stream<Path> files = Files.walk(ROOT.resolve("async-init-autoconfigure/src/test/java"))) {
			return files.filter((file) -> file.toString().endsWith("Tests.java"))
				.filter((file) -> !file.endsWith("CatalogueTests.java"))
				.map(CatalogueTests::read)
				.toList();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
