/**
 * What it costs to record the timeline of a start.
 */
package io.github.asyncinit.timeline;
