/**
 * The SCIM protocol without a container: requests in, answers out (RFC 7644).
 *
 * <p>Start at {@link dev.scimlet.protocol.ScimService}, which is built once from repositories and an {@link
 * dev.scimlet.protocol.access.Authenticator} and then handles requests from many threads. {@code dev.scimlet.servlet} binds it to
 * Jakarta Servlet; another binding is one small class over {@code dev.scimlet.protocol.message}. Who may do what is said with
 * {@code dev.scimlet.protocol.access}. Nothing here knows a servlet, and nothing here stores.
 */
@NullMarked
package dev.scimlet.protocol;

import org.jspecify.annotations.NullMarked;
