package io.github.asyncinit;

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
		int order = Long.compare(this.sequence, other.sequence);
		return (order != 0) ? order : this.domain.name().compareTo(other.domain.name());
	}

	/**
	 * Cookies are equal if sequence and domain are. Written out, like the hash code,
	 * because the first use of what a record has by default costs a start some
	 * milliseconds.
	 * @param other what to compare with
	 * @return {@code true} if it is an equal cookie
	 */
	@Override
	public boolean equals(Object other) {
		return other instanceof AsyncCookie cookie && this.sequence == cookie.sequence
				&& this.domain.equals(cookie.domain);
	}

	@Override
	public int hashCode() {
		return 31 * Long.hashCode(this.sequence) + this.domain.hashCode();
	}

	@Override
	public String toString() {
		return this.sequence + "@" + this.domain.name();
	}

}
