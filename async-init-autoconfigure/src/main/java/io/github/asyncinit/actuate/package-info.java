/**
 * The actuator endpoint that shows a timeline.
 */
@NullMarked
package io.github.asyncinit.actuate;

import org.jspecify.annotations.NullMarked;
