/**
 * Clients of remote services.
 */
@NullMarked
package io.github.asyncinit.sample.remote;

import org.jspecify.annotations.NullMarked;
