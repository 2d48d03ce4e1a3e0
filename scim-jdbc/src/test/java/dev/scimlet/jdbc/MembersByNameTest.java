package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.jdbc.ServiceClient.Answer;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.testkit.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of a member besides its id, whoever looks for it: the service, or the statement that adds it. */
@Timeout(120)
final class MembersByNameTest {

    /** In full width: a user name has another key than other texts. */
    private static final String WIDE = "\uff22arbara";

    private CountingDataSource dataSource = new CountingDataSource(TestDatabase.POSTGRESQL.empty());
    private ServiceClient client = client(false);

    private void start(TestDatabase database, boolean integrity) {
        dataSource = new CountingDataSource(database.empty());
        client = client(integrity);
    }

    private ServiceClient client(boolean integrity) {
        ScimService.Builder builder = builder();
        return ServiceClient.of(integrity ? builder.referentialIntegrity() : builder);
    }

    private ScimService.Builder builder() {
        List<JdbcRepository> repositories = repositories();
        return ScimService.builder().repositories(repositories.get(0), repositories.get(1));
    }

    private List<JdbcRepository> repositories() {
        List<JdbcRepository> repositories = new ArrayList<>();
        for (var type : List.of(StandardTypes.user(), StandardTypes.group())) {
            JdbcRepository repository =
                    JdbcRepository.inOwnTables(type, dataSource).build();
            repository.createTables();
            repositories.add(repository);
        }
        return repositories;
    }

    private static String withoutMembers(String group) {
        return "/Groups/" + group + "?excludedAttributes=members";
    }

    private static String add(String entries) {
        return "{\"op\":\"add\",\"path\":\"members\",\"value\":[" + entries + "]}";
    }

    private static String entry(String id) {
        return "{\"value\":\"" + id + "\"}";
    }

    private static String entry(String id, String type, String display) {
        return "{\"value\":\"" + id + "\",\"type\":\"" + type + "\",\"display\":\"" + display + "\"}";
    }

    /** Type and name of each member, in their order, and whether a filter finds the group by the name. */
    private List<String> told(String group) {
        List<String> told = new ArrayList<>();
        Json members =
                client.get("/Groups/" + group).is(200).json().at("/members").orElseThrow();
        for (Json member : ((Json.JsonArray) members).elements()) {
            String type = member.at("/type").flatMap(Json::asString).orElse("");
            String display = member.at("/display").flatMap(Json::asString).orElse("");
            told.add(type + " " + display + (isFoundBy(display) ? "" : ", which is not found"));
        }
        return told;
    }

    private boolean isFoundBy(String display) {
        String filter = "members.display eq \"" + display.toUpperCase(Locale.ROOT) + "\"";
        return !client.get("/Groups?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8))
                .is(200)
                .text("/Resources/0/id")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsWhatTheServiceKnowsOfMembers(TestDatabase database) {
        for (boolean integrity : List.of(false, true)) {
            start(database, integrity);
            String group = client.createGroup("Guides");
            String shown = client.post(
                            "/Users",
                            ServiceClient.user(
                                    "a", ",\"displayName\":\"Babs\",\"name\":{\"formatted\":\"Barbara Jensen\"}"))
                    .id();
            String formatted = client.post(
                            "/Users", ServiceClient.user("b", ",\"name\":{\"formatted\":\"STRASSE Jensen\"}"))
                    .id();
            String named = client.createUser("CJensen");
            String wide = client.createUser(WIDE);
            String nested = client.createGroup("\u00c4rzte");

            for (String id : List.of(shown, formatted, named, wide, nested)) {
                client.patch(withoutMembers(group), add(entry(id))).is(200);
            }
            assertThat(told(group))
                    .containsExactly(
                            "User Babs", "User STRASSE Jensen", "User CJensen", "User " + WIDE, "Group \u00c4rzte");
            assertThat(client.get("/Groups/" + group).version()).isEqualTo("W/\"6\"");

            // Several at once, with what the client says of them
            String other = client.createGroup("Others");
            client.patch(
                            withoutMembers(other),
                            add(entry(wide, "Group", "x") + "," + entry(nested, "User", "y") + "," + entry(shown)))
                    .is(200);
            assertThat(told(other)).containsExactlyInAnyOrder("User " + WIDE, "Group \u00c4rzte", "User Babs");
            // Who is in already is called as before, or as whoever is told of again
            client.patch(withoutMembers(other), add(entry(shown, "Group", "z"))).is(200);
            assertThat(told(other)).containsExactlyInAnyOrder("User " + WIDE, "Group \u00c4rzte", "User Babs");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsWhatTheClientSaysOfNobody(TestDatabase database) {
        start(database, false);
        String group = client.createGroup("Guides");
        String other = client.in("other").createUser("bjensen");

        client.patch(withoutMembers(group), add(entry("nobody", "User", "Nobody")))
                .is(200);
        client.patch(withoutMembers(group), add(entry(other))).is(200);

        Answer read = client.get("/Groups/" + group).is(200);
        assertThat(read.text("/members/0/display")).isEqualTo("Nobody");
        assertThat(read.text("/members/1/value")).isEqualTo(other);
        assertThat(read.text("/members/1/display")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refusesNobodyWhereMembersMustExist(TestDatabase database) {
        start(database, true);
        String group = client.createGroup("Guides");
        String other = client.in("other").createUser("bjensen");

        for (String id : List.of("nobody", other)) {
            Answer refused = client.patch(withoutMembers(group), add(entry(id))).is(400);
            assertThat(refused.text("/scimType")).isEqualTo("invalidValue");
            assertThat(refused.text("/detail"))
                    .isEqualTo("'members' refers to resources that do not exist: [" + id + "]");
        }
        assertThat(client.members(group)).isEmpty();
        assertThat(client.get("/Groups/" + group).version()).isEqualTo("W/\"1\"");
    }

    /** Whom a client may not know of it is not told the name of. */
    @Test
    void tellsNoNameOfWhomTheClientMayNotKnow() {
        AccessPolicy policy = new AccessPolicy() {
            @Override
            public boolean permits(
                    RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
                return true;
            }

            @Override
            public Optional<BoundFilter> visibility(RequestContext context, ResourceType type) {
                return type.name().equals("User")
                        ? Optional.of(BoundFilter.compare(type.path("userName"), CompareOperator.SW, "a"))
                        : Optional.empty();
            }
        };
        String hidden = client.createUser("bjensen");
        String seen = client.createUser("ajensen");
        client = ServiceClient.of(builder().accessPolicy(policy));
        String group = client.createGroup("Guides");

        client.patch(withoutMembers(group), add(entry(hidden))).is(200);
        client.patch(withoutMembers(group), add(entry(seen))).is(200);

        Answer read = client.get("/Groups/" + group).is(200);
        assertThat(read.text("/members/0/display")).isEmpty();
        assertThat(read.text("/members/1/display")).isEqualTo("ajensen");
        assertThat(TestDatabase.value(dataSource, "SELECT COUNT(*) FROM scim_group_members WHERE display IS NOT NULL"))
                .isEqualTo("1");
    }

    /** A unit that cannot take back what leads nowhere reads and writes the whole list. */
    @Test
    void keepsItWhereTheServiceHasNoTransactionsInCommon() {
        client = ServiceClient.of(builder().referentialIntegrity().unitOfWork(UnitOfWork.ordered()));
        String user = client.createUser("bjensen");
        String group = client.createGroup("Guides");

        client.patch(withoutMembers(group), add(entry(user, "Group", "x"))).is(200);

        assertThat(told(group)).containsExactly("User bjensen");
    }

    /** Groups of two services, one of which knows no users. */
    @Test
    void looksForMembersWhereTheServiceHasThem() {
        List<JdbcRepository> both = repositories();
        client = ServiceClient.of(ScimService.builder().repositories(both.get(0), both.get(1)));
        ServiceClient ofGroups = ServiceClient.of(ScimService.builder().repositories(both.get(1)));
        String user = client.createUser("bjensen");
        String first = client.createGroup("Guides");
        String second = client.createGroup("Others");

        client.patch(withoutMembers(first), add(entry(user, "User", "As given")))
                .is(200);
        ofGroups.patch(withoutMembers(second), add(entry(user, "User", "As given")))
                .is(200);

        assertThat(told(first)).containsExactly("User bjensen");
        assertThat(told(second)).containsExactly("User As given");
    }

    // ---- two at once

    /** The statement that adds began before the other was stored, and sees the list as it was then. */
    private Answer addedMeanwhile(String group, String id, String... changes) throws SQLException {
        try (Connection busy = dataSource.getConnection();
                Statement statement = busy.createStatement()) {
            busy.setAutoCommit(false);
            statement.execute("SELECT 1 FROM scim_group WHERE id = '" + group + "' FOR UPDATE");
            for (String change : changes) {
                statement.execute(change);
            }
            CompletableFuture<Answer> add =
                    CompletableFuture.supplyAsync(() -> client.patch(withoutMembers(group), add(entry(id))));
            while (TestDatabase.value(
                            dataSource, "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                    .equals("0")) {
                Thread.onSpinWait();
            }
            busy.commit();
            busy.setAutoCommit(true);
            return add.join();
        }
    }

    @Test
    void addsWhoIsTakenOutMeanwhile() throws SQLException {
        String user = client.createUser("bjensen");
        String group = client.createGroup("Guides", user);

        Answer added = addedMeanwhile(
                group,
                user,
                "DELETE FROM scim_group_members WHERE owner_id = '" + group + "'",
                "UPDATE scim_group SET version = 2 WHERE id = '" + group + "'");

        assertThat(added.is(200).version()).isEqualTo("W/\"3\"");
        assertThat(told(group)).containsExactly("User bjensen");
    }

    @Test
    void addsNobodyTwiceWhoIsAddedMeanwhile() throws SQLException {
        String user = client.createUser("bjensen");
        String group = client.createGroup("Guides");

        Answer added = addedMeanwhile(
                group,
                user,
                "INSERT INTO scim_group_members (tenant, owner_id, ordinal, value_) SELECT tenant, id, 1, '" + user
                        + "' FROM scim_group WHERE id = '" + group + "'",
                "UPDATE scim_group SET version = 2 WHERE id = '" + group + "'");

        assertThat(added.is(200).version()).isEqualTo("W/\"2\"");
        assertThat(client.members(group)).containsExactly(user);
    }

    @Test
    void addsToNoGroupThatIsDeletedMeanwhile() throws SQLException {
        String user = client.createUser("bjensen");
        String group = client.createGroup("Guides");

        addedMeanwhile(group, user, "DELETE FROM scim_group WHERE id = '" + group + "'")
                .is(404);

        assertThat(TestDatabase.value(dataSource, "SELECT COUNT(*) FROM scim_group_members"))
                .isEqualTo("0");
    }

    @Test
    void addsBehindWhoIsAddedMeanwhile() throws SQLException {
        String user = client.createUser("bjensen");
        String group = client.createGroup("Guides");

        Answer added = addedMeanwhile(
                group,
                user,
                "INSERT INTO scim_group_members (tenant, owner_id, ordinal, value_) SELECT tenant, id, 2 * 16777216, 'z'"
                        + " FROM scim_group WHERE id = '" + group + "'",
                "UPDATE scim_group SET version = 2 WHERE id = '" + group + "'");

        assertThat(added.is(200).version()).isEqualTo("W/\"3\"");
        assertThat(client.members(group)).containsExactly("z", user);
    }
}
