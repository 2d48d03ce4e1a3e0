/**
 * What single steps of a request cost, in process, with JMH.
 *
 * <p>Start at the class whose name says the step. Run with {@code -prof gc}: allocation repeats within two percent, time does
 * not.
 */
@NullMarked
package dev.scimlet.benchmarks.inprocess;

import org.jspecify.annotations.NullMarked;
