/**
 * The log of provisioning: who asked for what, about which resource by name, how it ended and why, in a sentence.
 *
 * <p>Start at {@link dev.scimlet.directory.log.ProvisioningLog}. A change is logged in the unit that stores it; what changes nothing is logged
 * beside the request, and summed up. It is for the customer's administrators and for support; it is no log of the server.
 */
@NullMarked
package dev.scimlet.directory.log;

import org.jspecify.annotations.NullMarked;
