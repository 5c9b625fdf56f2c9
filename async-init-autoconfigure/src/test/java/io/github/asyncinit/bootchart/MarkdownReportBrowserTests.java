package io.github.asyncinit.bootchart;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The Markdown report in the tool that its chart is made for.
 */
@Tag("browser")
class MarkdownReportBrowserTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final BootChart chart = BootCharts.of(SampleStarts.parallel());

	@TempDir
	private Path directory;

	private Browser browser;

	@BeforeEach
	void start() throws Exception {
		this.browser = new Browser();
	}

	@AfterEach
	void end() throws Exception {
		this.browser.close();
	}

	@Test
	void mermaidDrawsTheChartOfTheMarkdownReport() throws Exception {
		openMermaid();

		String drawn = this.browser.evaluate(render(gantt(MarkdownReport.of(this.chart))));

		this.browser.evaluate("document.body.innerHTML = " + JSON.writeValueAsString(drawn));
		this.browser.screenshot(Path.of("target", "screenshots", "mermaid.png"));
		for (BootChart.Entry entry : this.chart.entries()) {
			if (entry.isAsync()) {
				assertThat(drawn).contains(entry.name());
			}
		}
		assertThat(this.browser.evaluate("document.querySelector('.titleText').textContent"))
			.isEqualTo(Words.headline(this.chart).replace(';', ','));
		assertThat(this.browser.evaluate("document.querySelectorAll('rect.task').length")).isNotEqualTo("0");
		assertThat(this.browser.evaluate("document.querySelectorAll('body script').length")).isEqualTo("0");
	}

	@Test
	void mermaidRefusesWhatIsNotAChart() throws Exception {
		openMermaid();

		assertThatIllegalStateException()
			.isThrownBy(() -> this.browser.evaluate(render("gantt\n  section a\n  task : nonsense, nowhere, 0x")));
	}

	private void openMermaid() throws Exception {
		Files.writeString(this.directory.resolve("mermaid.js"), mermaid());
		Path page = Files.writeString(this.directory.resolve("page.html"),
				"<!DOCTYPE html><meta charset='UTF-8'><script src='mermaid.js'></script><body></body>");
		this.browser.open(page.toUri().toString(), 1200, 800, false);
		this.browser.evaluate("void mermaid.initialize({startOnLoad: false})");
	}

	private static String render(String diagram) throws Exception {
		return "mermaid.render('drawn', " + JSON.writeValueAsString(diagram) + ").then(function(r){return r.svg})";
	}

	private static String gantt(String report) {
		String begin = "```mermaid\n";
		int from = report.indexOf(begin) + begin.length();
		return report.substring(from, report.indexOf("```", from));
	}

	private static String mermaid() throws Exception {
		Properties pom = new Properties();
		try (InputStream in = resource("/META-INF/maven/org.webjars.npm/mermaid/pom.properties")) {
			pom.load(in);
		}
		try (InputStream in = resource(
				"/META-INF/resources/webjars/mermaid/" + pom.getProperty("version") + "/dist/mermaid.min.js")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static InputStream resource(String name) {
		InputStream in = MarkdownReportBrowserTests.class.getResourceAsStream(name);
		assertThat(in).as(name).isNotNull();
		return in;
	}

}
