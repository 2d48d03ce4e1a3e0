/**
 * The SCIM protocol (RFC 7644), without a servlet container.
 */
@NullMarked
package dev.scimlet.protocol;

import org.jspecify.annotations.NullMarked;
