/**
 * Signed JSON Web Tokens and sets of public keys (RFC 7515, 7517, 7519), as far as assertions of clients need them, with the
 * signatures of the JDK.
 *
 * <p>Start at {@link dev.scimlet.directory.jose.JsonWebToken}. Nothing here signs, encrypts or fetches, and nothing here knows
 * whom to believe.
 */
@NullMarked
package dev.scimlet.directory.jose;

import org.jspecify.annotations.NullMarked;
