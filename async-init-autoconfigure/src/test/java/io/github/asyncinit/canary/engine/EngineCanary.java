package io.github.asyncinit.canary.engine;

import io.github.asyncinit.canary.autoconfigure.Wiring;
import io.github.asyncinit.canary.bean.BeanCanary;

import org.springframework.util.StringUtils;

/**
 * Breaks the law: the engine knows Spring, the wiring and, in a cycle, its own user.
 */
public class EngineCanary {

	public boolean knowsSpring(String text) {
		return StringUtils.hasText(text);
	}

	public Wiring knowsTheWiring() {
		return new Wiring();
	}

	public BeanCanary knowsItsUser() {
		return new BeanCanary();
	}

}
