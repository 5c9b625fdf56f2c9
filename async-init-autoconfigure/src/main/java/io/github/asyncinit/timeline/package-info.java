/**
 * What happened during a start-up, as immutable records, and what can be computed from
 * it: the critical path and the what-if.
 */
@NullMarked
package io.github.asyncinit.timeline;

import org.jspecify.annotations.NullMarked;
