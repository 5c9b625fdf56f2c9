/**
 * Products, and what is built from them at start-up.
 */
@NullMarked
package io.github.asyncinit.sample.catalogue;

import org.jspecify.annotations.NullMarked;
