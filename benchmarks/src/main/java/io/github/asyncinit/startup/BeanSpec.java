package io.github.asyncinit.startup;

import java.util.List;

/**
 * A bean of a workload.
 *
 * @param name the bean's name
 * @param waitMs how long its initializer waits, in milliseconds
 * @param cpuMs how long it computes, in milliseconds of CPU time
 * @param predecessors the names of the beans that are injected, and that the initializer
 * uses before anything else
 */
record BeanSpec(String name, int waitMs, int cpuMs, List<String> predecessors) {

	String className() {
		return className(this.name);
	}

	static String className(String name) {
		return Character.toUpperCase(name.charAt(0)) + name.substring(1);
	}

	int durationMs() {
		return this.waitMs + this.cpuMs;
	}

}
