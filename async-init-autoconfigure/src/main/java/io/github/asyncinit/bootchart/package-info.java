/**
 * Pictures of a timeline: SVG, HTML, text and Chrome trace.
 */
@NullMarked
package io.github.asyncinit.bootchart;

import org.jspecify.annotations.NullMarked;
