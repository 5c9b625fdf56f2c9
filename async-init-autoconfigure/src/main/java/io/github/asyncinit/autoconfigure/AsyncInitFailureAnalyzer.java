package io.github.asyncinit.autoconfigure;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.asyncinit.AsyncEntryFailure;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitDeadlockException;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitInterruptedException;
import io.github.asyncinit.AsyncInitTimeoutException;
import io.github.asyncinit.bean.AsyncBeanSettings;
import io.github.asyncinit.bean.AsyncInitMisuseException;
import io.github.asyncinit.bean.UserFrames;
import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.Timeline;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Turns the failure of a start with asynchronous initialization into words: what failed,
 * where, what became of the others, and what to do. It comes before the analyzers of
 * others, which know only the cause, and asks them for that.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class AsyncInitFailureAnalyzer extends AbstractFailureAnalyzer<AsyncInitException> {

	/** Tells the main thread of failures. */
	private static final String BARRIER = "io.github.asyncinit.bean.StartBarrier";

	/** How many others are listed. */
	private static final int SHOWN = 10;

	private final @Nullable BeanFactory beanFactory;

	private final OtherFailureAnalyzers others;

	AsyncInitFailureAnalyzer(@Nullable BeanFactory beanFactory, @Nullable Environment environment) {
		this.beanFactory = beanFactory;
		this.others = new OtherFailureAnalyzers(beanFactory, environment);
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, AsyncInitException cause) {
		if (cause instanceof AsyncInitMisuseException misuse) {
			return misused(misuse);
		}
		AsyncInitException specific = mostSpecific(cause);
		if (specific instanceof AsyncInitTimeoutException timeout) {
			return timedOut(timeout, rootFailure);
		}
		if (specific instanceof AsyncInitDeadlockException deadlock) {
			return cyclic(deadlock, rootFailure);
		}
		if (!cause.getFailures().isEmpty()) {
			return failed(cause, rootFailure);
		}
		return (specific instanceof AsyncInitInterruptedException interruption) ? interrupted(interruption, rootFailure)
				: null;
	}

	/**
	 * Returns the time-out or cyclic wait behind a failure, or the failure itself.
	 */
	private static AsyncInitException mostSpecific(AsyncInitException failure) {
		AsyncInitException specific = failure;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof AsyncInitException known) {
				specific = known;
			}
		}
		return specific;
	}

	private FailureAnalysis failed(AsyncInitException cause, Throwable rootFailure) {
		AsyncEntryFailure first = cause.getFailures().get(0);
		Throwable root = root(first.cause());
		StringBuilder description = new StringBuilder(subject(first.name())).append(" failed");
		if (first.threadName() != null) {
			description.append(" after ")
				.append(String.format(Locale.ROOT, "%.2f s", first.elapsed().toNanos() / 1e9))
				.append(" on thread '")
				.append(first.threadName())
				.append("'");
		}
		FailureAnalysis known = this.others.analyze(first.cause());
		description.append(":\n\n");
		if (known != null) {
			description.append(known.getDescription());
		}
		else {
			description.append("    ").append(root.getClass().getName()).append(": ").append(root.getMessage());
		}
		declared(first.name(), description);
		if (!isToldInPassing(cause)) {
			neededBy(first.name(), rootFailure, description);
		}
		others(cause, first.name(), description);
		String action = (known != null && known.getAction() != null) ? known.getAction() + "\n\n"
				: "Fix the cause above. ";
		String exclusion = exclusion(configurable(List.of(first.name())));
		return new FailureAnalysis(description.toString(), (action + exclusion).strip(), rootFailure);
	}

	/**
	 * Returns the cause of a failure that says most: for an interruption, the one that
	 * tells for what its thread waited.
	 */
	private static Throwable root(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof AsyncInitInterruptedException) {
				return cause;
			}
		}
		return NestedExceptionUtils.getMostSpecificCause(failure);
	}

	/**
	 * Says what failed: what a runner does, and what the application has scheduled
	 * itself, initializes nothing.
	 */
	private String subject(String entry) {
		boolean initializer = configurable(List.of(entry)).contains(entry);
		return (initializer ? "Asynchronous initialization of '" : "Asynchronous entry '") + entry + "'";
	}

	/**
	 * Advises to check without the early start, where properties know what failed.
	 */
	private static String exclusion(Set<String> names) {
		return names.isEmpty() ? "" : "To check that it is not the early start, run once with async-init.exclude="
				+ String.join(",", names) + ".";
	}

	/**
	 * Returns the names by which properties know entries: none of those that the
	 * application has scheduled itself, be it by a scheduler of its own, of which the
	 * timeline knows nothing. Where the recorder was full, all are taken for known.
	 */
	private Set<String> configurable(Collection<String> entries) {
		TimelineRecorder recorder = recorder();
		if (recorder == null) {
			return new LinkedHashSet<>(entries);
		}
		Timeline timeline = recorder.timeline();
		Set<String> names = new LinkedHashSet<>();
		for (String entry : entries) {
			Optional<Span> recorded = timeline.entries()
				.stream()
				.filter((span) -> span.name().equals(entry))
				.findFirst();
			if (recorded.isEmpty() && timeline.omitted().entries() > 0) {
				names.add(entry);
			}
			recorded.map((span) -> (span.entry() != null) ? span.entry().bean() : null)
				.ifPresent((bean) -> names.add(isRun(entry, bean) ? bean : entry));
		}
		return names;
	}

	/**
	 * Whether an entry is what a runner does, which properties know by the bean.
	 */
	private boolean isRun(String entry, String bean) {
		if (this.beanFactory == null || !(entry.equals(bean + ".run") || entry.equals(bean + ".run2"))) {
			return false;
		}
		try {
			return this.beanFactory.isTypeMatch(bean, CommandLineRunner.class)
					|| this.beanFactory.isTypeMatch(bean, ApplicationRunner.class);
		}
		catch (RuntimeException ex) {
			// a closed factory tells no more
			return false;
		}
	}

	/**
	 * Returns the bean that an entry is of, as far as the timeline knows.
	 */
	private String bean(String entry) {
		TimelineRecorder recorder = recorder();
		if (recorder == null) {
			return entry;
		}
		return recorder.timeline()
			.entries()
			.stream()
			.filter((span) -> span.name().equals(entry))
			.map(Span::bean)
			.findFirst()
			.orElse(entry);
	}

	private @Nullable TimelineRecorder recorder() {
		return (this.beanFactory instanceof ConfigurableListableBeanFactory factory) ? Recorders.of(factory) : null;
	}

	/**
	 * Whether the main thread came upon the failure while it created a bean that has
	 * nothing to do with it.
	 */
	private static boolean isToldInPassing(AsyncInitException failure) {
		return Arrays.stream(failure.getStackTrace()).anyMatch((frame) -> BARRIER.equals(frame.getClassName()));
	}

	/**
	 * Names the bean whose creation came upon the failure, the one closest to it.
	 */
	private static void neededBy(String name, Throwable rootFailure, StringBuilder description) {
		String needed = null;
		for (Throwable cause = rootFailure; cause != null
				&& !(cause instanceof AsyncInitException); cause = cause.getCause()) {
			if (cause instanceof BeanCreationException creation && creation.getBeanName() != null
					&& !creation.getBeanName().equals(name)) {
				needed = creation.getBeanName();
			}
		}
		if (needed != null) {
			description.append("\n\nIt was first needed by '").append(needed).append("'.");
		}
	}

	private void declared(String entry, StringBuilder description) {
		String name = bean(entry);
		if (this.beanFactory instanceof ConfigurableBeanFactory configurable && this.beanFactory.containsBean(name)) {
			try {
				String where = configurable.getMergedBeanDefinition(name).getResourceDescription();
				if (where != null) {
					description.append("\n\nThe bean is declared in ").append(where).append(".");
				}
			}
			catch (RuntimeException ex) {
				// a closed factory tells no more
			}
		}
	}

	private void others(AsyncInitException cause, String name, StringBuilder description) {
		List<AsyncEntryFailure> failures = cause.getFailures();
		list("Also failed:", failures.subList(1, failures.size())
			.stream()
			.map((failure) -> failure.name() + ": " + NestedExceptionUtils.getMostSpecificCause(failure.cause()))
			.toList(), description);
		TimelineRecorder recorder = recorder();
		Map<String, String> ran = (recorder != null) ? FailedStart.others(recorder.timeline(), name) : Map.of();
		Set<String> failed = failures.stream().map(AsyncEntryFailure::name).collect(Collectors.toSet());
		list("When it failed, there ran:",
				ran.entrySet()
					.stream()
					.filter((other) -> !failed.contains(other.getKey()))
					.map((other) -> other.getKey() + ", which " + other.getValue())
					.toList(),
				description);
		List<String> skipped = cause.getSkipped().stream().filter((other) -> !ran.containsKey(other)).toList();
		if (!skipped.isEmpty()) {
			description.append("\n\nNot run because of that: ").append(String.join(", ", skipped));
		}
	}

	private static void list(String heading, List<String> lines, StringBuilder description) {
		if (lines.isEmpty()) {
			return;
		}
		description.append("\n\n").append(heading);
		lines.stream().limit(SHOWN).forEach((line) -> description.append("\n    ").append(line));
		if (lines.size() > SHOWN) {
			description.append("\n    and ").append(lines.size() - SHOWN).append(" more");
		}
	}

	private FailureAnalysis timedOut(AsyncInitTimeoutException timeout, Throwable rootFailure) {
		StringBuilder description = new StringBuilder(String.valueOf(timeout.getMessage())).append(".");
		for (AsyncEntryInfo entry : timeout.getBlocking()) {
			if (!entry.stack().isEmpty()) {
				description.append("\n\nIts thread was here, the first frame of your own code is marked:\n\n")
					.append(UserFrames.render(entry.stack()));
			}
			TimelineRecorder recorder = recorder();
			if (recorder != null) {
				list("There waited for it:", FailedStart.waiters(recorder.timeline(), entry.name()), description);
			}
		}
		Set<String> names = configurable(timeout.getBlocking().stream().map(AsyncEntryInfo::name).toList());
		String settings = names.stream()
			.map((name) -> ", or " + AsyncBeanSettings.property(name) + ".timeout for this one")
			.collect(Collectors.joining());
		return new FailureAnalysis(description.toString(),
				"Find out what the thread waits for. If the work just takes longer, raise async-init.timeout" + settings
						+ ("; with async-init.on-timeout=warn it goes on. " + exclusion(names)).stripTrailing(),
				rootFailure);
	}

	private FailureAnalysis cyclic(AsyncInitDeadlockException deadlock, Throwable rootFailure) {
		List<AsyncInitDeadlockException.Link> cycle = deadlock.getCycle();
		StringBuilder description = new StringBuilder((cycle.size() > 1)
				? "Asynchronous initializers wait for each other, so none of them could ever go on:\n\n"
				: "An asynchronous initializer waits for what waits for it, so neither could ever go on:\n\n");
		description.append("┌─────┐\n");
		for (int i = 0; i < cycle.size(); i++) {
			AsyncInitDeadlockException.Link link = cycle.get(i);
			description.append((i == 0) ? "|  " : "↑     ↓\n|  ")
				.append(link.name())
				.append((link.threadName() != null) ? " on thread '" + link.threadName() + "'" : "")
				.append(" waits for ")
				.append(link.waitsFor());
			StackTraceElement own = UserFrames.innermost(link.stack());
			if (own != null) {
				description.append("\n|      at ").append(own);
			}
			description.append("\n");
		}
		description.append("└─────┘");
		String names = String.join(" or ",
				configurable(cycle.stream().map(AsyncInitDeadlockException.Link::name).toList()));
		String order = (cycle.size() > 1) ? "declare with 'after' which one has to be complete first."
				: "change what it waits for.";
		String exclusion = names.isEmpty() ? "" : "Exclude " + ((cycle.size() > 1) ? "one of them" : "it")
				+ " with async-init.exclude (" + names + "), or ";
		return new FailureAnalysis(description.toString(), StringUtils.capitalize(exclusion + order), rootFailure);
	}

	private static FailureAnalysis interrupted(AsyncInitInterruptedException interruption, Throwable rootFailure) {
		return new FailureAnalysis("The start was interrupted: " + interruption.getMessage() + ".",
				"If the application was told to stop before it was ready, there is nothing to correct. "
						+ "Otherwise find out who interrupts this thread.",
				rootFailure);
	}

	private static FailureAnalysis misused(AsyncInitMisuseException misuse) {
		String description = misuse.getProblems()
			.stream()
			.map((problem) -> "    - " + problem)
			.collect(Collectors.joining("\n", "@AsyncInit cannot work as it is used:\n\n", ""));
		return new FailureAnalysis(description, "Correct each of the above.", misuse);
	}

}
