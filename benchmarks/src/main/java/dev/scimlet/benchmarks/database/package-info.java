/**
 * The databases that subjects keep users and groups in: started, made ready, and asked what they spend.
 *
 * <p>Start at {@link dev.scimlet.benchmarks.database.SubjectDatabase}. Statements and round trips are counted from within the
 * subject, the processor time from outside: {@link dev.scimlet.benchmarks.database.DatabaseTime}.
 */
@NullMarked
package dev.scimlet.benchmarks.database;

import org.jspecify.annotations.NullMarked;
