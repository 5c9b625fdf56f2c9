package io.github.asyncinit.canary.bean;

import io.github.asyncinit.canary.engine.EngineCanary;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Breaks the law: the integration knows Micrometer's meters. It may know the engine, but
 * the engine knows it too.
 */
public class BeanCanary {

	public EngineCanary knowsTheEngine() {
		return new EngineCanary();
	}

	public void knowsMeters(MeterRegistry registry) {
		registry.close();
	}

}
