package io.github.asyncinit.bootchart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

/**
 * A headless Chromium, driven by the Chrome DevTools protocol.
 */
final class Browser implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String LISTENING = "DevTools listening on ";

	private final Process process;

	private final Path profile;

	private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();

	private final WebSocket socket;

	private @Nullable String session;

	private int lastId;

	Browser() throws Exception {
		this.profile = Files.createTempDirectory("chromium");
		this.process = new ProcessBuilder("/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu",
				"--disable-background-networking", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
				"--remote-debugging-port=0", "--user-data-dir=" + this.profile, "about:blank")
			.redirectErrorStream(true)
			.start();
		this.socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create(debuggerUrl()), new Listener())
			.get(30, TimeUnit.SECONDS);
		String target = call("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asString();
		this.session = call("Target.attachToTarget", Map.of("targetId", target, "flatten", true)).get("sessionId")
			.asString();
		call("Page.enable", Map.of());
		call("Runtime.enable", Map.of());
		call("Log.enable", Map.of());
	}

	private String debuggerUrl() throws IOException {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			if (line.startsWith(LISTENING)) {
				// Otherwise the browser would block once the pipe is full
				Thread drain = new Thread(() -> reader.lines().forEach((ignored) -> {
				}));
				drain.setDaemon(true);
				drain.start();
				return line.substring(LISTENING.length()).strip();
			}
		}
		throw new IOException("chromium ended without listening");
	}

	/**
	 * Opens a page and waits until it is loaded.
	 */
	void open(String url, int width, int height, boolean dark) throws Exception {
		call("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
		call("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
		call("Page.navigate", Map.of("url", url));
		await("Page.loadEventFired");
	}

	/**
	 * Returns the value of an expression as text, that of a promise when it is kept.
	 * @throws IllegalStateException if the expression throws or the promise is broken
	 */
	String evaluate(String expression) throws Exception {
		JsonNode result = call("Runtime.evaluate",
				Map.of("expression", "(async function(){return String(await (" + expression + "))})()", "returnByValue",
						true, "awaitPromise", true));
		if (result.has("exceptionDetails")) {
			throw new IllegalStateException(result.get("exceptionDetails").toString());
		}
		return result.get("result").get("value").asString();
	}

	void moveTo(String selector) throws Exception {
		String[] at = evaluate("(function(){var b=document.querySelector('" + selector
				+ "').getBoundingClientRect();return (b.x+b.width/2)+' '+(b.y+b.height/2)})()")
			.split(" ");
		call("Input.dispatchMouseEvent",
				Map.of("type", "mouseMoved", "x", Double.valueOf(at[0]), "y", Double.valueOf(at[1])));
	}

	void screenshot(Path file) throws Exception {
		JsonNode result = call("Page.captureScreenshot", Map.of("format", "png"));
		Files.createDirectories(file.getParent());
		Files.write(file, Base64.getDecoder().decode(result.get("data").asString()));
	}

	/**
	 * Writes what a printer would get.
	 */
	void print(Path file) throws Exception {
		JsonNode result = call("Page.printToPDF", Map.of("printBackground", true, "preferCSSPageSize", true));
		Files.createDirectories(file.getParent());
		Files.write(file, Base64.getDecoder().decode(result.get("data").asString()));
	}

	/**
	 * Evaluates an expression with the styles that a printer gets.
	 */
	String whilePrinting(String expression) throws Exception {
		call("Emulation.setEmulatedMedia", Map.of("media", "print"));
		try {
			return evaluate(expression);
		}
		finally {
			call("Emulation.setEmulatedMedia", Map.of("media", ""));
		}
	}

	private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
		int id = ++this.lastId;
		Map<String, Object> message = new HashMap<>(Map.of("id", id, "method", method, "params", parameters));
		if (this.session != null) {
			message.put("sessionId", this.session);
		}
		this.socket.sendText(JSON.writeValueAsString(message), true).get(30, TimeUnit.SECONDS);
		JsonNode answer = next((node) -> node.has("id") && node.get("id").asInt() == id);
		if (answer.has("error")) {
			throw new IllegalStateException(method + ": " + answer.get("error"));
		}
		return answer.get("result");
	}

	private void await(String event) throws Exception {
		next((node) -> node.has("method") && node.get("method").asString().equals(event));
	}

	private JsonNode next(Predicate<JsonNode> wanted) throws InterruptedException {
		while (true) {
			JsonNode node = this.messages.poll(30, TimeUnit.SECONDS);
			if (node == null) {
				throw new IllegalStateException("No answer from chromium");
			}
			if (wanted.test(node)) {
				return node;
			}
		}
	}

	@Override
	public void close() throws Exception {
		this.session = null;
		call("Browser.close", Map.of());
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			this.process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
		}
		// Its children may still be writing
		Awaitility.await()
			.ignoreExceptions()
			.until(() -> FileSystemUtils.deleteRecursively(this.profile) || Files.notExists(this.profile));
	}

	private final class Listener implements WebSocket.Listener {

		private final StringBuilder text = new StringBuilder();

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				Browser.this.messages.add(JSON.readTree(this.text.toString()));
				this.text.setLength(0);
			}
			socket.request(1);
			return null;
		}

	}

}
