package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.query.Page;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.filter.FilterSyntax;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that an application keeps as codes, as of a table of countries or titles. */
final class CodedColumnsTest {

    private static final RequestContext CONTEXT = RequestContext.of("directory");
    private static final ResourceType USER = StandardTypes.user();
    private static final int CODES = 250;

    private static JdbcRepository people(TestDatabase database) {
        Map<String, Integer> codes = new HashMap<>();
        IntStream.range(0, CODES).forEach(code -> codes.put("grade " + code, code));
        return JdbcRepository.of(USER, database.with("""
                        CREATE TABLE people (
                            id         varchar(40) PRIMARY KEY,
                            login      varchar(200) NOT NULL,
                            grade      bigint,
                            created_at timestamp with time zone NOT NULL,
                            updated_at timestamp with time zone NOT NULL)"""))
                .table("people")
                .id("id")
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login")
                .column("title", "grade", grade -> grade.codes(codes))
                .build();
    }

    private static Set<String> found(JdbcRepository people, String filter) {
        List<Resource> found = people.query(
                        CONTEXT,
                        Query.builder(new Page.Index(1, 10))
                                .filter(people.type().filter(filter))
                                .build())
                .resources();
        return found.stream()
                .map(person -> person.string("userName").orElseThrow())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void areFoundByAsManyComparisonsAsAFilterMayHave(TestDatabase database) {
        JdbcRepository people = people(database);
        people.create(
                CONTEXT,
                people.type()
                        .attributes()
                        .set("userName", "a")
                        .set("title", "grade 7")
                        .build());
        people.create(CONTEXT, people.type().attributes().set("userName", "b").build());
        String many = IntStream.range(0, FilterSyntax.DEFAULT_MAX_COMPARISONS - 1)
                .mapToObj(i -> "title co \"grade\"")
                .collect(Collectors.joining(" and "));

        assertThat(found(people, many)).containsExactly("a");
        assertThat(found(people, "not (" + many + ")")).containsExactly("b");
        assertThat(found(people, "title ne \"grade 7\"")).containsExactly("b");
        assertThat(found(people, "not (title sw \"grade 7\")")).containsExactly("b");
        assertThat(found(people, "title co \"grade\" and title pr")).containsExactly("a");
        assertThat(found(people, "not (title sw \"other\")")).containsExactlyInAnyOrder("a", "b");
    }
}
