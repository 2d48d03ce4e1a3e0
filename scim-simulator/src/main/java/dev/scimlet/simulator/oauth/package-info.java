/**
 * How a simulated identity provider authenticates other than by a pasted token: it fetches access tokens (RFC 6749 §4.4) with a
 * secret, or with assertions that it signs (RFC 7523 §2.2), itself or as an issuer of workload identities.
 *
 * <p>Start at {@link dev.scimlet.simulator.oauth.AccessTokens}, which stands in front of a transport; {@link
 * dev.scimlet.simulator.oauth.TokenClient} fetches for it. {@link dev.scimlet.simulator.oauth.SigningKeys} can be rotated, and be
 * unknown to the service. Nothing here checks what others have signed.
 */
@NullMarked
package dev.scimlet.simulator.oauth;

import org.jspecify.annotations.NullMarked;
