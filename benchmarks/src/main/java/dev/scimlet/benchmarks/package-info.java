/**
 * What Scimlet costs, measured: over HTTP against a bare servlet, and in process with JMH.
 *
 * <p>Start at {@link dev.scimlet.benchmarks.Main}. The README beside this module has one command for each table. Nothing here
 * is published, and nothing here is a test: a figure depends on the machine, only ratios of one run count.
 */
@NullMarked
package dev.scimlet.benchmarks;

import org.jspecify.annotations.NullMarked;
