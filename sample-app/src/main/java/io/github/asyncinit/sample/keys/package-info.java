/**
 * Keys that sign receipts, and keys that prove who somebody is.
 */
@NullMarked
package io.github.asyncinit.sample.keys;

import org.jspecify.annotations.NullMarked;
