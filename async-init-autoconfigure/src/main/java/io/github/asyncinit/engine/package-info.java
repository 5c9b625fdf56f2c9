/**
 * The scheduler: entries run out of order and retire in the order of their cookies.
 */
@NullMarked
package io.github.asyncinit.engine;

import org.jspecify.annotations.NullMarked;
