/**
 * Resources and what they hold, and the paths and filters that address it (RFC 7643 §3, RFC 7644 §3.4.2.2, §3.10).
 *
 * <p>Start at {@link dev.scimlet.core.resource.Resource}. Everything is immutable and shares structure: a changed
 * resource keeps what did not change. Paths and filters are bound to definitions once, by
 * {@link dev.scimlet.core.resource.PathBinder}; after that nothing compares names.
 */
@NullMarked
package dev.scimlet.core.resource;

import org.jspecify.annotations.NullMarked;
