package io.github.asyncinit.timeline;

import org.jspecify.annotations.Nullable;

/**
 * What could be asynchronous of a bean, as far as its definition and class tell.
 *
 * @param selected whether it is asynchronous already, or would be, were that enabled
 * @param callbacks whether it has initialization callbacks that an entry could run
 * @param created whether its entry creates it, too, as it is selected or configured
 * @param creation the property that would have its entry create it, too, or {@code null}
 * where there is no need or no way
 * @param gate the property without which no entry could run its callbacks, or
 * {@code null} where none is needed
 */
public record Potential(boolean selected, boolean callbacks, boolean created, @Nullable String creation,
		@Nullable String gate) {

	/**
	 * Nothing can be made asynchronous.
	 */
	public static final Potential NONE = new Potential(false, false, false, null, null);

	/**
	 * All of it could be in an entry, for all that is known.
	 */
	public static final Potential ALL = new Potential(false, true, true, null, null);

}
