/**
 * Who sends requests, for which tenant, and what they may do and see: what a host says of its clients.
 *
 * <p>Start at {@link dev.scimlet.protocol.access.Authenticator}, without which no service is built, and {@link
 * dev.scimlet.protocol.access.BearerTokens}, the one that most use; {@link dev.scimlet.protocol.access.AccessPolicy} says who may do
 * what. Nothing here answers requests: the service asks, and answers.
 */
@NullMarked
package dev.scimlet.protocol.access;

import org.jspecify.annotations.NullMarked;
