/**
 * Geographic location of addresses.
 */
@NullMarked
package io.github.asyncinit.sample.geo;

import org.jspecify.annotations.NullMarked;
