/**
 * The public API: what a program schedules, waits for and annotates.
 */
@NullMarked
package io.github.asyncinit;

import org.jspecify.annotations.NullMarked;
