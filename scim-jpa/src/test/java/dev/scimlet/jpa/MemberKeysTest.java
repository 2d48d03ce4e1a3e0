package dev.scimlet.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.Version;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.SQLRestriction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a foreign key keeps members to who exists, nobody is asked for it. */
final class MemberKeysTest {

    private static final String TOKEN = "token-of-the-test-of-member-keys";

    /** A user of whom the provider shows some rows only. */
    @Entity(name = "Guest")
    @SQLRestriction("gone = false")
    static class Guest {

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Version
        long version;

        String login;
        String loginKey;
        boolean gone;
        Instant createdAt;
        Instant updatedAt;
    }

    /** Such a user by another name. */
    @Entity(name = "Host")
    static class Host extends Guest {}

    /** A group of both. */
    @Entity(name = "Party")
    static class Party {

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Version
        long version;

        String name;

        @ManyToMany
        @JoinTable(
                name = "party_guests",
                joinColumns = @JoinColumn(name = "party_id"),
                inverseJoinColumns = @JoinColumn(name = "guest_id"))
        Set<Guest> guests = new HashSet<>();

        @ManyToMany
        @JoinTable(
                name = "party_hosts",
                joinColumns = @JoinColumn(name = "party_id"),
                inverseJoinColumns = @JoinColumn(name = "host_id"))
        Set<Host> hosts = new HashSet<>();

        Instant createdAt;
        Instant updatedAt;
    }

    private static ValuesDelta delta(JpaRepository<?> groups, List<String> come, Set<String> gone) {
        BoundPath members = groups.type().path("members");
        Map<String, Attributes> added = new LinkedHashMap<>();
        come.forEach(id -> added.put(
                id,
                Attributes.empty(members.target()).toBuilder().set("value", id).build()));
        return ValuesDelta.of(members, added, gone);
    }

    private static Company company(TestDatabase database) {
        return new Company(database).emptied();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void areKnownByTheCatalog(TestDatabase database) {
        Company company = company(database);

        assertThat(List.of(company.teams(), company.teamsByCollection()))
                .allSatisfy(teams -> assertThat(teams.takesOnlyWhoExists()).isTrue());
    }

    /** Who is being deleted is waited for by the check of a key on PostgreSQL and MariaDB. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void holdOneWhoComes(TestDatabase database) {
        JpaRepository<Team> teams = company(database).teams();
        boolean waits = database != TestDatabase.H2;

        assertThat(teams.holdsAdded(delta(teams, List.of("u1"), Set.of()))).isEqualTo(waits);
        assertThat(teams.holdsAdded(delta(teams, List.of("u1", "u2"), Set.of())))
                .isFalse();
        assertThat(teams.holdsAdded(delta(teams, List.of("u1"), Set.of("u2")))).isFalse();
    }

    @Test
    void areNotKnownOfEntitiesBetweenNorOfMembersWhoOwnTheirMembership() {
        Company company = company(TestDatabase.H2);

        assertThat(company.projects().takesOnlyWhoExists()).isFalse();
        assertThat(company.clubs().takesOnlyWhoExists()).isFalse();
    }

    @Test
    void areNotThereWithoutAForeignKeyThatIsCheckedAtOnce() {
        TestDatabase.Entities entities = TestDatabase.POSTGRESQL.of(UserAccount.class, Team.class, Club.class);
        Company company = new Company(entities, EntityManagers.of(entities.factory()));
        String key = TestDatabase.value(
                entities.dataSource(),
                "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = 'team_users'::regclass"
                        + " AND confrelid = 'users'::regclass");
        assertThat(company.teams().takesOnlyWhoExists()).isTrue();

        alter(entities, "ALTER TABLE team_users ALTER CONSTRAINT " + key + " DEFERRABLE");
        assertThat(company.teams().takesOnlyWhoExists()).isFalse();
        alter(entities, "ALTER TABLE team_users ALTER CONSTRAINT " + key + " NOT DEFERRABLE");
        assertThat(company.teams().takesOnlyWhoExists()).isTrue();
        alter(entities, "ALTER TABLE users ENABLE ROW LEVEL SECURITY");
        assertThat(company.teams().takesOnlyWhoExists()).isFalse();
        alter(entities, "ALTER TABLE users DISABLE ROW LEVEL SECURITY");
        alter(entities, "ALTER TABLE team_users DROP CONSTRAINT " + key);
        assertThat(company.teams().takesOnlyWhoExists()).isFalse();
    }

    private static void alter(TestDatabase.Entities entities, String sql) {
        TestDatabase.run(entities.dataSource(), sql);
    }

    /** A key sees rows that the provider hides, and does not tell entities of one table apart. */
    @Test
    void doNotSayWhoIsSeen() {
        TestDatabase.Entities entities = TestDatabase.H2.of(Guest.class, Host.class, Party.class);
        JpaRepository<Guest> guests = users(entities, Guest.class);
        JpaRepository<Host> hosts = users(entities, Host.class);

        assertThat(parties(entities, "guests", guests).takesOnlyWhoExists()).isFalse();
        assertThat(parties(entities, "hosts", hosts).takesOnlyWhoExists()).isFalse();
    }

    private static <U extends Guest> JpaRepository<U> users(TestDatabase.Entities entities, Class<U> type) {
        return JpaRepository.of(StandardTypes.user(), entities.factory(), type, () -> {
                    throw new AssertionError("nobody is created");
                })
                .created("createdAt")
                .lastModified("updatedAt")
                .map("userName", "login", login -> login.key("loginKey"))
                .ignoreUnmapped()
                .build();
    }

    private static JpaRepository<Party> parties(
            TestDatabase.Entities entities, String attribute, JpaRepository<? extends Guest> members) {
        return JpaRepository.of(StandardTypes.group(), entities.factory(), Party.class, Party::new)
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name")
                .members("members", attribute, members)
                .without("externalId")
                .build();
    }

    /** A service, and what it asks its database. */
    private static final class Asked {

        private final Company company;
        private final ScimService service;

        Asked(Company company) {
            this(company, false);
        }

        Asked(Company company, boolean integrity) {
            this.company = company;
            BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
            tokens.register(TOKEN, "tests", null, null);
            ScimService.Builder builder = ScimService.builder()
                    .repositories(company.users(), company.teams())
                    .authenticator(tokens);
            this.service = (integrity ? builder.referentialIntegrity() : builder).build();
        }

        String answer(int status, String method, String path, String body) {
            ScimResponse response = service.handle(ScimRequest.builder(method, path)
                    .query(method.equals("PATCH") ? "excludedAttributes=members" : null)
                    .header("Authorization", "Bearer " + TOKEN)
                    .header("Content-Type", "application/scim+json")
                    .body(body)
                    .build());
            String answered = response.bodyText();
            assertThat(response.status()).as(answered).isEqualTo(status);
            return answered;
        }

        String create(String name) {
            String answer = answer(
                    201,
                    "POST",
                    "/Users",
                    "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + name + "\"}");
            return answer.replaceFirst("(?s).*?\"id\":\"(u\\d+)\".*", "$1");
        }

        void add(int status, String team, String user) {
            answer(
                    status,
                    "PATCH",
                    "/Groups/" + team,
                    "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":"
                            + "[{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + user + "\"}]}]}");
        }

        String team(String name) {
            String answer = answer(
                    201,
                    "POST",
                    "/Groups",
                    "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"" + name + "\"}");
            return answer.replaceFirst("(?s).*?\"id\":\"(t\\d+)\".*", "$1");
        }

        List<String> statements() {
            return company.entities().statements();
        }
    }

    /** Team, row, version; with integrity on H2 the member, too. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void spareAStatementForEachMember(TestDatabase database) {
        assertThat(statementsOfAMember(new Asked(company(database)))).isEqualTo(3);
        assertThat(statementsOfAMember(new Asked(company(database), true)))
                .isEqualTo(database == TestDatabase.H2 ? 4 : 3);
    }

    private static int statementsOfAMember(Asked asked) {
        String team = asked.team("Staff");
        for (int i = 0; i < 50; i++) {
            asked.add(200, team, asked.create("settled " + i));
        }
        String user = asked.create("bjensen");
        asked.statements().clear();

        asked.add(200, team, user);

        return asked.statements().size();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void spareAStatementForEachNewUser(TestDatabase database) {
        Asked asked = new Asked(company(database));
        for (int i = 0; i < 50; i++) {
            asked.create("settled " + i);
        }
        asked.statements().clear();

        asked.create("bjensen");

        assertThat(asked.statements()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refuseWhoDoesNotExist(TestDatabase database) {
        Asked asked = new Asked(company(database));
        String team = asked.team("Staff");
        String user = asked.create("bjensen");
        asked.answer(204, "DELETE", "/Users/" + user, "");

        asked.add(400, team, user);

        assertThat(asked.answer(200, "GET", "/Groups/" + team, "")).doesNotContain(user);
    }
}
