/**
 * What runs in the JVMs that are started: without a reference to what is compared.
 */
package io.github.asyncinit.startup.app;
