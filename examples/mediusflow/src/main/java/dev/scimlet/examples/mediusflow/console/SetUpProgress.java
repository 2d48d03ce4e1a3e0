package dev.scimlet.examples.mediusflow.console;

import dev.scimlet.examples.mediusflow.account.UserConfigurations;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecret;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Which steps of connecting a directory are done. */
final class SetUpProgress {

    private final ProvisioningSecrets secrets;
    private final UserConfigurations configurations;
    private final Clock clock;

    SetUpProgress(ConsoleSettings settings) {
        this.secrets = new ProvisioningSecrets(settings.database(), settings.clock());
        this.configurations = new UserConfigurations(settings.database(), settings.clock());
        this.clock = settings.clock();
    }

    Steps of(Tenant tenant) {
        Instant now = clock.instant();
        List<ProvisioningSecret> all = secrets.of(tenant);
        return new Steps(
                stillVerified(tenant, all, now),
                !tenant.directoryId().isEmpty() || tenant.directoryWithoutId(),
                tenant.provisioningEnabled(),
                all.stream()
                        .filter(secret -> secret.state(now) == ProvisioningSecret.State.LIVE)
                        .count(),
                tenant.linkCopied().isPresent()
                        || all.stream().anyMatch(secret -> secret.lastUsed().isPresent()),
                !configurations.of(tenant).isEmpty());
    }

    /** What was verified holds until provisioning is switched off, or a secret ends that could be used then. */
    private static boolean stillVerified(Tenant tenant, List<ProvisioningSecret> all, Instant now) {
        return tenant.provisioningEnabled()
                && tenant.verified()
                        .filter(when -> all.stream()
                                .flatMap(secret -> secret.ended(now).stream())
                                .noneMatch(end -> end.isAfter(when)))
                        .isPresent();
    }

    /**
     * What is done.
     *
     * @param verified whether the connection was found to work as it is saved now
     * @param linked whether the SCIM link was copied, or a directory has come along it
     */
    record Steps(
            boolean verified,
            boolean directory,
            boolean provisioning,
            long liveSecrets,
            boolean linked,
            boolean configured) {

        static final long ALL = 6;

        boolean secret() {
            return liveSecrets > 0;
        }

        long done() {
            return Stream.of(verified, directory, provisioning, secret(), linked, configured)
                    .filter(step -> step)
                    .count();
        }
    }
}
