package io.github.asyncinit.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.asyncinit.AsyncCookie;

/**
 * Remembers which threads parked, and for what.
 */
class RecordedWaits implements EntryListener {

	private final List<Wait> waits = new CopyOnWriteArrayList<>();

	@Override
	public void waiting(AsyncCookie inside, String waitsFor, List<String> entries) {
		this.waits.add(new Wait(Thread.currentThread(), waitsFor));
	}

	List<Wait> waits() {
		return this.waits;
	}

	record Wait(Thread thread, String waitsFor) {
	}

}
