/**
 * The filter and path language of SCIM (RFC 7644 §3.4.2.2, §3.5.2).
 */
@NullMarked
package dev.scimlet.filter;

import org.jspecify.annotations.NullMarked;
