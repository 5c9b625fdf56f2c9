/**
 * What the checkout needs besides products and payment.
 */
@NullMarked
package io.github.asyncinit.sample.checkout;

import org.jspecify.annotations.NullMarked;
