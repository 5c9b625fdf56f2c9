/**
 * Compares ways to start an application, each in JVMs of its own.
 */
package io.github.asyncinit.startup;
