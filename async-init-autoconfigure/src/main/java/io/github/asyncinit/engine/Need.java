package io.github.asyncinit.engine;

import java.util.Collection;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What a thread waits for.
 */
sealed interface Need {

	/**
	 * Whether the wait is over.
	 */
	boolean isMet();

	/**
	 * Makes sure that a waiter is signalled when the need may be met, unless it already
	 * is when this returns.
	 * @return what takes the waiter away again, or {@code null} if there is nothing to
	 * wait for at this moment
	 */
	@Nullable Runnable register(Waiter waiter);

	/**
	 * Shows the entries that must become complete, at least the pending ones, until the
	 * visitor returns {@code false}.
	 * @return whether all were shown
	 */
	boolean visit(Predicate<Entry> visitor);

	/**
	 * Whether an entry that becomes ready may be one that the waiting thread could run to
	 * get on.
	 * @param fresh whether the entry was only just scheduled
	 */
	boolean mayUse(Entry entry, boolean fresh);

	/**
	 * Whether the need cannot be met before an entry is complete.
	 */
	boolean includes(Entry entry);

	/**
	 * Whether only entries before a sequence can be needed.
	 */
	boolean isBefore(long sequence);

	/**
	 * Describes what is waited for, to follow "waits for".
	 */
	String describe();

	/**
	 * Exactly one entry.
	 */
	record One(Entry entry) implements Need {

		@Override
		public boolean isMet() {
			return this.entry.isComplete();
		}

		@Override
		public @Nullable Runnable register(Waiter waiter) {
			return this.entry.tell(waiter) ? () -> {
			} : null;
		}

		@Override
		public boolean visit(Predicate<Entry> visitor) {
			return visitor.test(this.entry);
		}

		@Override
		public boolean mayUse(Entry ready, boolean fresh) {
			return this.entry == ready || (!fresh && this.entry.isHeld());
		}

		@Override
		public boolean includes(Entry other) {
			return this.entry == other;
		}

		@Override
		public boolean isBefore(long sequence) {
			return this.entry.sequence() < sequence;
		}

		@Override
		public String describe() {
			return this.entry.toString();
		}

	}

	/**
	 * All entries of a domain before a bound; all of them, with the greatest bound.
	 */
	record Before(Domain domain, long bound) implements Need {

		@Override
		public boolean isMet() {
			return this.domain.lowestPending() >= this.bound;
		}

		@Override
		public Runnable register(Waiter waiter) {
			Checkpoints.Key key = this.domain.checkpoints.add(this.bound, waiter);
			return () -> this.domain.checkpoints.remove(key);
		}

		@Override
		public boolean visit(Predicate<Entry> visitor) {
			Entry entry = this.domain.buffer.first();
			while (entry != null && entry.sequence() < this.bound) {
				if (!visitor.test(entry)) {
					return false;
				}
				entry = this.domain.buffer.after(entry);
			}
			return true;
		}

		@Override
		public boolean mayUse(Entry ready, boolean fresh) {
			return (ready.domain == this.domain) ? includes(ready) : !fresh;
		}

		@Override
		public boolean includes(Entry entry) {
			return entry.domain == this.domain && entry.sequence() < this.bound;
		}

		@Override
		public boolean isBefore(long sequence) {
			return this.bound <= sequence;
		}

		@Override
		public String describe() {
			return (this.bound == Long.MAX_VALUE) ? "all entries of domain '" + this.domain.name() + "'"
					: "the entries of domain '" + this.domain.name() + "' before " + this.bound;
		}

	}

	/**
	 * Room for another entry. Any entry that ends makes some.
	 */
	record Room(Engine engine) implements Need {

		@Override
		public boolean isMet() {
			return this.engine.admission.isRoomOrEnd();
		}

		@Override
		public Runnable register(Waiter waiter) {
			return this.engine.admission.awaitRoom(waiter);
		}

		@Override
		public boolean visit(Predicate<Entry> visitor) {
			return this.engine.domains.all()
				.stream()
				.allMatch((domain) -> new Before(domain, Long.MAX_VALUE)
					.visit((entry) -> !isMet() && visitor.test(entry)));
		}

		@Override
		public boolean mayUse(Entry ready, boolean fresh) {
			return true;
		}

		@Override
		public boolean includes(Entry entry) {
			return false;
		}

		@Override
		public boolean isBefore(long sequence) {
			return false;
		}

		@Override
		public String describe() {
			return "room for another entry";
		}

	}

	/**
	 * All entries of all registered domains.
	 *
	 * @param exclusive whether those of exclusive domains are meant too
	 */
	record All(Engine engine, boolean exclusive) implements Need {

		Collection<Domain> domains() {
			return this.exclusive ? this.engine.domains.all() : this.engine.domains.registered();
		}

		@Override
		public boolean isMet() {
			// Domains are looked at one after the other. If nothing was scheduled
			// meanwhile, one that was idle still is.
			while (true) {
				long before = this.engine.admission.lastSequence();
				if (firstBusy() != null) {
					return false;
				}
				if (this.engine.admission.lastSequence() == before) {
					return true;
				}
			}
		}

		private @Nullable Domain firstBusy() {
			for (Domain domain : domains()) {
				if (!domain.isIdle()) {
					return domain;
				}
			}
			return null;
		}

		@Override
		public @Nullable Runnable register(Waiter waiter) {
			for (Domain busy = firstBusy(); busy != null; busy = firstBusy()) {
				Runnable registration = new Before(busy, Long.MAX_VALUE).register(waiter);
				if (!busy.isIdle()) {
					return registration;
				}
				// it may have become idle before the waiter could be seen; it would
				// sleep on, whatever becomes of the other domains
				registration.run();
			}
			return null;
		}

		@Override
		public boolean visit(Predicate<Entry> visitor) {
			return domains().stream().allMatch((domain) -> new Before(domain, Long.MAX_VALUE).visit(visitor));
		}

		@Override
		public boolean mayUse(Entry ready, boolean fresh) {
			return !fresh || includes(ready);
		}

		@Override
		public boolean includes(Entry entry) {
			return this.exclusive || !entry.domain.isExclusive();
		}

		@Override
		public boolean isBefore(long sequence) {
			return false;
		}

		@Override
		public String describe() {
			return this.exclusive ? "all entries" : "all entries of all registered domains";
		}

	}

}
