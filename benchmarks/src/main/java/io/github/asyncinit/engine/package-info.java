/**
 * Benchmarks of the scheduler.
 */
package io.github.asyncinit.engine;
