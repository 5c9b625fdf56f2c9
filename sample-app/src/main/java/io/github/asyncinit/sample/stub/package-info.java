/**
 * Stands for the remote services that a real deployment has.
 */
@NullMarked
package io.github.asyncinit.sample.stub;

import org.jspecify.annotations.NullMarked;
