package io.github.asyncinit.canary;

import io.github.asyncinit.canary.engine.EngineCanary;

/**
 * Breaks the law: the root package knows the engine.
 */
public class RootCanary {

	public EngineCanary engine() {
		return new EngineCanary();
	}

}
