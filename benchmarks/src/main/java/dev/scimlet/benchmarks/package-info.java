/**
 * JMH benchmarks.
 */
@NullMarked
package dev.scimlet.benchmarks;

import org.jspecify.annotations.NullMarked;
