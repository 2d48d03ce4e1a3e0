package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.log.LoggedIdentity;
import dev.scimlet.simulator.log.ProvisioningLogEntry;

/**
 * One object, or one batch of members, to be dealt with in a phase.
 *
 * @param lane items of one lane are dealt with one after the other, in their order; lanes run side by side
 */
record WorkItem(EscrowKey key, LoggedIdentity identity, String lane, Task task) {

    /** What is to be done. */
    @FunctionalInterface
    interface Task {

        ProvisioningLogEntry run(Attempt attempt) throws ScimFailureException;
    }
}
