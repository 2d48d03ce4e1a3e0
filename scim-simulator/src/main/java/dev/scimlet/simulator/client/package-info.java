/**
 * What all simulated identity providers have in common when they speak SCIM.
 *
 * <p>Start at {@link dev.scimlet.simulator.client.ScimClient}, which creates, reads, searches, patches, replaces
 * and deletes resources through a transport, and distrusts every answer: one that a real identity provider would stumble
 * over is a {@link dev.scimlet.simulator.client.ScimFailureException}. What is asked, in which order and in
 * which dialect, is the business of the packages for each identity provider.
 */
@NullMarked
package dev.scimlet.simulator.client;

import org.jspecify.annotations.NullMarked;
