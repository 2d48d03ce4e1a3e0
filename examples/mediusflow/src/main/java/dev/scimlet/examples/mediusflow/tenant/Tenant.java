package dev.scimlet.examples.mediusflow.tenant;

import java.time.Instant;
import java.util.Optional;

/**
 * One installation of a customer: its accounts, companies and secrets are its own.
 *
 * @param slug what the SCIM link and the console's addresses call it, unique among all tenants
 * @param directoryId the id of the directory that provisions it, empty until somebody entered it
 * @param directoryWithoutId whether somebody said that the directory has no such id
 * @param linkCopied when somebody copied the SCIM link
 * @param verified when the whole connection was last found to work; empty if it was found not to since
 */
public record Tenant(
        String id,
        String organisationId,
        String slug,
        String name,
        Environment environment,
        String directoryId,
        boolean directoryWithoutId,
        Optional<Instant> linkCopied,
        boolean provisioningEnabled,
        Optional<Instant> verified) {

    /** What a tenant is for. */
    public enum Environment {
        PRODUCTION("Production"),
        TEST("Test");

        private final String label;

        Environment(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
