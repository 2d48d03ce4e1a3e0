/**
 * Requests to addresses that somebody else has named: over TLS, to the address that was looked at, without redirects. What leads into a
 * network of our own is not reached.
 *
 * <p>Start at {@link dev.scimlet.directory.https.HttpsClient}. The package is for this module alone.
 */
@NullMarked
package dev.scimlet.directory.https;

import org.jspecify.annotations.NullMarked;
