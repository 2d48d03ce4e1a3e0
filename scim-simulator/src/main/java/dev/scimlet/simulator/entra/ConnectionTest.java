package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.FailureKind;
import dev.scimlet.simulator.client.ResultPage;
import dev.scimlet.simulator.client.ScimClient;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.SynchronizationSchema;
import java.util.UUID;

/** Looks for users and groups that cannot exist: the answers must be empty lists. */
final class ConnectionTest {

    private final ScimClient client;
    private final SynchronizationSchema schema;

    ConnectionTest(ScimClient client, SynchronizationSchema schema) {
        this.client = client;
        this.schema = schema;
    }

    ConnectionTestResult run() {
        String nobody = UUID.randomUUID().toString();
        try {
            findNobody(Locator.USERS, EntraQuery.equal(matchingPath(schema.users()), nobody));
            if (schema.groups().isPresent()) {
                String path = matchingPath(schema.groups().get());
                findNobody(Locator.GROUPS, EntraQuery.equalWithoutMembers(path, nobody));
            }
            return new ConnectionTestResult(true, "", "the supplied credentials are authorized to enable provisioning");
        } catch (ScimFailureException e) {
            return e.kind() == FailureKind.UNAUTHORIZED
                    ? new ConnectionTestResult(
                            false,
                            "InvalidCredentials",
                            "you appear to have entered invalid credentials: " + e.reason() + advice(e))
                    : new ConnectionTestResult(false, Attempt.errorCode(e.kind()), e.reason());
        }
    }

    /** The application knows the secret and refuses its owner: what both tutorials then say. */
    private static String advice(ScimFailureException refusal) {
        return refusal.status() == 403
                ? ". Check that the account of the secret token has administrator's rights in the application"
                : "";
    }

    private void findNobody(String endpoint, String query) throws ScimFailureException {
        ResultPage page = client.search(endpoint, query);
        if (page.totalResults() != 0 || !page.resources().isEmpty()) {
            throw ScimFailureException.of(
                    FailureKind.INCOMPATIBLE, "a search for a random GUID in " + endpoint + " found something");
        }
    }

    private static String matchingPath(ObjectMapping mapping) {
        return mapping.matchingAttributes().get(0).target().text();
    }
}
