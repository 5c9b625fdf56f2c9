package io.github.asyncinit.actuate;

import java.util.function.Supplier;

import io.github.asyncinit.bootchart.BlameReport;
import io.github.asyncinit.bootchart.BootChart;
import io.github.asyncinit.bootchart.ChromeTrace;
import io.github.asyncinit.bootchart.HtmlPage;
import io.github.asyncinit.bootchart.MarkdownReport;
import io.github.asyncinit.bootchart.SvgChart;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;

/**
 * Shows a start: as data for programs, as a page for browsers, and in a file of each
 * format that tools open. It only reads, never waits for anything, and answers during the
 * start too, with the state {@code starting}. It shows names of the application, of
 * beans, classes and threads, no messages of what initializers threw, and values of
 * properties only where Boot's bootstrap mode is why a bean ran inline.
 *
 * <p>
 * <strong>Thread safety.</strong> Every method may be called from any thread.
 */
@Endpoint(id = "bootchart")
public class BootChartEndpoint {

	private static final MimeType HTML = MimeType.valueOf("text/html;charset=UTF-8");

	private static final MimeType SVG = MimeType.valueOf("image/svg+xml;charset=UTF-8");

	private static final MimeType TEXT = MimeType.valueOf("text/plain;charset=UTF-8");

	private static final MimeType MARKDOWN = MimeType.valueOf("text/markdown;charset=UTF-8");

	private static final MimeType JSON = MimeType.valueOf("application/json");

	private final Supplier<BootChart> chart;

	private final double threshold;

	/**
	 * Creates the endpoint.
	 * @param chart where the boot chart comes from, cheap once the start has ended
	 * @param threshold what took less than this, in milliseconds, is merged and counted
	 * in pictures
	 */
	public BootChartEndpoint(Supplier<BootChart> chart, double threshold) {
		this.chart = chart;
		this.threshold = threshold;
	}

	/**
	 * Returns the boot chart in the format that was asked for: data by default, the page
	 * for a browser, the picture for an image.
	 * @param format the format that was negotiated
	 * @return the boot chart
	 */
	@ReadOperation(producesFrom = BootChartFormat.class)
	public WebEndpointResponse<Object> chart(BootChartFormat format) {
		return switch (format) {
			case HTML -> file("chart.html");
			case SVG -> file("chart.svg");
			default -> new WebEndpointResponse<>(current(), format.getProducedMimeType());
		};
	}

	/**
	 * Returns one file.
	 * @param file the name of the file
	 * @return the file, or the status 404
	 */
	@ReadOperation(
			produces = { "application/vnd.spring-boot.actuator.v3+json", "application/vnd.spring-boot.actuator.v2+json",
					"application/json", "text/html", "image/svg+xml", "text/plain", "text/markdown" })
	public WebEndpointResponse<Object> file(@Selector String file) {
		return switch (file) {
			case "chart.html" -> new WebEndpointResponse<>(HtmlPage.of(current(), this.threshold), HTML);
			case "chart.svg" -> new WebEndpointResponse<>(SvgChart.draw(current(), this.threshold), SVG);
			case "trace.json" -> new WebEndpointResponse<>(ChromeTrace.of(current()), JSON);
			case "blame.txt" -> new WebEndpointResponse<>(BlameReport.blame(current()), TEXT);
			case "critical.txt" -> new WebEndpointResponse<>(BlameReport.critical(current()), TEXT);
			case "report.md" -> new WebEndpointResponse<>(MarkdownReport.of(current()), MARKDOWN);
			default -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		};
	}

	private BootChart current() {
		return this.chart.get();
	}

}
