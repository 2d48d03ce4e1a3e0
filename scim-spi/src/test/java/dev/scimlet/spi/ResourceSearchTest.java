package dev.scimlet.spi;

import static dev.scimlet.spi.TestTypes.ascending;
import static dev.scimlet.spi.TestTypes.descending;
import static dev.scimlet.spi.TestTypes.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.schema.AttributeDefinition;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceSearchTest {

    private static final RequestContext CONTEXT = RequestContext.of("test");
    private static final Instant NOON = Instant.parse("2026-02-01T12:00:00Z");

    /** Not in the order of their ids. */
    private final List<Resource> resources = new ArrayList<>(List.of(
            user("4", "dora", user -> user.set("displayName", "Zoë").set("level", 10)),
            user("2", "Bert", user -> user.set("displayName", "anna").set("level", 9)),
            user("3", "carl", user -> user.set("displayName", "Anna").set("active", true)),
            user("1", "Adam", user -> user.set("active", false).set("level", 9)),
            user("5", "emil", user -> user.set("displayName", "zoë"))));

    private static Resource user(String id, String userName, java.util.function.UnaryOperator<AttributesBuilder> more) {
        return new Resource(
                TestTypes.USER,
                id,
                new Meta(NOON, NOON, "v" + id),
                more.apply(TestTypes.user(userName)).build());
    }

    private QueryResult byIndex(@Nullable BoundFilter filter, @Nullable Sort sort, int startIndex, int count) {
        return answer(Query.builder(new Page.Index(startIndex, count))
                .filter(filter)
                .sort(sort)
                .build());
    }

    private QueryResult byCursor(
            @Nullable BoundFilter filter, @Nullable Sort sort, @Nullable String position, int count) {
        return answer(Query.builder(new Page.Cursor(position, count))
                .filter(filter)
                .sort(sort)
                .build());
    }

    private QueryResult answer(Query query) {
        return ResourceSearch.answer(CONTEXT, query, resources.stream());
    }

    private static List<String> ids(QueryResult result) {
        return result.resources().stream().map(Resource::id).toList();
    }

    private List<String> sorted(Sort sort) {
        return ids(byIndex(null, sort, 1, 1_000));
    }

    /** A store that leaves unread what nobody looks at. */
    private QueryResult fromPartsOf(Query query) {
        Wanted wanted = query.wantedInSearch();
        return ResourceSearch.answer(CONTEXT, query, resources.stream().map(resource -> {
            Attributes parts = resource.attributes();
            for (AttributeDefinition attribute : parts.definition().subAttributes()) {
                parts = wanted.includes(attribute) ? parts : parts.with(attribute, null);
            }
            return resource.withAttributes(parts);
        }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "active eq true",
                "not (level eq 9) and userName pr",
                "emails[value ew \"x\"] or displayName pr",
                "schemas eq \"" + TestTypes.STAFF + "\" or userName eq \"carl\"",
                "meta.created pr",
            })
    void filterAndSortLookAtMoreThanIsWanted(String condition) {
        Sort byName = descending("displayName");
        Query query = Query.builder(new Page.Index(1, 10))
                .filter(filter(condition))
                .sort(byName)
                .wanted(Wanted.nothing())
                .build();

        assertThat(ids(fromPartsOf(query))).isNotEmpty().isEqualTo(ids(answer(query)));
        assertThat(query.wantedInSearch().includes(TestTypes.USER.path("score")))
                .isEqualTo(condition.startsWith("schemas"));
    }

    @Test
    @DisplayName("P-3.4.2.2-02: only matching resources are returned and counted")
    void filters() {
        QueryResult result = byIndex(filter("level eq 9 or active eq true"), null, 1, 2);

        assertThat(ids(result)).containsExactly("1", "2");
        assertThat(result.totalResults()).hasValue(3);
    }

    @Test
    void ordersByIdWithoutSorting() {
        assertThat(ids(byIndex(null, null, 1, 100))).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    @DisplayName("P-3.4.2.3-05: without the value last when ascending, first when descending; P-3.4.2.3-07: ties by id")
    void sortsMissingValuesAndTies() {
        assertThat(sorted(ascending("displayName"))).containsExactly("2", "3", "4", "5", "1");
        assertThat(sorted(descending("displayName"))).containsExactly("1", "4", "5", "2", "3");
    }

    @Test
    @DisplayName("P-3.4.2.3-06: the order follows the type")
    void sortsByType() {
        assertThat(sorted(ascending("userName"))).containsExactly("1", "2", "3", "4", "5");
        assertThat(sorted(ascending("level"))).containsExactly("1", "2", "4", "3", "5");
        assertThat(sorted(ascending("active"))).containsExactly("1", "3", "2", "4", "5");
        assertThat(sorted(descending("id"))).containsExactly("5", "4", "3", "2", "1");
    }

    @Test
    @DisplayName("P-3.4.2.3-03: the primary value counts, else the first one")
    void sortsByThePrimaryValue() {
        resources.clear();
        resources.add(user(
                "1",
                "a",
                user -> user.add("emails", Map.of("value", "x@example.com"))
                        .add("emails", Map.of("value", "b@example.com", "primary", true))));
        resources.add(user(
                "2",
                "b",
                user -> user.add("emails", Map.of("value", "a@example.com"))
                        .add("emails", Map.of("value", "z@example.com"))));
        resources.add(user("3", "c", user -> user));

        assertThat(sorted(ascending("emails.value"))).containsExactly("2", "1", "3");
    }

    @Test
    @DisplayName("RFC 7644 §3.4.2.4: pages by index, the total always exact")
    void pagesByIndex() {
        assertThat(ids(byIndex(null, null, 2, 2))).containsExactly("2", "3");
        assertThat(ids(byIndex(null, descending("userName"), 5, 2))).containsExactly("1");
        assertThat(byIndex(null, null, 6, 2)).isEqualTo(QueryResult.of(List.of(), 5));
        assertThat(byIndex(null, null, 1, 0)).isEqualTo(QueryResult.of(List.of(), 5));
        assertThat(byIndex(null, null, Integer.MAX_VALUE, Integer.MAX_VALUE)).isEqualTo(QueryResult.of(List.of(), 5));
        assertThat(byIndex(null, null, 1, Integer.MAX_VALUE).resources()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    @DisplayName("C-9865-04, -05, -11: a sorted walk has no gaps and repeats, and ends where it ends, there and back")
    void walksByCursor(int count) {
        for (Sort sort : List.of(ascending("displayName"), descending("level"), ascending("active"))) {
            List<String> whole = sorted(sort);
            List<QueryResult> pages = new ArrayList<>();
            @Nullable String position = null;
            do {
                QueryResult page = byCursor(null, sort, position, count);
                pages.add(page);
                position = page.next();
            } while (position != null);

            assertThat(pages).hasSize((5 + count - 1) / count);
            assertThat(pages.stream().flatMap(page -> ids(page).stream()).toList())
                    .isEqualTo(whole);
            assertThat(pages.get(0).previous()).isNull();
            for (int i = pages.size() - 1; i > 0; i--) {
                QueryResult back = byCursor(null, sort, pages.get(i).previous(), count);
                assertThat(ids(back)).isEqualTo(ids(pages.get(i - 1)));
                assertThat(back.previous() == null).isEqualTo(i == 1);
                assertThat(ids(byCursor(null, sort, back.next(), count))).isEqualTo(ids(pages.get(i)));
            }
        }
    }

    @Test
    @DisplayName("C-9865-06: the walk keeps to the filter and knows the total")
    void walksWhatMeetsTheFilter() {
        QueryResult first = byCursor(filter("level pr"), ascending("level"), null, 2);
        QueryResult second = byCursor(filter("level pr"), ascending("level"), first.next(), 2);

        assertThat(ids(first)).containsExactly("1", "2");
        assertThat(ids(second)).containsExactly("4");
        assertThat(second.next()).isNull();
        assertThat(second.totalResults()).hasValue(3);
    }

    @Test
    @DisplayName("C-9865-26: count 0 gives the total alone")
    void countsByCursor() {
        assertThat(byCursor(filter("level pr"), null, null, 0)).isEqualTo(QueryResult.of(List.of(), 3));
    }

    @Test
    @DisplayName("C-9865-25: a resource that stays is seen exactly once, whatever happens around it")
    void walksOnAfterChanges() {
        QueryResult first = byCursor(null, ascending("userName"), null, 2);
        resources.removeIf(
                resource -> resource.id().equals("2") || resource.id().equals("1"));
        resources.add(user("0", "aaron", user -> user));

        QueryResult second = byCursor(null, ascending("userName"), first.next(), 2);

        assertThat(ids(second)).containsExactly("3", "4");
        assertThat(ids(byCursor(null, ascending("userName"), second.previous(), 2)))
                .containsExactly("0");
    }

    @Test
    void leadsBackFromAPageThatHasBecomeEmpty() {
        QueryResult first = byCursor(null, null, null, 3);
        QueryResult second = byCursor(null, null, first.next(), 3);
        resources.removeIf(resource -> resource.id().compareTo("3") > 0);
        QueryResult emptyEnd = byCursor(null, null, first.next(), 3);
        assertThat(emptyEnd.resources()).isEmpty();
        assertThat(emptyEnd.next()).isNull();
        assertThat(ids(byCursor(null, null, emptyEnd.previous(), 3))).containsExactly("1", "2", "3");

        resources.clear();
        resources.add(user("4", "dora", user -> user));
        QueryResult emptyStart = byCursor(null, null, second.previous(), 3);
        assertThat(emptyStart.resources()).isEmpty();
        assertThat(emptyStart.previous()).isNull();
        assertThat(ids(byCursor(null, null, emptyStart.next(), 3))).containsExactly("4");
    }

    @Test
    @DisplayName("C-9865-07: a position that is none is invalidCursor")
    void refusesForeignPositions() {
        assertThatThrownBy(() -> byCursor(null, null, "page-2", 10))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.type()).isEqualTo(Optional.of(ErrorType.INVALID_CURSOR)));
    }

    @Test
    void comparesEveryKindOfKeyWithThePosition() {
        Random random = new Random(7);
        resources.clear();
        for (int i = 0; i < 200; i++) {
            int n = random.nextInt(20);
            resources.add(user(
                    String.valueOf(100 + i),
                    "user" + i,
                    user -> user.set("score", n == 0 ? null : decimal(n))
                            .set("hired", n == 1 ? null : NOON.plusSeconds(n))
                            .set("active", n == 2 ? null : n % 2 == 0)
                            .set("name.familyName", n == 3 ? null : "Fämily." + n)));
        }
        Collections.shuffle(resources, random);
        for (String path : List.of("score", "hired", "active", "name.familyName", "meta.lastModified")) {
            List<String> walked = new ArrayList<>();
            @Nullable String position = null;
            do {
                QueryResult page = byCursor(null, descending(path), position, 7);
                walked.addAll(ids(page));
                position = page.next();
            } while (position != null);
            assertThat(walked).as(path).isEqualTo(sorted(descending(path)));
        }
    }

    private static BigDecimal decimal(int n) {
        return BigDecimal.valueOf(n).movePointLeft(n % 3);
    }

    @Test
    void holdsNoMoreThanThePageNeeds() {
        AtomicBoolean closed = new AtomicBoolean();
        Stream<Resource> many = Stream.iterate(1, i -> i <= 100_000, i -> i + 1)
                .map(i -> user(String.valueOf(1_000_000 - i), "u" + i, user -> user))
                .onClose(() -> closed.set(true));

        QueryResult result = ResourceSearch.answer(CONTEXT, Query.all(2), many);

        assertThat(ids(result)).containsExactly("900000", "900001");
        assertThat(result.totalResults()).hasValue(100_000);
        assertThat(closed).isTrue();
    }
}
