package io.github.asyncinit.canary.actuate;

import io.github.asyncinit.canary.engine.EngineCanary;

/**
 * Breaks the law: an endpoint that reaches into the engine.
 */
public class ActuateCanary {

	public EngineCanary knowsTheEngine() {
		return new EngineCanary();
	}

}
