package io.github.asyncinit.canary.metrics;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

import org.springframework.util.StringUtils;

/**
 * Breaks the law: metrics that know Spring, and start work in three ways.
 */
public class MetricsCanary {

	public boolean knowsSpring(String text) {
		return StringUtils.hasText(text);
	}

	public void runsAThread(Runnable work) {
		new Thread(work).start();
	}

	public void submits(ExecutorService executor, Runnable work) {
		executor.submit(work);
	}

	public CompletableFuture<Void> usesTheCommonPool(Runnable work) {
		return CompletableFuture.runAsync(work);
	}

}
