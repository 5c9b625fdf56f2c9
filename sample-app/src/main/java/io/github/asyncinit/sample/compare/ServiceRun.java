package io.github.asyncinit.sample.compare;

import java.util.List;
import java.util.Map;

import io.github.asyncinit.sample.init.InitializerRecord;

/**
 * What one start of the service showed.
 *
 * @param variant how it was started
 * @param readyMs from the start of the process until it reported to be ready
 * @param firstAnswerMs from the start of the process until it answered the first question
 * @param processCpuMs the CPU time that the whole process had used when it was ready
 * @param otherLoad the part of the machine's CPU time that other processes used
 * meanwhile, from 0 to 1
 * @param initializers what the initializers cost
 * @param answers the answers by question
 * @param bootChart the boot chart as JSON, or an empty text
 */
record ServiceRun(Variant variant, double readyMs, double firstAnswerMs, double processCpuMs, double otherLoad,
		List<InitializerRecord> initializers, Map<String, String> answers, String bootChart) {

}
