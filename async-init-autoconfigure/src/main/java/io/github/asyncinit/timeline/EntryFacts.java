package io.github.asyncinit.timeline;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an entry when it is scheduled.
 *
 * @param sequence the sequence of its cookie; all later calls name the entry by it
 * @param name the name of the entry
 * @param domain the name of its domain
 * @param bean the name of the bean whose initialization it is, or {@code null}
 * @param type the name of the bean's class, or {@code null} where unknown
 * @param via what made it asynchronous: {@code annotation}, {@code property},
 * {@code spring-background} or {@code api}
 * @param inOrder whether it starts only when all earlier ones of its domain are complete
 * @param required whether its failure fails the start
 * @param exclusive whether its domain is passed by by the barrier
 * @param dependsOn names of the entries or beans that must be complete before it starts
 */
public record EntryFacts(long sequence, String name, String domain, @Nullable String bean, @Nullable String type,
		String via, boolean inOrder, boolean required, boolean exclusive, List<String> dependsOn) {

	public EntryFacts {
		dependsOn = List.copyOf(dependsOn);
	}

	/**
	 * Creates the facts of a plain entry: required, out of order, without edges.
	 * @param sequence the sequence of its cookie
	 * @param name the name of the entry
	 * @param domain the name of its domain
	 * @return the facts
	 */
	public static EntryFacts of(long sequence, String name, String domain) {
		return new EntryFacts(sequence, name, domain, null, null, "api", false, true, false, List.of());
	}

}
