/**
 * The servers that are measured, each a process of its own, and what they spend.
 *
 * <p>Start at {@link dev.scimlet.benchmarks.subject.Subject}: what to start, and how to speak to it. All subjects run with the
 * same flags and the same heap. {@link dev.scimlet.benchmarks.subject.SubjectMain} stands before each one's own main class and
 * tells on request what has been allocated and how much the heap holds; the processor time is read from outside, thread by thread,
 * see {@link dev.scimlet.benchmarks.subject.ProcessorTime}.
 */
@NullMarked
package dev.scimlet.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
