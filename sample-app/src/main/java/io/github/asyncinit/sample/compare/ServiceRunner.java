package io.github.asyncinit.sample.compare;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.sun.management.OperatingSystemMXBean;
import io.github.asyncinit.sample.init.InitializerRecord;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts the service, waits until it is ready, and asks.
 */
class ServiceRunner {

	private static final long POLL_MILLIS = 20;

	private static final long PROGRESS_SECONDS = 2;

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private final HttpQuestions questions = new HttpQuestions();

	/** Its load is what it was since it was last asked. */
	private final OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

	private final List<String> arguments;

	private final Progress progress;

	ServiceRunner(List<String> arguments, Progress progress) {
		this.arguments = arguments;
		this.progress = progress;
	}

	ServiceRun run(String label, Variant variant) throws IOException, InterruptedException {
		List<String> all = new ArrayList<>(this.arguments);
		all.addAll(variant.arguments());
		this.machine.getCpuLoad();
		try (ServiceProcess service = new ServiceProcess(all)) {
			double readyMs = awaitReady(label, service);
			double cpuMs = service.cpuMs();
			double otherLoad = Math.max(0,
					this.machine.getCpuLoad() - cpuMs / readyMs / this.machine.getAvailableProcessors());
			if (!variant.answers()) {
				return new ServiceRun(variant, readyMs, readyMs, cpuMs, otherLoad, List.of(), Map.of(), "");
			}
			this.questions.ask(service, HttpQuestions.ALL.get(0));
			double firstAnswerMs = service.elapsedMs();
			Map<String, String> answers = this.questions.askAll(service);
			InitializerRecord[] initializers = new JsonMapper().readValue(this.questions.body(service, "/initializers"),
					InitializerRecord[].class);
			return new ServiceRun(variant, readyMs, firstAnswerMs, cpuMs, otherLoad, List.of(initializers), answers,
					this.questions.body(service, "/actuator/bootchart"));
		}
	}

	private double awaitReady(String label, ServiceProcess service) throws InterruptedException {
		CompletableFuture<Double> ready = new CompletableFuture<>();
		ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor();
		try {
			poller.scheduleWithFixedDelay(() -> poll(service, ready), POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
			while (true) {
				try {
					return ready.get(PROGRESS_SECONDS, TimeUnit.SECONDS);
				}
				catch (TimeoutException ex) {
					this.progress.report(label, service.elapsedMs(), service.output().state());
				}
			}
		}
		catch (ExecutionException ex) {
			throw new RunFailedException(
					label + ": " + ex.getCause() + System.lineSeparator() + service.output().end());
		}
		finally {
			poller.shutdownNow();
		}
	}

	private void poll(ServiceProcess service, CompletableFuture<Double> ready) {
		if (!service.isAlive()) {
			ready.completeExceptionally(new IllegalStateException("The service has ended"));
		}
		else if (service.elapsedMs() > LIMIT.toMillis()) {
			ready.completeExceptionally(new IllegalStateException("The service was not ready after " + LIMIT));
		}
		else if (this.questions.isReady(service)) {
			ready.complete(service.elapsedMs());
		}
	}

}
