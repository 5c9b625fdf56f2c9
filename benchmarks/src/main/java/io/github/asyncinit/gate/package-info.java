/**
 * What it costs to call a bean through its gate.
 */
package io.github.asyncinit.gate;
