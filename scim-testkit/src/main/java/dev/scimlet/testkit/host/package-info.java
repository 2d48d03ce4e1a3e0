/**
 * What stands between the wire and the service: the container, its filters, its security.
 *
 * <p>Start at {@link dev.scimlet.testkit.host.HostContract}. Nothing here looks at how resources are stored;
 * {@link dev.scimlet.testkit.contract.ResourceRepositoryContract} does.
 */
@NullMarked
package dev.scimlet.testkit.host;

import org.jspecify.annotations.NullMarked;
