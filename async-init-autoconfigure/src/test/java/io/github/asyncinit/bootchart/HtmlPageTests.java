package io.github.asyncinit.bootchart;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HtmlPageTests {

	@Test
	void tellsCreationsAndEntriesOfABeanApart() {
		String page = HtmlPage.of(BootCharts.of(SampleStarts.failed()), 1);

		assertThat(page).contains("Failed after 1.10 s: entry")
			.containsOnlyOnce("<td>creation</td>")
			.contains("<td>entry, by annotation</td>");
	}

	@Test
	void countsEntriesAndNotBeans() {
		assertThat(HtmlPage.of(BootCharts.of(SampleStarts.parallel()), 1)).contains("<dd>5 entries</dd>");
	}

	@Test
	void saysWhoseTheEntriesAreOfAStartInPlainOrder() {
		assertThat(HtmlPage.of(BootCharts.of(SampleStarts.sequential()), 1)).contains("switched off: plain order.")
			.doesNotContain("The entries are");
		assertThat(HtmlPage.of(BootCharts.of(SampleStarts.switchedOff()), 1))
			.contains("switched off: plain order. The entries are those that the application scheduled itself.");
	}

}
