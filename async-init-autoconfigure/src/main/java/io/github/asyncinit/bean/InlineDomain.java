package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncDomain;

/**
 * The domain in the cookie of an initializer that runs inline, where the scheduler has
 * none, because a test mocks it. No entry is ever in it.
 *
 * @param name the name
 */
record InlineDomain(String name) implements AsyncDomain {

	@Override
	public boolean isExclusive() {
		return false;
	}

	@Override
	public boolean isIdle() {
		return true;
	}

	@Override
	public void close() {
		// there is nothing to forget
	}

}
