/**
 * What the subjects are loaded with, and the work they are given.
 *
 * <p>Start at {@link dev.scimlet.benchmarks.load.Workloads}. The data is the same for every subject and every run: it is made
 * from a fixed seed, and a request is made from its number in the sequence. A workload restores what it created, so that
 * the sizes stay, and checks one answer in full. The client here counts for nothing in the figures: it runs in a process of
 * its own.
 */
@NullMarked
package dev.scimlet.benchmarks.load;

import org.jspecify.annotations.NullMarked;
