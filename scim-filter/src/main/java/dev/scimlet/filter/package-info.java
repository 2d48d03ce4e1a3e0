/**
 * The language of SCIM filters (RFC 7644 §3.4.2.2), attribute paths (§3.10) and PATCH paths (§3.5.2).
 *
 * <p>Start at {@link dev.scimlet.filter.Filter#parse} for a filter by itself, and at
 * {@link dev.scimlet.filter.FilterSyntax} to read text with known schema URNs, tolerances and limits. The trees are
 * immutable, print themselves as canonical text and may be shared between threads. A text that is not in the language
 * is a {@link dev.scimlet.filter.SyntaxException} with the position of the mistake. Nothing here knows a schema: whether
 * an attribute exists, and whether an operator fits its type, is decided by whoever holds the definitions.
 */
@NullMarked
package dev.scimlet.filter;

import org.jspecify.annotations.NullMarked;
