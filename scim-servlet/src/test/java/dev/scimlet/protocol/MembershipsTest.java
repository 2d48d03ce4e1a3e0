package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which repository a service asks for the groups of users. */
final class MembershipsTest {

    private static final ResourceType TEAM = ResourceType.builder(
                    "Team",
                    Schema.of(
                            "urn:example:Team",
                            AttributeDefinition.string("displayName"),
                            Objects.requireNonNull(
                                    StandardTypes.group().definition().find("members"))))
            .endpoint("/Teams")
            .build();

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryRepository users =
            store.repository(StandardTypes.user()).build();
    private final InMemoryRepository groups =
            store.repository(StandardTypes.group()).build();
    private final InMemoryRepository teams = store.repository(TEAM).build();

    @Test
    void findsTheRepositoryOfGroupsByItself() {
        ScimService service = builder().repositories(users, groups).build();

        assertThat(groupsOfAMember(service, "Groups")).contains("\"display\":\"Tour Guides\"");
    }

    @Test
    void knowsNoGroupsWhereNoRepositoryDoes() {
        ScimService service = builder().repositories(users).build();

        String user = created(
                service,
                "/Users",
                "{'schemas':['" + StandardTypes.user().schema().id() + "'],'userName':'b'}");

        assertThat(call(service, "GET", "/Users/" + user, "").bodyText()).doesNotContain("groups");
    }

    @Test
    void asksWhichOfSeveralIsMeant() {
        ScimService.Builder several = builder().repositories(users, groups, teams);

        assertThatThrownBy(several::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "several repositories know memberships, those of Group and Team: say with memberships(…) from"
                                + " which one 'groups' is made");
    }

    @Test
    void takesTheOneThatIsNamedOfSeveral() {
        ScimService service =
                builder().repositories(users, groups, teams).memberships(teams).build();

        assertThat(groupsOfAMember(service, "Teams")).contains("\"display\":\"Tour Guides\"");
        assertThat(groupsOfAMember(service, "Groups")).doesNotContain("Tour Guides");
    }

    /** A user as she is read who is a member of a new group at the endpoint. */
    private static String groupsOfAMember(ScimService service, String endpoint) {
        String schema = endpoint.equals("Teams")
                ? "urn:example:Team"
                : StandardTypes.group().schema().id();
        String user = created(
                service,
                "/Users",
                "{'schemas':['" + StandardTypes.user().schema().id() + "'],'userName':'of " + endpoint + "'}");
        created(
                service,
                "/" + endpoint,
                "{'schemas':['" + schema + "'],'displayName':'Tour Guides','members':[{'value':'" + user + "'}]}");
        return call(service, "GET", "/Users/" + user, "").bodyText();
    }

    private static String created(ScimService service, String path, String body) {
        ScimResponse response = call(service, "POST", path, body);
        assertThat(response.status()).as(response.bodyText()).isEqualTo(201);
        String location = response.header("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static ScimResponse call(ScimService service, String method, String path, String body) {
        return service.handle(
                ScimRequest.builder(method, path).body(body.replace('\'', '"')).build());
    }

    private static ScimService.Builder builder() {
        return ScimService.builder().authenticator(request -> new Authentication.Accepted("tester", null));
    }
}
