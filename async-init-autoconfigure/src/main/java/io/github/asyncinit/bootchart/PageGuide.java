package io.github.asyncinit.bootchart;

/**
 * Explains the pages to those who see one for the first time. It needs neither script nor
 * style.
 */
final class PageGuide {

	private static final String[][] CHART = {
			{ "Threads",
					"has a lane for each thread. Where nothing is drawn, the thread had nothing to do; a thin "
							+ "hatched line says that it waited." },
			{ "Beans", "has a row for each bean: dotted while it was queued for a thread, hatched while it was blocked "
					+ "on others, solid while it ran. What is too short to be seen is merged into the last row." },
			{ "Critical path",
					"is what the start waited for, moment by moment, outlined in the charts. Its parts add "
							+ "up to the time to ready: making anything else faster gains nothing." },
			{ "Own time", "is that of the bean's own code, without the beans that it had created and without waiting "
					+ "for others. Where it is much more than the CPU time beside it, the bean waited for a disk, a "
					+ "network or a CPU; the first two are what runs well in parallel." },
			{ "Slack", "is by how much later something could have ended for free." },
			{ "Floor", "is the time to ready with a free thread for each entry, with the beans that are asynchronous "
					+ "now: more threads get no further, more asynchronous beans may. CPU floor is the CPU time of "
					+ "the whole process, divided by the number of CPUs." },
			{ "All in numbers", "has a row for each creation of a bean, and one for each entry, which is what of the "
					+ "bean was asynchronous." } };

	private static final String[][] COMPARISON = {
			{ "The scale", "of time is the same in both charts: what is shorter in the picture was shorter." },
			{ "Main thread", "is the first lane. In plain order it does everything, one thing after the other. What "
					+ "moved to other lanes is off its path; where it still had to wait, its line is thin and hatched." },
			{ "Critical path",
					"is what the start waited for, moment by moment, outlined in the charts. Its parts add "
							+ "up to the time to ready: what is not on it costs nothing." },
			{ "Own time", "may grow where more runs at once than there are CPUs: each then gets a share only. What "
					+ "counts is the time to ready." } };

	private PageGuide() {
	}

	static void chart(Markup out) {
		write(out, CHART);
	}

	static void comparison(Markup out) {
		write(out, COMPARISON);
	}

	private static void write(Markup out, String[][] terms) {
		out.open("details").element("summary", "How to read this").open("dl", "class", "guide");
		for (String[] term : terms) {
			out.element("dt", term[0]).element("dd", term[1]);
		}
		out.close("dl").close("details").line();
	}

}
