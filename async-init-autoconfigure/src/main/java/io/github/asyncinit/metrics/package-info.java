/**
 * A timeline as Micrometer meters.
 */
@NullMarked
package io.github.asyncinit.metrics;

import org.jspecify.annotations.NullMarked;
