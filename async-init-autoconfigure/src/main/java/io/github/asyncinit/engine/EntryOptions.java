package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.github.asyncinit.AsyncCookie;
import org.jspecify.annotations.Nullable;

/**
 * What distinguishes an entry from a plain one. Immutable; the {@code with…} methods
 * return changed copies.
 *
 * @param inOrder whether the entry starts only when all earlier ones of its domain are
 * complete; default {@code false}
 * @param required whether a full synchronize reports a failure of the entry, and whether
 * in-order entries after it are skipped then; default {@code true}
 * @param after the entries that must succeed before this one starts; default none
 * @param timeout how long the entry may run, zero for no limit, or {@code null} for the
 * scheduler's default
 * @param attachment anything that a listener wants to find again, or {@code null}
 */
public record EntryOptions(boolean inOrder, boolean required, List<AsyncCookie> after, @Nullable Duration timeout,
		@Nullable Object attachment) {

	/**
	 * A plain required entry.
	 */
	public static final EntryOptions DEFAULTS = new EntryOptions(false, true, List.of(), null, null);

	/**
	 * A required in-order entry.
	 */
	public static final EntryOptions IN_ORDER = DEFAULTS.withInOrder(true);

	public EntryOptions {
		after = List.copyOf(after);
		if (timeout != null && timeout.isNegative()) {
			throw new IllegalArgumentException("A time-out must not be negative, but is " + timeout);
		}
	}

	/**
	 * Returns these options with another order.
	 * @param inOrder whether the entry is an in-order one
	 * @return the changed options
	 */
	public EntryOptions withInOrder(boolean inOrder) {
		return new EntryOptions(inOrder, this.required, this.after, this.timeout, this.attachment);
	}

	/**
	 * Returns these options with another weight of failure.
	 * @param required whether a failure is reported by full synchronizes
	 * @return the changed options
	 */
	public EntryOptions withRequired(boolean required) {
		return new EntryOptions(this.inOrder, required, this.after, this.timeout, this.attachment);
	}

	/**
	 * Returns these options with other edges.
	 * @param after the entries that must succeed first
	 * @return the changed options
	 */
	public EntryOptions withAfter(Collection<AsyncCookie> after) {
		return new EntryOptions(this.inOrder, this.required, List.copyOf(after), this.timeout, this.attachment);
	}

	/**
	 * Returns these options with another time-out.
	 * @param timeout the time-out, zero for no limit, {@code null} for the default
	 * @return the changed options
	 */
	public EntryOptions withTimeout(@Nullable Duration timeout) {
		return new EntryOptions(this.inOrder, this.required, this.after, timeout, this.attachment);
	}

	/**
	 * Returns these options with another attachment.
	 * @param attachment anything, or {@code null}
	 * @return the changed options
	 */
	public EntryOptions withAttachment(@Nullable Object attachment) {
		return new EntryOptions(this.inOrder, this.required, this.after, this.timeout, attachment);
	}

}
