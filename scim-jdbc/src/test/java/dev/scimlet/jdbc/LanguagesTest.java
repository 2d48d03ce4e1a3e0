package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.Query;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H2 runs in the JVM of the application, and folds case by its language. */
@Isolated
final class LanguagesTest {

    private static final String TABLE = """
            CREATE TABLE people (
                id         varchar(40) PRIMARY KEY,
                login      varchar(200),
                title      varchar(200),
                created_at timestamp with time zone,
                updated_at timestamp with time zone)""";

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "tr", "az", "lt"})
    void findsTextsWithoutCaseInEveryLanguage(String language) {
        Locale.setDefault(Locale.forLanguageTag(language));
        JdbcRepository people = JdbcRepository.of(StandardTypes.user(), TestDatabase.H2.with(TABLE))
                .table("people")
                .id("id")
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login")
                .column("title", "title")
                .build();
        List<String> titles = List.of("I@X", "i@y", "\u00cdJ\u0303", "\u012e\u0300z", "\u0130q", "\u0131r");
        for (String title : titles) {
            people.create(
                    CONTEXT,
                    people.type()
                            .attributes()
                            .set("userName", title)
                            .set("title", title)
                            .build());
        }

        for (String title : titles) {
            for (String asked : List.of(title, title.toLowerCase(Locale.ROOT))) {
                for (String operator : List.of("eq", "sw", "co", "ew", "ge")) {
                    BoundFilter filter = people.type().filter("title " + operator + " \"" + asked + "\"");
                    Set<String> found = Set.copyOf(
                            titles(people, Query.builder(page()).filter(filter).build()));
                    assertThat(found).as(filter.text()).contains(title);
                    if (operator.equals("eq")) {
                        assertThat(found).hasSize(1);
                    }
                }
            }
        }
        Sort byTitle = new Sort(people.type().path("title"), SortOrder.ASCENDING);
        assertThat(titles(people, Query.builder(page()).sort(byTitle).build()).subList(0, 3))
                .containsExactly("I@X", "i@y", "\u0130q");
    }

    private static Page page() {
        return new Page.Index(1, 100);
    }

    private static List<String> titles(JdbcRepository people, Query query) {
        return people.query(CONTEXT, query).resources().stream()
                .map((Resource found) -> found.string("title").orElseThrow())
                .toList();
    }
}
