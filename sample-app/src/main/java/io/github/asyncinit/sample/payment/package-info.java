/**
 * Payment providers, registered in a fixed order.
 */
@NullMarked
package io.github.asyncinit.sample.payment;

import org.jspecify.annotations.NullMarked;
