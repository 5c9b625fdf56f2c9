package io.github.asyncinit;

/**
 * Bounds who waits for whom: in-order entries and checkpoints look only at the entries of
 * their own domain. A <em>registered</em> domain is waited for by the full synchronize of
 * its scheduler; an <em>exclusive</em> one is waited for only by those who name it.
 *
 * <p>
 * Domains are created by {@link OrderedAsyncScheduler#domain(String)}.
 *
 * <p>
 * <strong>Thread safety.</strong> Every method may be called from any thread.
 */
public interface AsyncDomain extends AutoCloseable {

	/**
	 * Name of the domain that is used where none is given.
	 */
	String DEFAULT_NAME = "default";

	/**
	 * Returns the name, unique within a scheduler.
	 * @return the name
	 */
	String name();

	/**
	 * Tells whether full synchronizes pass this domain by.
	 * @return {@code true} for an exclusive domain, {@code false} for a registered one
	 */
	boolean isExclusive();

	/**
	 * Tells whether no entry is pending at this moment.
	 * @return {@code true} if everything that was scheduled is complete
	 */
	boolean isIdle();

	/**
	 * Ends this domain and forgets its name, and what failed in it: nobody is told of
	 * that any more. Closing a closed domain has no effect.
	 * @throws IllegalStateException if an entry is pending, or if this is the default
	 * domain
	 */
	@Override
	void close();

}
