package dev.scimlet.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders by a key whose column is ordered by code point are those of its index. */
final class OrderIndexTest {

    private static final RequestContext CONTEXT = RequestContext.of("tests");
    private static final int MANY = 3_000;

    private static JpaRepository<UserAccount> users(TestDatabase.Entities entities) {
        return JpaRepository.of(StandardTypes.user(), entities.factory(), UserAccount.class, UserAccount::new)
                .created("createdAt")
                .lastModified("updatedAt")
                .map("userName", "login", login -> login.key("loginKey"))
                .ignoreUnmapped()
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, ALTER TABLE users ALTER COLUMN loginKey TYPE varchar(255) COLLATE \"C\"",
        "MARIADB, ALTER TABLE users MODIFY loginKey varchar(255) COLLATE utf8mb4_nopad_bin NOT NULL"
    })
    void anIndexOnTheKeyServes(TestDatabase database, String collate) {
        Company company = new Company(database).emptied();
        company.people(MANY);
        TestDatabase.Entities entities = company.entities();
        TestDatabase.run(entities.dataSource(), collate);
        TestDatabase.run(
                entities.dataSource(), (database == TestDatabase.MARIADB ? "ANALYZE TABLE" : "ANALYZE") + " users");
        JpaRepository<UserAccount> users = users(entities);
        walk(users, 1);
        entities.statements().clear();

        assertThat(walk(users, 3)).isSorted().hasSize(90);

        List<String> pages = entities.statements().stream()
                .filter(statement -> statement.contains("order by"))
                .toList();
        assertThat(pages).hasSizeGreaterThanOrEqualTo(3);
        assertThat(pages)
                .filteredOn(page -> page.contains("loginKey>="))
                .isNotEmpty()
                .allSatisfy(page -> {
                    String plan = plan(entities, page);
                    // Among equal keys the id decides; PostgreSQL puts these in order as it reads the index
                    if (database == TestDatabase.POSTGRESQL) {
                        assertThat(plan)
                                .contains("Index Scan using users_loginkey_key")
                                .doesNotContain("->  Sort");
                    } else {
                        assertThat(plan).contains(" range ", " UK");
                    }
                });
    }

    /** Pages of thirty names, by cursor. */
    private static List<String> walk(JpaRepository<UserAccount> users, int pages) {
        List<String> names = new ArrayList<>();
        String position = null;
        for (int i = 0; i < pages; i++) {
            QueryResult page = users.query(
                    CONTEXT,
                    Query.builder(new Page.Cursor(position, 30))
                            .sort(new Sort(users.type().path("userName"), SortOrder.ASCENDING))
                            .wanted(Wanted.everything())
                            .build());
            page.resources().stream()
                    .map(Resource::attributes)
                    .forEach(user -> names.add(user.string("userName").orElseThrow()));
            position = page.next();
        }
        return names;
    }

    private static String plan(TestDatabase.Entities entities, String statement) {
        String filled = statement;
        List<String> values = statement.indexOf('?') == statement.lastIndexOf('?')
                ? List.of("30")
                : List.of("'person-1500'", "'person-1500'", "1500", "30");
        for (String value : values) {
            filled = filled.replaceFirst("[?]", value);
        }
        return String.join("\n", TestDatabase.rows(entities.dataSource(), "EXPLAIN " + filled));
    }
}
