package io.github.asyncinit.bean;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Finds the user's own code in a stack.
 */
public final class UserFrames {

	private static final List<String> FOREIGN = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.",
			"org.springframework.", "io.github.asyncinit.engine.", "io.github.asyncinit.bean.",
			"io.github.asyncinit.timeline.");

	/** Separates the name of a class from what a proxy adds. */
	private static final String PROXY = "$$";

	private UserFrames() {
	}

	/**
	 * Returns the innermost frame of the user's own code.
	 * @param stack the frames, innermost first
	 * @return a frame of the stack, or {@code null} where all belong to frameworks
	 */
	public static @Nullable StackTraceElement innermost(List<StackTraceElement> stack) {
		return stack.stream()
			.filter((frame) -> FOREIGN.stream().noneMatch(frame.getClassName()::startsWith)
					&& !frame.getClassName().contains(PROXY))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Renders a stack with the user's own innermost frame marked.
	 * @param stack the frames, innermost first
	 * @return one line a frame
	 */
	public static String render(List<StackTraceElement> stack) {
		StackTraceElement own = innermost(stack);
		return stack.stream()
			.map((frame) -> ((frame == own) ? "      > at " : "        at ") + frame)
			.collect(Collectors.joining("\n"));
	}

}
