package io.github.asyncinit.canary.timeline;

import java.util.concurrent.TimeUnit;

import io.github.asyncinit.canary.RootCanary;

/**
 * Breaks the law: a timeline that knows the API, and sleeps in both ways.
 */
public class TimelineCanary {

	public RootCanary knowsTheRoot() {
		return new RootCanary();
	}

	public void sleeps() throws InterruptedException {
		Thread.sleep(1);
	}

	public void sleepsInDisguise() throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep(1);
	}

}
