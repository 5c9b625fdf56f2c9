package io.github.asyncinit.canary.bootchart;

import io.github.asyncinit.canary.engine.EngineCanary;

/**
 * Breaks the law: a picture that asks the engine, and prints.
 */
public class BootchartCanary {

	public EngineCanary knowsTheEngine() {
		return new EngineCanary();
	}

	public void prints() {
		System.out.println();
	}

}
