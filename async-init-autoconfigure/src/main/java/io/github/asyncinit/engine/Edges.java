package io.github.asyncinit.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

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
			Edge edge = new Edge(owner, this);
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

	private void met(Entry owner, Entry predecessor, Retirement retirement) {
		if (!predecessor.isSucceeded()) {
			retirement.skip(owner, predecessor);
		}
		close(owner, retirement);
	}

	/**
	 * Tells its owner of the completion of a predecessor, once.
	 */
	private static final class Edge extends Entry.Dependent {

		/**
		 * Taken by the first who tells it. The edge may stay with the predecessor, and
		 * must not keep its owner alive then.
		 */
		private final AtomicReference<@Nullable Owner> owner;

		Edge(Entry owner, Edges edges) {
			this.owner = new AtomicReference<>(new Owner(owner, edges));
		}

		@Override
		void completed(Entry predecessor, Retirement retirement) {
			Owner owner = this.owner.getAndSet(null);
			if (owner != null) {
				owner.edges().met(owner.entry(), predecessor, retirement);
			}
		}

	}

	private record Owner(Entry entry, Edges edges) {
	}

}
