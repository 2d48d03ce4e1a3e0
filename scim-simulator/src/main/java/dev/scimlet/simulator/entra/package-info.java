/**
 * A simulated Microsoft Entra ID provisioning service, as far as its documentation and public reports tell.
 *
 * <p>Start at {@link dev.scimlet.simulator.entra.ProvisioningService}: it runs the cycles of a
 * {@link dev.scimlet.simulator.entra.ProvisioningJob} from a source directory to one SCIM endpoint on a virtual
 * clock. A cycle goes through phases (users that leave, users, references, groups, memberships); each makes work items,
 * which parallel workers carry out. What the service remembers between cycles is the state of synchronization, the
 * escrows and the quarantine. The words are those of Entra ID's administrators.
 */
@NullMarked
package dev.scimlet.simulator.entra;

import org.jspecify.annotations.NullMarked;
