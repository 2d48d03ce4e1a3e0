/**
 * The provisioning log: what a provisioning service did to each object, step by step, as administrators read it.
 *
 * <p>Start at {@link dev.scimlet.simulator.log.ProvisioningLog}, a list of
 * {@link dev.scimlet.simulator.log.ProvisioningLogEntry} that can be written as JSON, with the names of
 * Microsoft Graph's {@code provisioningObjectSummary}, and as CSV. An entry says what was attempted and what became of it;
 * why a service decides so is not known here.
 */
@NullMarked
package dev.scimlet.simulator.log;

import org.jspecify.annotations.NullMarked;
