/**
 * How a simulated client's requests reach the service provider.
 *
 * <p>Start at {@link dev.scimlet.simulator.transport.ScimTransport}, which takes a request as it stands on the
 * wire and gives the answer. {@link dev.scimlet.simulator.transport.HttpTransport} speaks HTTP;
 * {@link dev.scimlet.simulator.transport.RetryAfterTransport} and
 * {@link dev.scimlet.simulator.transport.FaultInjectingTransport} stand in front of another transport and wait
 * out a 429 or lose answers. Nothing here knows JSON or SCIM resources.
 */
@NullMarked
package dev.scimlet.simulator.transport;

import org.jspecify.annotations.NullMarked;
