package io.github.asyncinit.sample.init;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.asyncinit.sample.SampleProperties;
import io.github.asyncinit.sample.SampleProperties.Work;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.stereotype.Component;

/**
 * Runs the work of the slow initializers and records what each of them cost.
 *
 * <p>
 * <strong>Thread safety.</strong> Every method may be called from any thread.
 */
@Component
public class InitializerLog {

	private static final Log logger = LogFactory.getLog(InitializerLog.class);

	private static final double NANOS_PER_MILLI = 1_000_000.0;

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final Collection<InitializerRecord> records = new ConcurrentLinkedQueue<>();

	private final Work work;

	private final long originMillis = ManagementFactory.getRuntimeMXBean().getStartTime();

	InitializerLog(SampleProperties properties) {
		this.work = properties.work();
	}

	/**
	 * Runs the work of an initializer that the service cannot be ready without.
	 * @param name the name of the initializer
	 * @param work the work
	 * @param dependencies the initializers that must be complete before it begins
	 */
	public void run(String name, InitializerWork work, String... dependencies) {
		run(name, true, work, dependencies);
	}

	/**
	 * Runs the work of an initializer that nobody waits for.
	 * @param name the name of the initializer
	 * @param work the work
	 * @param dependencies the initializers that must be complete before it begins
	 */
	public void runInBackground(String name, InitializerWork work, String... dependencies) {
		run(name, false, work, dependencies);
	}

	private void run(String name, boolean awaited, InitializerWork work, String... dependencies) {
		if (this.work == Work.NONE) {
			return;
		}
		logger.debug("Initializer begins: " + name);
		double startMs = System.currentTimeMillis() - this.originMillis;
		long cpu = this.threads.getCurrentThreadCpuTime();
		long wall = System.nanoTime();
		work.run();
		double wallMs = (System.nanoTime() - wall) / NANOS_PER_MILLI;
		double cpuMs = (this.threads.getCurrentThreadCpuTime() - cpu) / NANOS_PER_MILLI;
		this.records.add(new InitializerRecord(name, Thread.currentThread().getName(), startMs, wallMs, cpuMs, awaited,
				Arrays.asList(dependencies)));
		logger.debug("Initializer is complete: " + name);
	}

	/**
	 * Returns what was recorded so far.
	 * @return the records in the order of completion
	 */
	public List<InitializerRecord> records() {
		return List.copyOf(this.records);
	}

}
