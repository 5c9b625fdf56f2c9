package io.github.asyncinit.timeline;

/**
 * A bean that is asynchronous without any gain.
 *
 * @param name the name of the bean or entry
 * @param reason why, as a clause
 */
public record NoGain(String name, String reason) {
}
