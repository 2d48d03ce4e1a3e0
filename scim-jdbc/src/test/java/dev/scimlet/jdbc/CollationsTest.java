package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of MariaDB as they are made without a word on it: in their collation, different texts are equal. */
final class CollationsTest {

    private static final RequestContext ACME = RequestContext.of("tests").inTenant("acme");

    private static DataSource tables(String collation) {
        DataSource dataSource = TestDatabase.MARIADB.empty();
        for (String table : TestUsers.TABLES) {
            TestDatabase.run(
                    dataSource,
                    table.startsWith("CREATE TABLE") || table.strip().startsWith("CREATE TABLE")
                            ? table + " CHARACTER SET " + collation.split("_")[0] + " COLLATE " + collation
                            : table);
        }
        return dataSource;
    }

    private static List<String> found(JdbcRepository users, RequestContext context, String filter) {
        PathBinder binder = new PathBinder(users.type().definition(), ClientProfile.INTEROPERABLE);
        return users.query(context, Query.matching(binder.filter(filter), 10)).resources().stream()
                .map(user -> user.string("userName").orElseThrow())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8mb4_general_ci", "utf8mb4_uca1400_ai_ci", "utf8mb4_bin", "latin1_swedish_ci"})
    void doNotChangeWhatIsEqual(String collation) {
        JdbcRepository users = TestUsers.users(tables(collation)).build();
        Resource user = users.create(
                ACME,
                users.type()
                        .attributes()
                        .set("userName", "andré")
                        .set("externalId", "Ab1")
                        .set("title", "Élève")
                        .set("nickName", "Dédé")
                        .build());

        assertThat(found(users, ACME, "userName eq \"ANDRÉ\"")).containsExactly("andré");
        assertThat(found(users, ACME, "userName eq \"andre\"")).isEmpty();
        assertThat(found(users, ACME, "userName sw \"andre\"")).isEmpty();
        assertThat(found(users, ACME, "not (userName eq \"andre\")")).containsExactly("andré");
        assertThat(found(users, ACME, "externalId eq \"Ab1\"")).containsExactly("andré");
        assertThat(found(users, ACME, "externalId eq \"AB1\"")).isEmpty();
        assertThat(found(users, ACME, "externalId eq \"Ab1 \"")).isEmpty();
        assertThat(found(users, ACME, "externalId co \"B\"")).isEmpty();
        assertThat(found(users, ACME, "externalId gt \"AZ\"")).containsExactly("andré");
        assertThat(found(users, ACME, "title eq \"élève\"")).containsExactly("andré");
        assertThat(found(users, ACME, "title eq \"eleve\"")).isEmpty();
        assertThat(found(users, ACME, "title ew \"ève\"")).containsExactly("andré");
        assertThat(found(users, ACME, "nickName eq \"\"")).isEmpty();
        assertThat(users.find(ACME, user.id(), Wanted.everything())).contains(user);
        assertThat(users.find(ACME, user.id().toUpperCase(Locale.ROOT), Wanted.everything()))
                .isEmpty();
        assertThat(users.find(ACME, user.id() + " ", Wanted.everything())).isEmpty();
    }

    /** Entries that the collation takes for the same are two all the same. */
    @Test
    void doNotRemoveMoreThanAsked() {
        JdbcRepository users = TestUsers.users(tables("utf8mb4_general_ci")).build();
        String tags = TestUsers.EXTRA + "tags";
        Resource user = users.create(
                ACME,
                users.type()
                        .attributes()
                        .set("userName", "ada")
                        .set(tags, List.of("été", "ete", "ETE"))
                        .build());

        users.update(
                ACME,
                user,
                user.attributes().toBuilder().set(tags, List.of("été", "ETE")).build(),
                Wanted.everything());

        assertThat(users.find(ACME, user.id(), Wanted.everything())
                        .orElseThrow()
                        .strings(tags))
                .containsExactlyInAnyOrder("été", "ETE");
    }

    /** A tenant whose name differs in case, accents or spaces at the end is another one. */
    @ParameterizedTest
    @ValueSource(strings = {"utf8mb4_general_ci", "utf8mb4_uca1400_ai_ci", "utf8mb4_bin"})
    void doNotMixTenants(String collation) {
        JdbcRepository users = TestUsers.users(tables(collation)).build();
        Resource user = users.create(
                ACME, users.type().attributes().set("userName", "ada").build());

        for (String other : List.of("ACME", "acmé", "acme ")) {
            RequestContext context = RequestContext.of("tests").inTenant(other);
            assertThat(users.find(context, user.id(), Wanted.everything())).isEmpty();
            assertThat(found(users, context, "userName eq \"ada\"")).isEmpty();
            assertThat(users.query(context, Query.all(10)).resources()).isEmpty();
            assertThat(ServiceSteps.delete(context, users, users, user.id())).isEmpty();
        }
        assertThat(users.find(ACME, user.id(), Wanted.everything())).isPresent();
    }
}
