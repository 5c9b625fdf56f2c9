package io.github.asyncinit.bootchart;

/**
 * Colours and patterns of the chart. The colours are told apart by colour-blind readers
 * (after Okabe and Ito), and each state has a pattern of its own besides. They are
 * presentation attributes, so that they hold where a content security policy forbids
 * styles; where it does not, the style sheet adds a dark mode.
 */
final class Palette {

	static final String CREATION = "#56b4e9";

	static final String ENTRY = "#009e73";

	static final String OTHER = "#c9d1d9";

	static final String FAILED = "#d55e00";

	static final String CRITICAL = "#b0124f";

	static final String TEXT = "#1f2328";

	static final String MUTED = "#57606a";

	static final String GRID = "#d8dee4";

	static final String PAGE = "#ffffff";

	/**
	 * The part of the style sheet that is about the drawing.
	 */
	static final String STYLE = """
			@media (prefers-color-scheme: dark) {
			.bg{fill:#0d1117}.tx{fill:#e6edf3}.mu{fill:#9da7b1}.gr{stroke:#30363d}.lane{fill:#161b22}
			.cr{fill:#2f81c1}.en{fill:#0b8a66}.ot{fill:#484f58}.lb{fill:#fff}.lo{fill:#fff}
			.cp{stroke:#ff7eb6}.cx{fill:#ff7eb6}.ml{stroke:#9da7b1}.pq{fill:#8b949e}.ph{stroke:#e3a008}.pb{fill:#3a2d0b}
			}
			""";

	private Palette() {
	}

	/**
	 * Writes the patterns, whose names begin with a prefix that is unique in the page.
	 */
	static void patterns(Markup out, String prefix) {
		out.open("defs");
		pattern(out, prefix + "queued", 5, 5);
		out.empty("circle", "cx", 1.5, "cy", 1.5, "r", 1.1, "fill", "#6e7781", "class", "pq").close("pattern");
		pattern(out, prefix + "blocked", 6, 6);
		out.empty("rect", "width", 6, "height", 6, "fill", "#fff1cc", "class", "pb")
			.empty("path", "d", "M-1 7L7 -1M-1 1L1 -1M5 7L7 5", "stroke", "#c77700", "stroke-width", 1.4, "class", "ph")
			.close("pattern");
		pattern(out, prefix + "failed", 12, 12);
		out.empty("rect", "width", 12, "height", 12, "fill", FAILED)
			.empty("path", "d", "M0 0L12 12M12 0L0 12", "stroke", "#7a2e00", "stroke-width", 1.6)
			.close("pattern");
		out.close("defs").line();
	}

	private static void pattern(Markup out, String id, int width, int height) {
		out.open("pattern", "id", id, "width", width, "height", height, "patternUnits", "userSpaceOnUse");
	}

}
