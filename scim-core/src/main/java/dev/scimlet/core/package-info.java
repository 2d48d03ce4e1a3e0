/**
 * The model and rules of SCIM (RFC 7643).
 */
@NullMarked
package dev.scimlet.core;

import org.jspecify.annotations.NullMarked;
