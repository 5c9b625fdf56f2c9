package io.github.asyncinit.bean;

import java.util.Collection;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody may have meant who wrote a name that is unknown. Pure functions.
 */
public final class NearestName {

	private NearestName() {
	}

	/**
	 * Returns the known name with the least edits, if these are few: at most a third of
	 * the name's letters, and two of a short one.
	 * @param name what nothing has as its name; case is of no matter
	 * @param known the names that there are
	 * @return one of these, or {@code null} if none is near
	 */
	public static @Nullable String of(String name, Collection<String> known) {
		String best = null;
		int least = Math.max(2, name.length() / 3) + 1;
		for (String candidate : known) {
			int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT), least);
			if (distance < least) {
				least = distance;
				best = candidate;
			}
		}
		return best;
	}

	/**
	 * Levenshtein's distance, or {@code limit} where it is not less.
	 */
	private static int distance(String a, String b, int limit) {
		if (Math.abs(a.length() - b.length()) >= limit) {
			return limit;
		}
		int[] previous = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= a.length(); i++) {
			int[] current = new int[b.length() + 1];
			current[0] = i;
			for (int j = 1; j <= b.length(); j++) {
				int substitution = previous[j - 1] + ((a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		return previous[b.length()];
	}

}
