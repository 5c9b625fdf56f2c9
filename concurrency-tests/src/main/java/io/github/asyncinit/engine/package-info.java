/**
 * The scheduler under jcstress.
 */
package io.github.asyncinit.engine;
