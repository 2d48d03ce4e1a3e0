package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryStore;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Filters and orders by chance mean the same in every store, and what {@link FilterOracle} says that they mean. {@code
 * -Dscimlet.filters=all} compares all of them, the build a sample; {@code -Dscimlet.filters.seed} takes others.
 */
final class OneMeaningTest {

    private static final boolean ALL = "all".equals(System.getProperty("scimlet.filters"));
    private static final long SEED = Long.getLong("scimlet.filters.seed", 8);
    private static final int FILTERS = ALL ? 10_000 : 500;
    private static final int WALKS = ALL ? 1_000 : 60;
    private static final int PEOPLE = 60;

    private static final RequestContext CONTEXT = RequestContext.of("tests");
    private static final Clock CLOCK = Clock.fixed(FilterGenerator.START.plusMillis(1), ZoneOffset.UTC);

    private static final List<Store> STORES = new ArrayList<>();

    /**
     * A store with the people in it.
     *
     * @param people as maps, with their ids and what else a store gives
     * @param refuses whether it may refuse what it cannot decide
     */
    private record Store(
            String name,
            ResourceRepository repository,
            PathBinder binder,
            List<Map<String, Object>> people,
            boolean refuses) {

        static Store of(String name, ResourceRepository repository, boolean refuses) {
            FilterGenerator generator = new FilterGenerator(SEED);
            List<Map<String, Object>> people = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                Map<String, Object> person = generator.person(i);
                Resource created = repository.create(CONTEXT, attributes(repository.type(), person));
                people.add(asStored(person, created));
            }
            people.sort(Comparator.comparing(FilterOracle::id));
            PathBinder binder = new PathBinder(repository.type().definition(), ClientProfile.INTEROPERABLE);
            return new Store(name, repository, binder, people, refuses);
        }
    }

    @BeforeAll
    static void fill() {
        JdbcRepository first = null;
        for (TestDatabase database : TestDatabase.values()) {
            if (!database.isAvailable()) {
                continue;
            }
            JdbcRepository mapped = FilterStores.mapped(database, CLOCK);
            first = first == null ? mapped : first;
            STORES.add(Store.of(database + ", tables of the host", mapped, false));
            JdbcRepository own = JdbcRepository.inOwnTables(first.type(), database.empty())
                    .clock(CLOCK)
                    .build();
            own.createTables();
            STORES.add(Store.of(database + ", own tables", own, false));
            STORES.add(Store.of(database + ", the rest as JSON", FilterStores.withRest(database, CLOCK), true));
            // Of entities in MariaDB the build asks those of the coarse collations alone
            if (ALL ? database != TestDatabase.MYSQL : database.ordinal() < TestDatabase.MARIADB.ordinal()) {
                STORES.add(Store.of(
                        database + ", JPA",
                        EntityStores.mapped(FilterStores.USER, readCommitted(database.empty()), CLOCK),
                        false));
                STORES.add(Store.of(
                        database + ", JPA with the rest as JSON",
                        EntityStores.withRest(FilterStores.USER, readCommitted(database.empty()), CLOCK),
                        true));
            }
        }
        STORES.add(Store.of(
                "MARIADB with coarse collations, JPA",
                EntityStores.mapped(FilterStores.USER, TestDatabase.coarseMariaDb(), CLOCK),
                false));
        ResourceType type = java.util.Objects.requireNonNull(first).type();
        STORES.add(Store.of(
                "memory", new InMemoryStore().repository(type).clock(CLOCK).build(), false));
        STORES.add(Store.of("entities", FilterStores.entities(CLOCK), false));
        STORES.add(Store.of("entities by leaves", FilterStores.entitiesByLeaves(CLOCK), false));
    }

    private static DataSource readCommitted(DataSource dataSource) {
        return TestDatabase.isolated(dataSource, Connection.TRANSACTION_READ_COMMITTED);
    }

    private static Map<String, Object> asStored(Map<String, Object> person, Resource created) {
        Map<String, Object> stored = new LinkedHashMap<>(person);
        stored.put("id", created.id());
        List<String> schemas = new ArrayList<>(List.of(FilterGenerator.CORE));
        for (String extension : List.of(FilterGenerator.ENTERPRISE, FilterGenerator.SAMPLE)) {
            if (person.containsKey(extension)) {
                schemas.add(extension);
            }
        }
        stored.put("schemas", schemas);
        stored.put(
                "meta",
                Map.of(
                        "resourceType",
                        "User",
                        "version",
                        "W/\"" + created.meta().version() + "\"",
                        "created",
                        CLOCK.instant(),
                        "lastModified",
                        CLOCK.instant()));
        return stored;
    }

    private static Attributes attributes(ResourceType type, Map<String, Object> person) {
        AttributesBuilder attributes = type.attributes();
        person.forEach((name, value) -> {
            if (name.startsWith("urn:")) {
                ((Map<?, ?>) value).forEach((part, inner) -> attributes.set(name + ":" + part, plain(inner)));
            } else {
                attributes.set(name, plain(value));
            }
        });
        return attributes.build();
    }

    private static Object plain(Object value) {
        if (value instanceof Instant time) {
            return time.toString();
        }
        boolean whole = value instanceof BigDecimal number && number.scale() == 0 && number.precision() < 20;
        return whole ? (Object) ((BigDecimal) value).longValueExact() : value;
    }

    @Test
    void filtersMeanTheSameEverywhere() {
        FilterGenerator generator = new FilterGenerator(SEED + 1);
        Map<String, Integer> answered = new LinkedHashMap<>();
        List<String> differences = new ArrayList<>();
        long found = 0;
        for (int i = 0; i < FILTERS; i++) {
            FilterOracle.Node filter = generator.filter();
            for (Store store : STORES) {
                List<String> expected = ids(store.people.stream()
                        .filter(person -> filter.holds(person, false))
                        .toList());
                List<String> given = found(store, filter.text());
                if (given != null) {
                    answered.merge(store.name, 1, Integer::sum);
                    found += given.size();
                }
                if (given == null ? !store.refuses : !given.equals(expected)) {
                    differences.add(store.name + ": " + filter.text() + "\n  expected "
                            + numbers(store, expected) + "\n  found    "
                            + (given == null ? "refused" : numbers(store, given)));
                }
            }
        }
        System.out.println("compared " + FILTERS + " filters on " + PEOPLE + " resources (" + found
                + " matches), answered: " + answered);
        assertThat(differences).isEmpty();
        STORES.forEach(store ->
                assertThat(answered.getOrDefault(store.name, 0)).as(store.name).isGreaterThan(FILTERS / 20));
    }

    /** Places of the people, which are the same in every store, since ids grow. */
    private static List<Integer> numbers(Store store, List<String> ids) {
        List<String> all = ids(store.people);
        return ids.stream().map(all::indexOf).toList();
    }

    private static List<String> ids(List<Map<String, Object>> people) {
        return people.stream().map(FilterOracle::id).toList();
    }

    private static @Nullable List<String> found(Store store, String text) {
        BoundFilter filter = store.binder.filter(text);
        try {
            QueryResult result = store.repository.query(
                    CONTEXT,
                    Query.builder(new Page.Index(1, PEOPLE + 1))
                            .filter(filter)
                            .wanted(Wanted.nothing())
                            .build());
            return result.resources().stream().map(Resource::id).toList();
        } catch (ScimException refused) {
            assertThat(refused.type()).as(text).contains(ErrorType.INVALID_FILTER);
            return null;
        }
    }

    @Test
    void ordersAndPagesAreTheSameEverywhere() {
        FilterGenerator generator = new FilterGenerator(SEED + 2);
        Random random = new Random(SEED);
        List<FilterOracle.Path> paths = FilterGenerator.sortable();
        Map<String, Integer> walked = new LinkedHashMap<>();
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < WALKS; i++) {
            FilterOracle.Path path = paths.get(i % paths.size());
            boolean ascending = random.nextBoolean();
            FilterOracle.Node filter = random.nextBoolean() ? generator.filter() : null;
            int count = 1 + random.nextInt(12);
            for (Store store : STORES) {
                List<String> expected = ids(store.people.stream()
                        .filter(person -> filter == null || filter.holds(person, false))
                        .sorted(FilterOracle.order(path, ascending))
                        .toList());
                Walk walk = new Walk(store, filter == null ? null : filter.text(), path.text(), ascending, count);
                String said = walk.difference(expected);
                if (said == null) {
                    walked.merge(store.name, 1, Integer::sum);
                } else if (!said.equals("refused") || !store.refuses) {
                    differences.add(store.name + ": " + path.text() + (ascending ? " ascending" : " descending")
                            + " by " + count + (filter == null ? "" : " of " + filter.text()) + "\n  " + said);
                }
            }
        }
        System.out.println("compared " + WALKS + " orders, each by index, by cursor and back: " + walked);
        assertThat(differences).isEmpty();
    }

    /** One order, walked through in pages. */
    private record Walk(Store store, @Nullable String filter, String sortBy, boolean ascending, int count) {

        /** What is wrong, or null. */
        @Nullable
        String difference(List<String> expected) {
            try {
                List<String> byIndex = byIndex(expected.size());
                if (!byIndex.equals(expected)) {
                    return said("by index", expected, byIndex);
                }
                List<String> byCursor = new ArrayList<>();
                String end = byCursor(byCursor);
                if (!byCursor.equals(expected)) {
                    return said("by cursor", expected, byCursor);
                }
                List<String> back = back(end, byCursor);
                return back.equals(expected) ? null : said("back", expected, back);
            } catch (ScimException refused) {
                assertThat(refused.type())
                        .as(sortBy)
                        .hasValueSatisfying(
                                type -> assertThat(type).isIn(ErrorType.INVALID_FILTER, ErrorType.INVALID_VALUE));
                return "refused";
            }
        }

        private String said(String how, List<String> expected, List<String> given) {
            return how + "\n  expected " + numbers(store, expected) + "\n  found    " + numbers(store, given);
        }

        private QueryResult page(Page page) {
            BoundFilter bound = filter == null ? null : store.binder.filter(filter);
            SortOrder order = ascending ? SortOrder.ASCENDING : SortOrder.DESCENDING;
            Sort sort = new Sort(store.repository.type().path(sortBy), order);
            return store.repository.query(
                    CONTEXT,
                    Query.builder(page)
                            .filter(bound)
                            .sort(sort)
                            .wanted(Wanted.nothing())
                            .build());
        }

        private static List<String> ids(QueryResult page) {
            return page.resources().stream().map(Resource::id).toList();
        }

        private List<String> byIndex(int total) {
            List<String> ids = new ArrayList<>();
            for (int start = 1; start == 1 || start <= total; start += count) {
                QueryResult page = page(new Page.Index(start, count));
                assertThat(page.totalResults()).hasValue(total);
                ids.addAll(ids(page));
            }
            return ids;
        }

        /** @return the position before the last page, or null if there is one page only */
        private @Nullable String byCursor(List<String> ids) {
            String position = null;
            String previous;
            do {
                QueryResult page = page(new Page.Cursor(position, count));
                ids.addAll(ids(page));
                previous = page.previous();
                position = page.next();
            } while (position != null && ids.size() <= PEOPLE);
            return previous;
        }

        /** The pages before the last one, and of the walk so far what that one held. */
        private List<String> back(@Nullable String end, List<String> walked) {
            int last = (walked.size() - 1) / count * count;
            List<String> ids = new ArrayList<>(walked.subList(Math.max(0, last), walked.size()));
            String position = end;
            while (position != null && ids.size() <= PEOPLE) {
                QueryResult page = page(new Page.Cursor(position, count));
                ids.addAll(0, ids(page));
                position = page.previous();
            }
            return ids;
        }
    }
}
