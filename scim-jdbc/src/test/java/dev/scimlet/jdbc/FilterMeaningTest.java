package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static dev.scimlet.jdbc.TestUsers.ENTERPRISE;
import static dev.scimlet.jdbc.TestUsers.EXTRA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.Wanted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database finds what {@link BoundFilter#matches} finds, and orders as {@link Sort} does. */
final class FilterMeaningTest {

    private static final Map<TestDatabase, JdbcRepository> STORES = new EnumMap<>(TestDatabase.class);

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "ab%c",
            "AB_C",
            "a!b",
            "ab\\c",
            "b'; --",
            "ß",
            "SS",
            "Ünal",
            "ünal",
            "\ud83d\ude00",
            "\uff5e",
            "zebra");

    private static final List<String> EXACT_TEXTS = List.of("", "a", "A", "ab%c", "AB_C", "a!b", "b'; --", "zebra");

    @BeforeAll
    static void fill() {
        for (TestDatabase database : TestDatabase.values()) {
            JdbcRepository store =
                    TestUsers.users(database.with(TestUsers.TABLES)).build();
            users(store).forEach(user -> store.create(CONTEXT, user));
            STORES.put(database, store);
        }
    }

    private static List<Attributes> users(JdbcRepository store) {
        Random random = new Random(7);
        List<Attributes> users = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            users.add(user(store, random, i));
        }
        users.add(store.type().attributes().set("userName", "nothing-else").build());
        return users;
    }

    private static Attributes user(JdbcRepository store, Random random, int number) {
        AttributesBuilder user = store.type()
                .attributes()
                .set("userName", number + TEXTS.get(number % TEXTS.size()))
                .set("active", random.nextBoolean());
        if (random.nextBoolean()) {
            user.set("nickName", TEXTS.get(random.nextInt(TEXTS.size())));
        }
        if (random.nextBoolean()) {
            user.set("externalId", EXACT_TEXTS.get(random.nextInt(EXACT_TEXTS.size())));
        }
        if (random.nextBoolean()) {
            user.set("title", "T" + random.nextInt(3));
        }
        if (random.nextBoolean()) {
            user.set("name.givenName", EXACT_TEXTS.get(random.nextInt(EXACT_TEXTS.size())));
        }
        if (random.nextBoolean()) {
            user.set("emails[type eq \"work\"].value", "w" + random.nextInt(5) + "@example.com");
        }
        if (random.nextBoolean()) {
            user.set("emails[type eq \"home\"].value", "h" + random.nextInt(5) + "@example.com");
        }
        if (random.nextBoolean()) {
            user.set(ENTERPRISE + "department", "D" + random.nextInt(3));
        }
        if (random.nextBoolean()) {
            user.set(ENTERPRISE + "manager.value", "m" + random.nextInt(3));
        }
        if (random.nextBoolean()) {
            user.set(EXTRA + "code", EXACT_TEXTS.get(random.nextInt(EXACT_TEXTS.size())));
            user.set(EXTRA + "level", (long) random.nextInt(5));
        }
        if (random.nextBoolean()) {
            user.set(EXTRA + "rate", new BigDecimal(random.nextInt(9)).movePointLeft(1));
            user.set(EXTRA + "since", Instant.ofEpochSecond(1_700_000_000L + random.nextInt(3)));
        }
        if (random.nextBoolean()) {
            user.set(EXTRA + "trained", random.nextBoolean());
            user.set(EXTRA + "seal", random.nextBoolean() ? "QUJD" : "QUI=");
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            user.add("phoneNumbers", phone(random, i));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            user.add(EXTRA + "tags", "tag" + random.nextInt(4));
        }
        return user.build();
    }

    private static Map<String, Object> phone(Random random, int number) {
        String value = "+" + random.nextInt(3) + "-" + number;
        return switch (random.nextInt(3)) {
            case 0 -> Map.of("value", value, "type", "work", "primary", true);
            case 1 -> Map.of("value", value, "type", "mobile", "primary", false);
            default -> Map.of("value", value);
        };
    }

    private static List<String> filters() {
        List<String> filters = new ArrayList<>();
        for (String operator : List.of("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le")) {
            for (String text : TEXTS) {
                filters.add("nickName " + operator + " " + quoted(text));
            }
            for (String text : EXACT_TEXTS) {
                filters.add("name.givenName " + operator + " " + quoted(text));
                filters.add("externalId " + operator + " " + quoted(text));
                filters.add(EXTRA + "code " + operator + " " + quoted(text));
            }
            filters.add("userName " + operator + " \"3ab%C\"");
            filters.add("emails " + operator + " \"W1@example.com\"");
            filters.add("emails.value " + operator + " \"h3@example.com\"");
            filters.add("emails.type " + operator + " \"work\"");
            filters.add("emails[value " + operator + " \"w2@example.com\"]");
            filters.add("emails[type eq \"home\" and value " + operator + " \"h2@example.com\"]");
            filters.add("emails[type " + operator + " \"home\"]");
            filters.add("phoneNumbers " + operator + " \"+1-1\"");
            filters.add("phoneNumbers.type " + operator + " \"work\"");
            filters.add("phoneNumbers[type eq \"mobile\" and value " + operator + " \"+1-2\"]");
            filters.add("phoneNumbers[type eq \"mobile\" or value " + operator + " \"+1-2\"]");
            filters.add("phoneNumbers[not (type " + operator + " \"mobile\")]");
            filters.add(EXTRA + "tags " + operator + " \"TAG2\"");
            filters.add(EXTRA + "tags[value " + operator + " \"tag2\"]");
            filters.add(ENTERPRISE + "manager " + operator + " \"m1\"");
            filters.add("schemas " + operator + " \"urn:example:sample:2.0:User\"");
            filters.add("meta.resourceType " + operator + " \"User\"");
            filters.add("meta.version " + operator + " \"W/\\\"1\\\"\"");
            filters.add("id " + operator + " \"8\"");
        }
        for (String operator : List.of("eq", "ne", "gt", "ge", "lt", "le")) {
            for (String number : List.of("2", "1.5", "-1", "1e30", "-1e30", "0.30", "3")) {
                filters.add(EXTRA + "level " + operator + " " + number);
                filters.add(EXTRA + "rate " + operator + " " + number);
            }
            filters.add(EXTRA + "since " + operator + " \"2023-11-14T22:13:21Z\"");
            filters.add(EXTRA + "since " + operator + " \"2023-11-15T00:13:21.0000005+02:00\"");
            for (String far : List.of("999999999-12-31T23:59:59.9999999Z", "-999999999-01-01T00:00:00Z")) {
                filters.add(EXTRA + "since " + operator + " " + quoted(far));
                filters.add("meta.created " + operator + " " + quoted(far));
            }
            filters.add("meta.created " + operator + " \"2030-01-01T00:00:00Z\"");
            filters.add("meta.lastModified " + operator + " \"2020-01-01T00:00:00Z\"");
        }
        for (String operator : List.of("eq", "ne")) {
            for (String value : List.of("true", "false")) {
                filters.add("active " + operator + " " + value);
                filters.add(EXTRA + "trained " + operator + " " + value);
                filters.add("phoneNumbers.primary " + operator + " " + value);
                filters.add("phoneNumbers[primary " + operator + " " + value + "]");
            }
            filters.add(EXTRA + "seal " + operator + " \"QUJD\"");
            filters.add(EXTRA + "seal " + operator + " \"Q U I\"");
            filters.add("nickName " + operator + " null");
            filters.add("emails " + operator + " null");
        }
        for (String path : List.of(
                "userName",
                "nickName",
                "name",
                "name.givenName",
                "name.familyName",
                "emails",
                "emails.value",
                "emails.type",
                "phoneNumbers",
                "phoneNumbers.type",
                "phoneNumbers.primary",
                EXTRA + "tags",
                EXTRA + "level",
                EXTRA + "trained",
                ENTERPRISE + "manager",
                ENTERPRISE + "manager.value",
                "meta",
                "meta.created",
                "id",
                "schemas",
                "active",
                "emails[type pr]",
                "phoneNumbers[primary pr]",
                "phoneNumbers[type pr]",
                EXTRA + "tags[value pr]")) {
            filters.add(path.endsWith("]") ? path : path + " pr");
        }
        filters.add("active eq true and (nickName pr or name.givenName eq \"a\") and not (title eq \"t1\")");
        filters.add("title eq \"T0\" or title eq \"T1\" and active eq false");
        return filters;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @TestFactory
    Stream<DynamicTest> findsWhatTheFilterMeans() {
        return STORES.entrySet().stream().flatMap(store -> {
            List<Resource> all = all(store.getValue());
            PathBinder binder = new PathBinder(store.getValue().type().definition(), ClientProfile.INTEROPERABLE);
            return filters().stream()
                    .map(filter -> DynamicTest.dynamicTest(
                            store.getKey() + " " + filter, () -> check(store.getValue(), all, binder.filter(filter))));
        });
    }

    private static List<Resource> all(JdbcRepository store) {
        List<Resource> all = store.query(CONTEXT, Query.all(1000)).resources();
        assertThat(all).hasSize(61);
        return all;
    }

    private static void check(JdbcRepository store, List<Resource> all, BoundFilter filter) {
        List<String> expected =
                all.stream().filter(filter::matches).map(Resource::id).toList();
        QueryResult result = found(store, filter);

        assertThat(result.resources()).extracting(Resource::id).isEqualTo(expected);
        assertThat(result.totalResults()).hasValue(expected.size());

        BoundFilter opposite = new PathBinder(store.type().definition(), ClientProfile.INTEROPERABLE)
                .filter("not (" + filter.text() + ")");
        assertThat(found(store, opposite).resources()).hasSize(all.size() - expected.size());
    }

    /** Without attributes, of which the lists would be two more statements each time. */
    private static QueryResult found(JdbcRepository store, BoundFilter filter) {
        return store.query(
                CONTEXT,
                Query.builder(new Page.Index(1, 1000))
                        .filter(filter)
                        .wanted(Wanted.nothing())
                        .build());
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ordersAsSortDoesAndWalksByIndexAndByCursor(TestDatabase database) {
        JdbcRepository store = Objects.requireNonNull(STORES.get(database));
        List<Resource> all = all(store);
        for (String path : List.of(
                "userName",
                "nickName",
                "externalId",
                "active",
                "title",
                "emails.value",
                "phoneNumbers.value",
                "phoneNumbers.type",
                EXTRA + "tags",
                EXTRA + "level",
                EXTRA + "rate",
                EXTRA + "since",
                "id",
                "meta.created",
                "meta.lastModified",
                ENTERPRISE + "manager.value")) {
            for (SortOrder order : SortOrder.values()) {
                Sort sort = new Sort(store.type().path(path), order);
                Comparator<Resource> bySort =
                        Comparator.comparing(sort::key, sort::compareKeys).thenComparing(Resource::id);
                List<String> expected =
                        all.stream().sorted(bySort).map(Resource::id).toList();
                assertThat(byIndex(store, sort)).as(path + order).isEqualTo(expected);
                assertThat(byCursor(store, sort)).as(path + order).isEqualTo(expected);
            }
        }
        assertThat(byCursor(store, null))
                .isEqualTo(all.stream().map(Resource::id).toList());
    }

    private static List<String> byIndex(JdbcRepository store, @Nullable Sort sort) {
        List<String> ids = new ArrayList<>();
        for (int start = 1; start <= 61; start += 7) {
            QueryResult page = store.query(
                    CONTEXT,
                    Query.builder(new Page.Index(start, 7))
                            .sort(sort)
                            .wanted(Wanted.nothing())
                            .build());
            assertThat(page.totalResults()).hasValue(61);
            page.resources().forEach(resource -> ids.add(resource.id()));
        }
        return ids;
    }

    private static List<String> byCursor(JdbcRepository store, @Nullable Sort sort) {
        List<String> ids = new ArrayList<>();
        String position = null;
        do {
            QueryResult page = store.query(
                    CONTEXT,
                    Query.builder(new Page.Cursor(position, 7))
                            .sort(sort)
                            .wanted(Wanted.nothing())
                            .build());
            assertThat(page.totalResults()).hasValue(61);
            page.resources().forEach(resource -> ids.add(resource.id()));
            position = page.next();
        } while (position != null);
        return ids;
    }
}
