/**
 * The floor: what the same work costs on the same Jetty without a SCIM library.
 *
 * <p>Start at {@link dev.scimlet.benchmarks.floor.FloorServer}. Jackson parses a body to a tree, a map keeps it, Jackson writes
 * it back. Filters and PATCH bodies of the load are recognised by hand, and nothing is checked: no credentials, no schema, no
 * uniqueness. Answers have the form and the size that a SCIM service provider gives them. It is a measure and nothing else:
 * what the load does not send, it does not know.
 */
@NullMarked
package dev.scimlet.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
