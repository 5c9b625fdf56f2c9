package io.github.asyncinit;

import java.util.Comparator;
import java.util.Objects;

/**
 * Identifies one entry by its place in the order of scheduling.
 *
 * <p>
 * Sequences start at 1, are unique within a scheduler, and increase in the order in which
 * entries were scheduled, whatever their domain. The idea is the {@code async_cookie_t}
 * of the Linux kernel's {@code kernel/async.c}.
 *
 * @param sequence the place in the order of scheduling, 1 or greater
 * @param domain the domain that the entry was scheduled in
 */
public record AsyncCookie(long sequence, AsyncDomain domain) implements Comparable<AsyncCookie> {

	private static final Comparator<AsyncCookie> ORDER = Comparator.comparingLong(AsyncCookie::sequence)
		.thenComparing((cookie) -> cookie.domain().name());

	public AsyncCookie {
		if (sequence < 1) {
			throw new IllegalArgumentException("A cookie's sequence starts at 1, not at " + sequence);
		}
		Objects.requireNonNull(domain, "A cookie needs a domain");
	}

	/**
	 * Returns the cookie after this one in the same domain. The bound of a checkpoint is
	 * exclusive, so {@code synchronize(cookie.next())} waits for the entry of
	 * {@code cookie} itself too.
	 * @return the next cookie, whether or not an entry has it
	 */
	public AsyncCookie next() {
		return new AsyncCookie(Math.addExact(this.sequence, 1), this.domain);
	}

	@Override
	public int compareTo(AsyncCookie other) {
		return ORDER.compare(this, other);
	}

	@Override
	public String toString() {
		return this.sequence + "@" + this.domain.name();
	}

}
