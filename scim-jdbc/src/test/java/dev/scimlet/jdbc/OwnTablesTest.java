package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.sql.SqlDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OwnTablesTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsEverythingThatAUserHas(TestDatabase database) {
        JdbcRepository users =
                JdbcRepository.inOwnTables(TestUsers.USER, database.empty()).build();
        users.createTables();
        users.createTables();
        Attributes given = users.type()
                .attributes()
                .set("userName", "bjensen")
                .set("externalId", "701984")
                .set("name.givenName", "Barbara")
                .set("active", true)
                .set("emails", List.of(Map.of("value", "b@example.com", "type", "work", "primary", true)))
                .set("addresses", List.of(Map.of("type", "home", "locality", "Hollywood", "country", "US")))
                .set("x509Certificates", List.of(Map.of("value", "QUJD")))
                .set(TestUsers.ENTERPRISE + "department", "Tour")
                .set(TestUsers.ENTERPRISE + "manager.value", "26118915")
                .set(TestUsers.EXTRA + "tags", List.of("a", "b"))
                .set(TestUsers.EXTRA + "since", "2011-08-01T21:32:44.882000001+02:00")
                .build();

        Resource stored = users.create(CONTEXT, given);

        assertThat(stored.attributes()).isEqualTo(given);
        assertThat(users.find(CONTEXT, stored.id(), Wanted.everything())).contains(stored);
        assertThat(stored.meta().version()).isEqualTo("1");
        assertThatThrownBy(() -> users.create(
                        CONTEXT,
                        users.type().attributes().set("userName", "BJensen").build()))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refusal -> assertThat(refusal.type()).contains(ErrorType.UNIQUENESS))
                .hasMessageContaining("'userName'");
        assertThat(ServiceSteps.delete(CONTEXT, users, users, stored.id())).isPresent();
        assertThat(users.find(CONTEXT, stored.id(), Wanted.everything())).isEmpty();
    }

    /** An index takes texts of some 2,700 bytes, and certificates are longer. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsLongCertificatesAndPictures(TestDatabase database) {
        JdbcRepository users =
                JdbcRepository.inOwnTables(TestUsers.USER, database.empty()).build();
        users.createTables();
        Random random = new Random(1);
        byte[] bytes = new byte[30_000];
        random.nextBytes(bytes);
        String text = Base64.getEncoder().encodeToString(bytes);
        Attributes given = users.type()
                .attributes()
                .set("userName", "bjensen")
                .set("x509Certificates", List.of(Map.of("value", text)))
                .set("photos", List.of(Map.of("value", "data:image/png;base64," + text)))
                .build();

        assertThat(users.create(CONTEXT, given).attributes()).isEqualTo(given);
    }

    @Test
    void shipsTheStatements() throws IOException {
        DataSource unused = TestDatabase.H2.empty();
        for (SqlDatabase database : SqlDatabase.values()) {
            Dialect dialect = Dialect.of(database);
            String expected = script(JdbcRepository.inOwnTables(StandardTypes.user(), unused), dialect)
                    + script(JdbcRepository.inOwnTables(StandardTypes.group(), unused), dialect);
            String name = database.name().toLowerCase(java.util.Locale.ROOT) + ".sql";
            try (InputStream shipped = JdbcRepository.class.getResourceAsStream(name)) {
                assertThat(shipped).as(name).isNotNull();
                assertThat(new String(shipped.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(expected);
            }
        }
    }

    private static String script(JdbcRepository.Builder builder, Dialect dialect) {
        return String.join(";\n\n", builder.build().tableStatements(dialect)) + ";\n\n";
    }

    /** So that they can be spread over servers by tenant. */
    @Test
    void beginEachKeyAndIndexWithTheTenant() {
        Pattern lists = Pattern.compile(
                "(?:PRIMARY KEY|UNIQUE|FOREIGN KEY|REFERENCES \\w+|INDEX (?:IF NOT EXISTS \\w+ ON )?\\w+) \\(([^)]*)\\)");
        for (SqlDatabase database : SqlDatabase.values()) {
            for (ResourceType type : List.of(TestUsers.USER, StandardTypes.group())) {
                List<String> statements = JdbcRepository.inOwnTables(type, TestDatabase.H2.empty())
                        .build()
                        .tableStatements(Dialect.of(database));
                assertThat(statements).allSatisfy(sql -> {
                    assertThat(lists.matcher(sql).results())
                            .as(sql)
                            .isNotEmpty()
                            .allSatisfy(columns -> assertThat(columns.group(1)).startsWith("tenant, "));
                    assertThat(sql).doesNotContainPattern("(?i)sequence|serial|identity|trigger");
                    assertThat(sql.split("PRIMARY KEY", -1)).hasSize(sql.startsWith("CREATE TABLE") ? 2 : 1);
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void writesAHundredThousandMembersInOneTransaction(TestDatabase database) {
        CountingDataSource dataSource = new CountingDataSource(database.empty());
        JdbcRepository groups =
                JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build();
        groups.createTables();
        List<Map<String, String>> members = IntStream.range(0, 100_000)
                .mapToObj(i -> Map.of("value", "member " + i))
                .toList();
        Attributes given = groups.type()
                .attributes()
                .set("displayName", "all")
                .set("members", members)
                .build();
        groups.create(
                CONTEXT, groups.type().attributes().set("displayName", "first").build());
        dataSource.reset();

        Resource stored = groups.create(CONTEXT, given);

        assertThat(dataSource.statements())
                .as("group, members")
                .filteredOn(sql -> sql.contains("INSERT INTO"))
                .hasSize(2);
        assertThat(dataSource.transactions()).isOne();
        assertThat(dataSource.mostOpenConnections()).isOne();
        assertThat(TestDatabase.value(dataSource, "SELECT COUNT(*) FROM scim_group_members"))
                .isEqualTo("100000");
        assertThat(groups.find(CONTEXT, stored.id(), Wanted.everything()))
                .map(Resource::attributes)
                .contains(given);
    }
}
