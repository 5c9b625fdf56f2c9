/**
 * Starts the service sequentially and in parallel and compares both.
 */
@NullMarked
package io.github.asyncinit.sample.compare;

import org.jspecify.annotations.NullMarked;
