package dev.scimlet.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.DirectoryMeasure.Kind;
import dev.scimlet.protocol.message.ScimResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What metrics are told, and what administrators are warned of. */
final class DirectoryMeasureTest {

    private final List<DirectoryMeasure> measures = new ArrayList<>();
    private final TestService test = new TestService(
            new InMemoryDirectoryStore(),
            builder -> builder.onMeasure(measures::add).places(4),
            same -> same);

    @AfterEach
    void close() {
        test.close();
    }

    private static DirectoryMeasure requests(String result) {
        return new DirectoryMeasure(
                "scimlet.directory.requests", Kind.COUNT, 1, Map.of("provider", "entra_id", "result", result));
    }

    private static DirectoryMeasure gauge(String name, long value) {
        return new DirectoryMeasure("scimlet.directory." + name, Kind.GAUGE, value, Map.of());
    }

    @Test
    void countsRequestsByTheirResultAndNamesNobody() {
        String token = test.pastedToken().secret();
        test.get(token);
        test.scim("GET", "/acme/Users/none", "Bearer " + token);
        test.create(token, "a");
        test.create(token, "a");
        test.get("unknown-to-everybody-0123456789");
        test.directories.pause(test.acme.id());
        test.get(token);

        assertThat(measures)
                .containsExactly(
                        requests("success"),
                        requests("success"),
                        requests("success"),
                        requests("rejected"),
                        requests("unavailable"));
        assertThat(measures.toString()).doesNotContain("acme", test.acme.id(), test.acme.clientId());
    }

    @Test
    void namesTenantsWhereItIsAskedTo() {
        List<DirectoryMeasure> also = new ArrayList<>();
        measures.clear();
        try (TestService named = new TestService(
                new InMemoryDirectoryStore(),
                builder -> builder.onMeasure(measures::add).onMeasure(also::add).measureTenants(),
                same -> same)) {
            named.get(named.pastedToken().secret());
        }

        assertThat(measures)
                .contains(new DirectoryMeasure(
                        "scimlet.directory.requests",
                        Kind.COUNT,
                        1,
                        Map.of("provider", "entra_id", "result", "success", "tenant", "acme")));
        assertThat(also).isEqualTo(measures);
    }

    @Test
    void countsTokens() {
        test.bySecret(test.acme.clientId(), test.secretText());
        test.bySecret(test.acme.clientId(), "wrong");

        assertThat(measures)
                .extracting(DirectoryMeasure::tags)
                .contains(Map.of("result", "issued"), Map.of("result", "refused"));
    }

    @Test
    void tellsHowManyAreProbablyInQuarantineAndHowManyAreSilent() {
        String token = test.pastedToken().secret();
        for (int hour = 0; hour < 30; hour++) {
            test.get(token);
            test.clock.pass(Duration.ofHours(1));
        }
        measures.clear();
        test.directories.write();
        assertThat(measures).containsExactly(gauge("seen", 1), gauge("quarantined", 0), gauge("silent", 0));

        test.clock.pass(Duration.ofHours(4));
        measures.clear();
        test.directories.write();
        assertThat(measures).contains(gauge("silent", 1));

        test.directories.disable(test.acme.id());
        for (int request = 0; request < 5; request++) {
            assertThat(test.get(token).status()).isEqualTo(401);
        }
        measures.clear();
        test.directories.write();
        assertThat(measures).containsExactly(gauge("seen", 1), gauge("quarantined", 1), gauge("silent", 0));
        assertThat(test.directories.health(test.acme.id()).probablyInQuarantine())
                .isTrue();
    }

    @Test
    void warnsOnceOfEachCredentialThatEnds() {
        NewCredential token = test.directories.credentials().createToken(test.acme.id(), "old", Duration.ofDays(20));
        test.directories.credentials().createSecret(test.acme.id(), "lasting");
        test.audit.clear();

        test.directories.warnOfEndings();
        test.directories.warnOfEndings();

        assertThat(test.audit)
                .extracting(AuditEntry::event, AuditEntry::keyId, AuditEntry::detail)
                .containsExactly(org.assertj.core.api.Assertions.tuple(
                        AuditEntry.Event.CREDENTIAL_ENDING,
                        token.credential().id(),
                        "the last token, 'old', ends within 30 days"));
        assertThat(measures)
                .contains(
                        new DirectoryMeasure("scimlet.directory.ending", Kind.GAUGE, 1, Map.of("days", "30")),
                        new DirectoryMeasure("scimlet.directory.ending", Kind.GAUGE, 0, Map.of("days", "7")));

        test.clock.pass(Duration.ofDays(14));
        test.directories.warnOfEndings();
        assertThat(test.lastAudit().detail()).isEqualTo("the last token, 'old', ends within 7 days");
    }

    @Test
    void servesThoughAListenerFails() {
        try (TestService failing = new TestService(
                new InMemoryDirectoryStore(),
                builder -> builder.onMeasure(measure -> {
                    throw new IllegalStateException("the registry is closed");
                }),
                same -> same)) {
            ScimResponse answer = failing.get(failing.pastedToken().secret());
            assertThat(answer.status()).isEqualTo(200);
        }
    }
}
