/**
 * Schemas: attribute definitions and their characteristics (RFC 7643 §2 and §7).
 *
 * <p>Start at {@link dev.scimlet.core.schema.Schema}. Definitions are built in code or read from the JSON form that
 * {@code /Schemas} shows. Faulty ones are refused when they are built. Nothing here holds values.
 */
@NullMarked
package dev.scimlet.core.schema;

import org.jspecify.annotations.NullMarked;
