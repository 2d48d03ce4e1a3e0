/**
 * HTTP/1.1 as it stands on the wire: exchanges in which the caller decides every byte that matters.
 *
 * <p>Start at {@link dev.scimlet.testkit.http.WireClient}. General HTTP clients normalise request targets, refuse square
 * brackets and add headers of their own; identity providers do none of that, and a test that wants to be one of them
 * must not either. The client adds {@code Host} and the length of a body and nothing else. It follows no redirects,
 * keeps no cookies and decodes no content; it is for tests and simulations, not for talking to strangers.
 */
@NullMarked
package dev.scimlet.testkit.http;

import org.jspecify.annotations.NullMarked;
