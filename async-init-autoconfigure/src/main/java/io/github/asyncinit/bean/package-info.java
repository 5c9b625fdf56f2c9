/**
 * Integration with the Spring container: which beans are asynchronous, their callbacks,
 * gates, edges, barrier and destruction.
 */
@NullMarked
package io.github.asyncinit.bean;

import org.jspecify.annotations.NullMarked;
