/**
 * Product-catalogue service whose slow beans start asynchronously.
 */
@NullMarked
package io.github.asyncinit.sample;

import org.jspecify.annotations.NullMarked;
