package dev.scimlet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.discovery.ApplicationDiscovery;
import dev.scimlet.simulator.discovery.DiscoveredApplication;
import dev.scimlet.simulator.entra.AdminCredentials;
import dev.scimlet.simulator.entra.DirectoryComparison;
import dev.scimlet.simulator.entra.PatchDialect;
import dev.scimlet.simulator.entra.ProvisioningJob;
import dev.scimlet.simulator.entra.ProvisioningScope;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.TenantUrl;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.transport.HttpTransport;
import dev.scimlet.simulator.transport.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated Entra ID, with the mapping that it makes of what a quickstart says about itself. */
class SimulatedDirectoryTest {

    @TempDir
    private Path folder;

    @Test
    void mapsAllOfAQuickstart() throws Exception {
        try (TestClient quickstart = TestClient.of()) {
            assertThat(provisioned(quickstart).mapping()).isEqualTo(StandardMappings.nonGallery());
        }
    }

    @Test
    void mapsWhatAQuickstartOfFewAttributesHas() throws Exception {
        String user = file("user.json", """
                {"id": "urn:ietf:params:scim:schemas:core:2.0:User", "name": "User", "attributes": [
                  {"name": "userName", "type": "string", "required": true, "uniqueness": "server"},
                  {"name": "title", "type": "string", "mutability": "readOnly"},
                  {"name": "nickName", "type": "string", "required": true},
                  {"name": "active", "type": "boolean"}]}
                """);
        String type = file("type.json", """
                {"id": "User", "name": "User", "endpoint": "/Users", "schema": "urn:ietf:params:scim:schemas:core:2.0:User"}
                """);

        try (TestClient quickstart = TestClient.of("--schema", user, "--resource-type", type)) {
            DiscoveredApplication application = provisioned(quickstart);

            assertThat(application.mapping().users().attributes())
                    .extracting(row -> row.target().text())
                    .containsExactly("userName", "active", "externalId", "nickName");
            assertThat(application.leftOut()).contains("title (read-only)", "manager (not there)");
        }
    }

    private static DiscoveredApplication provisioned(TestClient quickstart) throws Exception {
        VirtualClock clock = new VirtualClock(Instant.parse("2026-03-02T08:30:00Z"));
        SourceDirectory directory = new DirectoryGenerator(1, 30, 4).generate(clock);
        HttpTransport transport = new HttpTransport(quickstart.baseUrl(), Duration.ofSeconds(60));
        DiscoveredApplication application = ApplicationDiscovery.read(transport, quickstart.token());
        ProvisioningJob job = ProvisioningJob.builder(
                        new AdminCredentials(
                                new TenantUrl(quickstart.baseUrl(), PatchDialect.COMPLIANT), quickstart.token()),
                        application.mapping())
                .scope(ProvisioningScope.all())
                .build();
        ProvisioningService entra = new ProvisioningService(job, directory, clock, transport, Pause.sleeping());
        for (int cycle = 0; cycle < 3; cycle++) {
            entra.runCycle();
            assertThat(entra.escrows()).isEmpty();
            assertThat(new DirectoryComparison(job, directory, transport).differences())
                    .isEqualTo(List.of());
            new RandomChanges(cycle).apply(directory, 15);
        }
        return application;
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
