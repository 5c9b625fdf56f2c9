/**
 * Measures what each slow initializer costs.
 */
@NullMarked
package io.github.asyncinit.sample.init;

import org.jspecify.annotations.NullMarked;
