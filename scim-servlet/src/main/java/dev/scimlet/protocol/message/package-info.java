/**
 * What comes in and what goes out, without a container: for a host that does its own HTTP.
 *
 * <p>A binding makes a {@link dev.scimlet.protocol.message.ScimRequest} of what its server received, gives it to the service
 * and sends the {@link dev.scimlet.protocol.message.ScimResponse}; {@code dev.scimlet.servlet} does so for Jakarta Servlet. Nothing
 * here knows what a request asks for.
 */
@NullMarked
package dev.scimlet.protocol.message;

import org.jspecify.annotations.NullMarked;
