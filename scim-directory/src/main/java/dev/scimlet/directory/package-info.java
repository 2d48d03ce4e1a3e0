/**
 * Directories: one is one customer's connection to its identity provider, with a tenant, credentials, a profile and limits.
 *
 * <p>Start at {@link dev.scimlet.directory.Directories}, which installs itself in a service. Where directories are kept is the
 * business of a {@link dev.scimlet.directory.DirectoryStore}. Nothing here knows users, groups or pages.
 */
@NullMarked
package dev.scimlet.directory;

import org.jspecify.annotations.NullMarked;
