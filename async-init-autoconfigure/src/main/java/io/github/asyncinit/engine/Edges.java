package io.github.asyncinit.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The edges of one entry to the earlier entries that must succeed before it starts.
 */
final class Edges {

	final List<Entry> predecessors;

	/** How many predecessors are not complete, and one more until all are asked. */
	private final AtomicInteger open;

	Edges(List<Entry> predecessors) {
		this.predecessors = predecessors;
		this.open = new AtomicInteger(predecessors.size() + 1);
	}

	boolean isSatisfied() {
		return this.open.get() == 0;
	}

	/**
	 * Asks all predecessors to tell {@code owner} of their completion.
	 */
	void connect(Entry owner, Retirement retirement) {
		for (Entry predecessor : this.predecessors) {
			Edge edge = new Edge(owner);
			if (!predecessor.tell(edge)) {
				edge.completed(predecessor, retirement);
			}
			else if (predecessor.isComplete()) {
				// who completed it may not have seen this edge
				edge.completed(predecessor, retirement);
			}
		}
		close(owner, retirement);
	}

	private void close(Entry owner, Retirement retirement) {
		if (this.open.decrementAndGet() == 0) {
			retirement.maybeReady(owner);
		}
	}

	/**
	 * Tells its owner of the completion of a predecessor, once.
	 */
	private final class Edge extends Entry.Dependent {

		private final AtomicBoolean told = new AtomicBoolean();

		private final Entry owner;

		Edge(Entry owner) {
			this.owner = owner;
		}

		@Override
		void completed(Entry entry, Retirement retirement) {
			if (!this.told.compareAndSet(false, true)) {
				return;
			}
			if (!entry.isSucceeded()) {
				retirement.skip(this.owner, entry);
			}
			close(this.owner, retirement);
		}

	}

}
