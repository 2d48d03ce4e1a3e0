/**
 * The source directory of a simulated identity provider: its users, groups and assignments, and how they change.
 *
 * <p>Start at {@link dev.scimlet.simulator.directory.SourceDirectory}. Every change is a
 * {@link dev.scimlet.simulator.directory.DirectoryChange}, applied at once, by a schedule on the virtual clock,
 * or drawn by {@link dev.scimlet.simulator.directory.RandomChanges}. A directory is generated
 * ({@link dev.scimlet.simulator.directory.DirectoryGenerator}) or read from a file
 * ({@link dev.scimlet.simulator.directory.DirectoryFile}). Nothing here knows SCIM.
 */
@NullMarked
package dev.scimlet.simulator.directory;

import org.jspecify.annotations.NullMarked;
