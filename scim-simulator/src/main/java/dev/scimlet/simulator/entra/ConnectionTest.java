package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.FailureKind;
import dev.scimlet.simulator.client.ResultPage;
import dev.scimlet.simulator.client.ScimClient;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.SynchronizationSchema;
import java.util.List;
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
            for (String path : matchingPaths(schema.users())) {
                findNobody(Locator.USERS, path, EntraQuery.equal(path, nobody));
            }
            if (schema.groups().isPresent()) {
                for (String path : matchingPaths(schema.groups().get())) {
                    findNobody(Locator.GROUPS, path, EntraQuery.equalWithoutMembers(path, nobody));
                }
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

    private void findNobody(String endpoint, String path, String query) throws ScimFailureException {
        ResultPage page;
        try {
            page = client.search(endpoint, query);
        } catch (ScimFailureException e) {
            throw e.kind() == FailureKind.REFUSED ? cannotSearch(path, e) : e;
        }
        if (page.totalResults() != 0 || !page.resources().isEmpty()) {
            throw ScimFailureException.of(
                    FailureKind.INCOMPATIBLE, "a search for a random GUID in " + endpoint + " found something");
        }
    }

    /** With the warning that stands in both tutorials. */
    private static ScimFailureException cannotSearch(String path, ScimFailureException refusal) {
        return ScimFailureException.of(
                FailureKind.INCOMPATIBLE,
                "'" + path + "' cannot be a matching attribute, as the application cannot search it ("
                        + refusal.reason()
                        + "). If you choose to change the matching target attribute, you will need to ensure that the"
                        + " application's API supports filtering based on that attribute");
    }

    private static List<String> matchingPaths(ObjectMapping mapping) {
        return mapping.matchingAttributes().stream()
                .map(row -> row.target().text())
                .toList();
    }
}
