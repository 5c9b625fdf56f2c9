/**
 * Auto-configuration, its properties and its failure analyzers.
 */
@NullMarked
package io.github.asyncinit.autoconfigure;

import org.jspecify.annotations.NullMarked;
