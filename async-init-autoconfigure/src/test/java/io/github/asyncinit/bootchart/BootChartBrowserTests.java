package io.github.asyncinit.bootchart;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at the pages in a real browser, and keeps what it sees in
 * {@code target/screenshots}. Needs {@code /usr/bin/chromium}.
 */
@Tag("browser")
class BootChartBrowserTests {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final Map<String, String> PAGES = new ConcurrentHashMap<>();

	private static HttpServer server;

	private static Browser browser;

	@BeforeAll
	static void start() throws Exception {
		BootChart parallel = BootCharts.of(SampleStarts.parallel());
		PAGES.put("/chart.html", HtmlPage.of(parallel, 1));
		BootChart plain = BootCharts.of(SampleStarts.parallel("productCatalog"));
		PAGES.put("/plain.html", HtmlPage.of(plain, 1));
		PAGES.put("/chart.svg", SvgChart.draw(parallel, 1));
		PAGES.put("/starting.html", HtmlPage.of(BootCharts.of(SampleStarts.starting()), 1));
		PAGES.put("/compare.html", ComparePage.of(BootCharts.of(SampleStarts.sequential()), plain, 1));
		PAGES.put("/1000.html", HtmlPage.of(BootCharts.of(SampleStarts.large(1000)), 1));
		PAGES.put("/5000.html", HtmlPage.of(BootCharts.of(SampleStarts.large(5000)), 1));
		PAGES.put("/image.html", "<!DOCTYPE html><body><img id='i' src='/chart.svg'></body>");
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", BootChartBrowserTests::answer);
		server.start();
		browser = new Browser();
	}

	@AfterAll
	static void end() throws Exception {
		if (browser != null) {
			browser.close();
		}
		server.stop(0);
	}

	@Test
	void drawsALaneForEachThreadAndARowForEachBean() throws Exception {
		open("/plain.html", 1240, 1000, false);
		browser.screenshot(SCREENSHOTS.resolve("chart.png"));
		open("/chart.html", 1240, 1000, false);

		assertThat(texts()).contains("main", "asyncinit-1", "asyncinit-2", "geoIpDatabase", "40 beans under 6 ms");
		assertThat(number("document.querySelectorAll('svg.chart').length")).isEqualTo(2);
		assertThat(number("document.querySelectorAll('svg.chart .cp').length")).isGreaterThan(4);
		assertThat(browser.evaluate("window.evil")).isEqualTo("undefined");
		assertThat(browser.evaluate("document.querySelectorAll('body script').length")).isEqualTo("1");
	}

	@Test
	void textsDoNotOverlapWithinAView() throws Exception {
		open("/chart.html", 1240, 1000, false);

		String overlapping = browser.evaluate("""
				(function () {
				var found = [];
				document.querySelectorAll('svg.chart').forEach(function (svg) {
					var texts = Array.from(svg.querySelectorAll('text')).map(function (e) {
						return {text: e.firstChild.textContent, box: e.getBoundingClientRect()}; });
					texts.forEach(function (a, i) { texts.slice(i + 1).forEach(function (b) {
						if (a.box.left + 1 < b.box.right && b.box.left + 1 < a.box.right
							&& a.box.top + 3 < b.box.bottom && b.box.top + 3 < a.box.bottom) {
							found.push(a.text + ' / ' + b.text); } }); });
				});
				return found.join('; ');
				})()""");

		assertThat(overlapping).isEmpty();
	}

	@Test
	void wrapsOutcomesBetweenWordsOnly() throws Exception {
		open("/chart.html", 900, 1000, false);

		assertThat(browser.evaluate("""
				Array.from(document.querySelectorAll('tbody td:last-child')).filter(function (cell) {
					var range = document.createRange(); range.selectNodeContents(cell);
					return cell.textContent === 'succeeded' && range.getClientRects().length > 1; }).length"""))
			.isEqualTo("0");
	}

	@Test
	void tellsDetailsOnHover() throws Exception {
		open("/chart.html", 1240, 1000, false);
		browser.moveTo("g.bar[data-k=en] rect");

		assertThat(browser.evaluate("document.querySelector('g.bar[data-k=en] rect title').textContent"))
			.contains("schemaMigration")
			.contains("asynchronous, cookie 1");
		assertThat(browser.evaluate("document.getElementById('detail').textContent")).contains("schemaMigration");
	}

	@Test
	void theArrowKeysGoThroughTheBars() throws Exception {
		open("/chart.html", 1240, 1000, false);
		browser.evaluate("document.querySelector('svg.chart g.bar[tabindex=\"0\"]').focus()");
		String first = browser.evaluate("document.getElementById('detail').textContent");
		browser.evaluate("document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
				+ "{key:'ArrowRight',bubbles:true}))");

		assertThat(first).isNotEmpty();
		assertThat(browser.evaluate("document.activeElement.closest('g.bar') !== null")).isEqualTo("true");
		assertThat(browser.evaluate("document.getElementById('detail').textContent")).isNotEmpty().isNotEqualTo(first);
	}

	@Test
	void theScaleFollowsTheZoom() throws Exception {
		open("/chart.html", 1240, 1000, false);
		browser.evaluate("[1, 2].forEach(function () { document.getElementById('in').click(); })");
		String ticks = browser.evaluate("Array.from(document.querySelectorAll('svg.chart g.axis')).map(function(a){"
				+ "return a.querySelectorAll('line').length}).join()");

		assertThat(ticks.split(",")).hasSize(2)
			.allSatisfy((count) -> assertThat(Integer.parseInt(count)).isBetween(5, 11));
		assertThat(browser.evaluate("document.querySelector('g.axis text').textContent")).matches("1\\.\\d+ s");
	}

	@Test
	void printsWithoutItsControls() throws Exception {
		open("/plain.html", 1240, 1000, false);
		browser.print(SCREENSHOTS.resolve("chart.pdf"));

		assertThat(SCREENSHOTS.resolve("chart.pdf")).isNotEmptyFile();
		assertThat(browser.whilePrinting("getComputedStyle(document.querySelector('.controls')).display"))
			.isEqualTo("none");
	}

	@Test
	void searchesAndFilters() throws Exception {
		open("/chart.html", 1240, 1000, false);
		browser.evaluate("(function(){var s=document.getElementById('search');s.value='geoip';"
				+ "s.dispatchEvent(new Event('input'))})()");

		assertThat(browser.evaluate("document.getElementById('count').textContent")).isEqualTo("2 of 58");
		assertThat(number("document.querySelectorAll('svg.chart g.hit').length")).isPositive();
		assertThat(number("document.querySelectorAll('svg.chart .dim').length")).isGreaterThan(10);

		browser.evaluate("(function(){var s=document.getElementById('search');s.value='';"
				+ "s.dispatchEvent(new Event('input'));var f=document.getElementById('filter');f.value='failed';"
				+ "f.dispatchEvent(new Event('change'))})()");

		assertThat(browser.evaluate("document.getElementById('count').textContent")).isEqualTo("1 of 58");
	}

	@Test
	void zoomsInAndOut() throws Exception {
		open("/chart.html", 1240, 1000, false);
		String bar = "document.querySelector('svg.chart g.bar[data-k=en] rect[data-s]')";
		double before = number(bar + ".getAttribute('width')");
		browser.evaluate("document.getElementById('in').click()");

		assertThat(number(bar + ".getAttribute('width')")).isGreaterThan(before * 1.5);

		browser.evaluate("document.getElementById('reset').click()");

		assertThat(number(bar + ".getAttribute('width')")).isBetween(before - 0.1, before + 0.1);
	}

	@Test
	void isReadableInDarkMode() throws Exception {
		open("/plain.html", 1240, 1000, true);
		browser.screenshot(SCREENSHOTS.resolve("chart-dark.png"));

		assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")).isEqualTo("rgb(13, 17, 23)");
		assertThat(browser.evaluate("getComputedStyle(document.querySelector('svg.chart .bg')).fill"))
			.isEqualTo("rgb(13, 17, 23)");
		assertThat(browser.evaluate("getComputedStyle(document.querySelector('svg.chart text.tx')).fill"))
			.isEqualTo("rgb(230, 237, 243)");
	}

	@Test
	void showsAllThereIsUnderAPolicyThatForbidsScriptsAndStyles() throws Exception {
		open("/strict/chart.html", 1240, 1600, false);
		browser.screenshot(SCREENSHOTS.resolve("chart-strict.png"));

		assertThat(browser.evaluate("getComputedStyle(document.body).maxWidth")).isEqualTo("none");
		assertThat(browser.evaluate("document.querySelector('.controls').hidden")).isEqualTo("true");
		assertThat(browser.evaluate("getComputedStyle(document.querySelector('g.bar[data-k=en] rect')).fill"))
			.isEqualTo("rgb(0, 158, 115)");
		assertThat(number("document.querySelector('svg.chart').getBoundingClientRect().width")).isGreaterThan(1000);
		assertThat(number("document.querySelectorAll('tbody tr').length")).isEqualTo(58);
	}

	@Test
	void worksAsAnImage() throws Exception {
		open("/image.html", 1240, 800, false);
		browser.screenshot(SCREENSHOTS.resolve("image.png"));

		assertThat(number("document.getElementById('i').naturalWidth")).isEqualTo(1180);
	}

	@Test
	void tellsTheCriticalPathToScreenReaders() throws Exception {
		open("/chart.html", 1240, 1000, false);

		assertThat(browser.evaluate("document.querySelector('svg.chart').getAttribute('role')")).isEqualTo("img");
		assertThat(browser.evaluate("document.getElementById(document.querySelector('svg.chart')"
				+ ".getAttribute('aria-labelledby').split(' ')[1]).textContent"))
			.contains("The critical path: main")
			.contains("then geoIpDatabase");
	}

	@Test
	void comparesOnOneScaleOfTime() throws Exception {
		open("/compare.html", 1240, 1000, false);
		browser.screenshot(SCREENSHOTS.resolve("compare.png"));

		String scale = "(function(n){var e=document.querySelectorAll('svg.chart')[n].querySelectorAll('line[data-t]');"
				+ "return Array.from(e).filter(function(x){return x.dataset.t==='2000'})[0].getAttribute('x1')})";
		assertThat(browser.evaluate(scale + "(0)")).isEqualTo(browser.evaluate(scale + "(1)"));
		assertThat(browser.evaluate("document.body.textContent")).contains("faster").contains("entityManagerFactory");
	}

	@Test
	void showsAStartOnItsWay() throws Exception {
		open("/starting.html", 1240, 1000, false);
		browser.screenshot(SCREENSHOTS.resolve("starting.png"));

		assertThat(browser.evaluate("document.body.textContent")).contains("Starting for")
			.contains("not complete")
			.contains("Pending: entityManagerFactory (running on asyncinit-1 for 1.05 s), "
					+ "geoIpDatabase (running on asyncinit-2 for 380 ms), reportCache (queued for 500 ms)")
			.doesNotContain("Next: ");
	}

	@Test
	void staysUsableWithAThousandAndFiveThousandBeans() throws Exception {
		for (int beans : new int[] { 1000, 5000 }) {
			open("/" + beans + ".html", 1240, 1000, false);
			browser.screenshot(SCREENSHOTS.resolve(beans + ".png"));

			assertThat(texts()).containsPattern("\\d+ beans under ");
			assertThat(number("document.querySelectorAll('*').length")).isLessThan(30_000);
			double millis = number("(function(){var t=performance.now();document.getElementById('in').click();"
					+ "document.body.getBoundingClientRect();return performance.now()-t})()");
			assertThat(millis).as("a zoom with %s beans", beans).isLessThan(2000);
		}
	}

	private static void open(String path, int width, int height, boolean dark) throws Exception {
		browser.open("http://localhost:" + server.getAddress().getPort() + path, width, height, dark);
	}

	private static String texts() throws Exception {
		return browser.evaluate("Array.from(document.querySelectorAll('svg.chart text')).map(function(e){"
				+ "return e.firstChild.textContent}).join('\\n')");
	}

	private static double number(String expression) throws Exception {
		return Double.parseDouble(browser.evaluate(expression));
	}

	private static void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		if (path.startsWith("/strict")) {
			exchange.getResponseHeaders().add("Content-Security-Policy", "default-src 'none'");
			path = path.substring("/strict".length());
		}
		String body = PAGES.getOrDefault(path, "");
		exchange.getResponseHeaders()
			.add("Content-Type", path.endsWith(".svg") ? "image/svg+xml" : "text/html;charset=UTF-8");
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(body.isEmpty() ? 404 : 200, (bytes.length > 0) ? bytes.length : -1);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(bytes);
		}
	}

}
