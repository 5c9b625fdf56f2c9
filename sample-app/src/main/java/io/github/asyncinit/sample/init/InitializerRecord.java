package io.github.asyncinit.sample.init;

import java.util.List;

/**
 * What one initializer cost.
 *
 * @param name the name of the initializer
 * @param thread the thread that it ran on
 * @param startMs when it began, in milliseconds since the start of the JVM
 * @param wallMs how long it took
 * @param cpuMs how much CPU time its thread used
 * @param awaited whether the service is ready only after it
 * @param dependencies the initializers that must be complete before it begins
 */
public record InitializerRecord(String name, String thread, double startMs, double wallMs, double cpuMs,
		boolean awaited, List<String> dependencies) {

}
