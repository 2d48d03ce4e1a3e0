package dev.scimlet.testkit.simulator.entra;

import dev.scimlet.testkit.simulator.client.ScimClient;
import dev.scimlet.testkit.simulator.directory.SourceDirectory;

/** What all work of one cycle uses. */
record CycleContext(
        ProvisioningJob job,
        ScimClient client,
        PatchWriter patchWriter,
        SynchronizationState state,
        SourceDirectory directory,
        ScopeEvaluation scope) {}
