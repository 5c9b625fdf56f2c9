package io.github.asyncinit.sample.stub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.asyncinit.sample.SampleProperties;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * HTTP server that stands for all remote services. Each path answers after the latency
 * that {@code sample.latency.<path>} states; the caller waits on a real socket meanwhile.
 */
@Component
public class StubServer implements DisposableBean {

	static {
		// Otherwise delayed acknowledgements add 40 ms to the stated latencies.
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private final HttpServer server;

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor((runnable) -> {
		Thread thread = new Thread(runnable, "stub-server");
		thread.setDaemon(true);
		return thread;
	});

	private final Map<String, Duration> latency;

	private final Set<String> unavailable;

	private final StubAnswers answers = new StubAnswers();

	StubServer(SampleProperties properties) throws IOException {
		this.latency = properties.latency();
		this.unavailable = properties.unavailable();
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::accept);
		this.server.start();
	}

	/**
	 * Returns where the server listens.
	 * @return a URL without trailing slash
	 */
	public String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	private void accept(HttpExchange exchange) {
		String service = exchange.getRequestURI().getPath().substring(1);
		Duration wait = this.latency.getOrDefault(service, Duration.ZERO);
		this.clock.schedule(() -> answer(exchange, service), wait.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void answer(HttpExchange exchange, String service) {
		try (exchange) {
			if (this.unavailable.contains(service)) {
				exchange.sendResponseHeaders(HttpStatus.SERVICE_UNAVAILABLE.value(), -1);
				return;
			}
			byte[] body = this.answers.find(service);
			if (body.length == 0) {
				exchange.sendResponseHeaders(HttpStatus.NOT_FOUND.value(), -1);
				return;
			}
			exchange.getResponseHeaders().set("Content-Type", this.answers.type(service));
			exchange.sendResponseHeaders(HttpStatus.OK.value(), body.length);
			exchange.getResponseBody().write(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void destroy() {
		this.server.stop(0);
		this.clock.shutdownNow();
	}

}
