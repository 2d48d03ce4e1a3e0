package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jpa.JpaRepository;
import dev.scimlet.spi.ResourceRepository;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** References for which there is no line are kept with the rest, which cannot be searched: whoever leaves leaves all the same. */
final class ReferencesInRestTest {

    private static final String ENTERPRISE = FilterGenerator.ENTERPRISE;

    /** More than are looked at at once. */
    private static final int CLERKS = 450;

    private static final String[] TABLES =
            Stream.of("people", "teams").map(table -> """
                    CREATE TABLE %s (
                        id         varchar(40) PRIMARY KEY,
                        name       varchar(200) NOT NULL,
                        other      varchar,
                        created_at timestamp with time zone NOT NULL,
                        updated_at timestamp with time zone NOT NULL)""".formatted(table)).toArray(String[]::new);

    private enum Kind {
        TABLES {
            @Override
            List<ResourceRepository> repositories() {
                DataSource dataSource = TestDatabase.H2.with(ReferencesInRestTest.TABLES);
                return List.of(
                        JdbcRepository.of(StandardTypes.user(), dataSource)
                                .table("people")
                                .id("id")
                                .created("created_at")
                                .lastModified("updated_at")
                                .column("userName", "name")
                                .rest("other")
                                .build(),
                        JdbcRepository.of(StandardTypes.group(), dataSource)
                                .table("teams")
                                .id("id")
                                .created("created_at")
                                .lastModified("updated_at")
                                .column("displayName", "name")
                                .rest("other")
                                .build());
            }
        },
        ENTITIES {
            @Override
            List<ResourceRepository> repositories() {
                EntityManagerFactory factory =
                        EntityStores.factory(TestDatabase.H2.empty(), PersonEntity.class, GroupEntity.class);
                return List.of(
                        JpaRepository.of(StandardTypes.user(), factory, PersonEntity.class, PersonEntity::new)
                                .assignsIds()
                                .created("createdAt")
                                .lastModified("updatedAt")
                                .map("userName", "login")
                                .rest("other")
                                .build(),
                        JpaRepository.of(StandardTypes.group(), factory, GroupEntity.class, GroupEntity::new)
                                .assignsIds()
                                .created("createdAt")
                                .lastModified("updatedAt")
                                .map("displayName", "name")
                                .rest("other")
                                .build());
            }
        };

        abstract List<ResourceRepository> repositories();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingRefersToWhoeverLeft(Kind kind) {
        ServiceClient client = ServiceClient.of(dev.scimlet.protocol.ScimService.builder()
                .repositories(kind.repositories().toArray(ResourceRepository[]::new))
                .referentialIntegrity());
        String boss = client.createUser("boss");
        String other = client.createUser("other");
        String managed = ",\"" + ENTERPRISE + "\":{\"manager\":{\"value\":\"%s\"}}";
        for (int i = 0; i < CLERKS; i++) {
            client.post("/Users", ServiceClient.user("clerk" + i, managed.formatted(i % 100 == 7 ? boss : other)))
                    .is(201);
        }
        String last = client.post("/Users", ServiceClient.user("last", managed.formatted(boss)))
                .is(201)
                .id();
        String group = client.createGroup("both", boss, other);

        client.delete("/Users/" + boss).is(204);

        assertThat(client.get("/Users/" + last).is(200).body()).doesNotContain(boss);
        assertThat(client.get("/Users?count=1000").is(200).body())
                .doesNotContain(boss)
                .contains(other);
        assertThat(client.members(group)).containsExactly(other);
    }
}
