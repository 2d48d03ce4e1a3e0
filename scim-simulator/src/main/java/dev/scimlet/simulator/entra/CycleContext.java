package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.ScimClient;
import dev.scimlet.simulator.directory.SourceDirectory;

/** What all work of one cycle uses. */
record CycleContext(
        ProvisioningJob job,
        ScimClient client,
        PatchWriter patchWriter,
        SynchronizationState state,
        SourceDirectory directory,
        ScopeEvaluation scope) {}
