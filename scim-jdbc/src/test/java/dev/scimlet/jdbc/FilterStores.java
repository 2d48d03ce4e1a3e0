package dev.scimlet.jdbc;

import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.Converter;
import dev.scimlet.spi.mapping.EntityRepository;
import dev.scimlet.spi.mapping.EntityStore;
import dev.scimlet.spi.mapping.FoundEntities;
import dev.scimlet.spi.mapping.ListMapping;
import dev.scimlet.spi.mapping.MappedSearch;
import dev.scimlet.spi.mapping.ResourceMapping;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stores of the people of {@link FilterGenerator}, one of each kind. */
final class FilterStores {

    private static final String ENTERPRISE = FilterGenerator.ENTERPRISE + ":";
    private static final String SAMPLE = FilterGenerator.SAMPLE + ":";

    static final ResourceType USER = StandardTypes.userBuilder()
            .extension(StandardSchemas.ENTERPRISE_USER)
            .extension(TestUsers.SAMPLE)
            .build();

    private static final String[] TABLES = {"""
        CREATE TABLE people (
            id varchar(36) PRIMARY KEY,
            login varchar(200) NOT NULL,
            login_key varchar(400) NOT NULL,
            external_id varchar(200),
            given_name varchar(200),
            family_name varchar(200),
            family_key varchar(400),
            nick varchar(200),
            nick_key varchar(400),
            title varchar(200),
            enabled boolean,
            work_email varchar(200),
            work_display varchar(200),
            work_display_key varchar(400),
            work_main boolean,
            home_email varchar(200),
            home_display varchar(200),
            home_display_key varchar(400),
            home_main boolean,
            work_city varchar(200),
            work_region varchar(200),
            work_address_main boolean,
            home_city varchar(200),
            home_region varchar(200),
            home_address_main boolean,
            department varchar(200),
            manager_id varchar(200),
            code varchar(20),
            level bigint,
            rate numeric(40, 6),
            since timestamp with time zone,
            trained varchar(1),
            seal varchar(200),
            other varchar,
            version bigint NOT NULL,
            created_at timestamp with time zone NOT NULL,
            updated_at timestamp with time zone NOT NULL)""", """
        CREATE TABLE phones (
            owner varchar(36) NOT NULL,
            ordinal bigint NOT NULL,
            number varchar(60),
            number_key varchar(60),
            kind varchar(60),
            main boolean)""", """
        CREATE TABLE tags (
            owner varchar(36) NOT NULL,
            ordinal bigint NOT NULL,
            tag varchar(60) NOT NULL,
            tag_key varchar(60) NOT NULL)"""};

    private FilterStores() {}

    private static JdbcRepository.Builder people(TestDatabase database, Clock clock) {
        return JdbcRepository.of(USER, database.with(TABLES))
                .table("people")
                .id("id")
                .version("version")
                .created("created_at")
                .lastModified("updated_at")
                .clock(clock)
                .column("userName", "login", login -> login.keyColumn("login_key"))
                .column("title", "title")
                .column("emails[type eq \"work\"].value", "work_email")
                .column("emails[type eq \"work\"].display", "work_display", text -> text.keyColumn("work_display_key"))
                .column("emails[type eq \"work\"].primary", "work_main")
                .column(SAMPLE + "level", "level");
    }

    /** Tables of a host that keep all that the people have. */
    static JdbcRepository mapped(TestDatabase database, Clock clock) {
        return people(database, clock)
                .column("externalId", "external_id")
                .column("name.givenName", "given_name")
                .column("name.familyName", "family_name", name -> name.keyColumn("family_key"))
                .column("nickName", "nick", nick -> nick.keyColumn("nick_key"))
                .column("active", "enabled")
                .column("emails[type eq \"home\"].value", "home_email")
                .column("emails[type eq \"home\"].display", "home_display", text -> text.keyColumn("home_display_key"))
                .column("emails[type eq \"home\"].primary", "home_main")
                .column("addresses[type eq \"work\"].locality", "work_city")
                .column("addresses[type eq \"work\"].region", "work_region")
                .column("addresses[type eq \"work\"].primary", "work_address_main")
                .column("addresses[type eq \"home\"].locality", "home_city")
                .column("addresses[type eq \"home\"].region", "home_region")
                .column("addresses[type eq \"home\"].primary", "home_address_main")
                .column(ENTERPRISE + "department", "department")
                .column(ENTERPRISE + "manager", "manager_id")
                .column(SAMPLE + "code", "code")
                .column(SAMPLE + "rate", "rate")
                .column(SAMPLE + "since", "since")
                .column(SAMPLE + "trained", "trained", flag -> flag.codes(Map.of(true, "Y", false, "N")))
                .column(SAMPLE + "seal", "seal")
                .list(
                        "phoneNumbers",
                        "phones",
                        "owner",
                        phones -> phones.column("value", "number", number -> number.keyColumn("number_key"))
                                .column("type", "kind")
                                .column("primary", "main")
                                .position("ordinal"))
                .list(
                        SAMPLE + "tags",
                        "tags",
                        "owner",
                        tags -> tags.column("value", "tag", tag -> tag.keyColumn("tag_key"))
                                .position("ordinal"))
                .build();
    }

    /** Tables of a host that keep some of it in columns and the rest as JSON. */
    static JdbcRepository withRest(TestDatabase database, Clock clock) {
        return people(database, clock).rest("other").build();
    }

    /** What the application of an entity class would have: here one property for each path. */
    private static final class Person {

        private final Map<String, Object> properties = new HashMap<>();

        @SuppressWarnings("unchecked")
        <V> V get(String path) {
            return (V) properties.get(path);
        }

        void set(String path, Object value) {
            properties.put(path, value);
        }
    }

    /** A small store, of which the library makes the pages. */
    private static class People implements EntityStore<Person> {

        private final Map<String, Person> byId = new TreeMap<>();

        final Stream<Person> all() {
            return byId.values().stream();
        }

        @Override
        public Optional<Person> load(RequestContext context, String id) {
            return Optional.ofNullable(byId.get(id));
        }

        @Override
        public Person insert(RequestContext context, Person person) {
            person.set("meta.version", "W/\"1\"");
            byId.put(person.get("id"), person);
            return person;
        }

        @Override
        public Optional<Person> save(RequestContext context, Person person, String version) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean delete(RequestContext context, String id, String version) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FoundEntities<Person> find(RequestContext context, Query query) {
            return FoundEntities.candidatesReadLater(all());
        }
    }

    /** A store that searches by itself, in a language of its own. */
    private static final class SearchingPeople extends People {

        private final MappedSearch<ThreeValuedLeaves.Condition, ThreeValuedLeaves.Value> search;

        SearchingPeople(ResourceMapping<Person> mapping) {
            this.search = new MappedSearch<>(mapping.mapped(), new ThreeValuedLeaves());
        }

        private static ThreeValuedLeaves.Row row(Person person) {
            return new ThreeValuedLeaves.Row(person.properties, null);
        }

        @Override
        public FoundEntities<Person> find(RequestContext context, Query query) {
            BoundFilter filter = query.filter();
            ThreeValuedLeaves.Condition condition = filter == null ? row -> true : search.condition(filter);
            List<Person> found = all().filter(person -> Boolean.TRUE.equals(condition.of(row(person))))
                    .sorted(order(query.sort()))
                    .toList();
            if (!(query.page() instanceof Page.Index page)) {
                return FoundEntities.candidates(found);
            }
            int start = Math.min(page.startIndex() - 1, found.size());
            return FoundEntities.page(found.subList(start, Math.min(start + page.count(), found.size())), found.size());
        }

        private Comparator<Person> order(@Nullable Sort sort) {
            Comparator<Person> byId = Comparator.comparing(person -> person.<String>get("id"));
            if (sort == null) {
                return byId;
            }
            ThreeValuedLeaves.Value key = search.sortKey(sort.path());
            Comparator<Person> byKey = (a, b) -> sort.compareKeys(key.of(row(a)), key.of(row(b)));
            return byKey.thenComparing(byId);
        }
    }

    /** Entities, found by the mapping that reads them. */
    static EntityRepository<Person> entities(Clock clock) {
        return new EntityRepository<>(mapping(), new People(), clock);
    }

    /** Entities, found by a store that says the leaves. */
    static EntityRepository<Person> entitiesByLeaves(Clock clock) {
        ResourceMapping<Person> mapping = mapping();
        return new EntityRepository<>(mapping, new SearchingPeople(mapping), clock);
    }

    private static ResourceMapping<Person> mapping() {
        ResourceMapping.Builder<Person> mapping = ResourceMapping.builder(USER, Person.class, Person::new)
                .id(person -> person.get("id"), (person, id) -> person.set("id", id))
                .version(person -> "1")
                .created(person -> person.get("meta.created"), (person, time) -> person.set("meta.created", time))
                .lastModified(
                        person -> person.get("meta.lastModified"),
                        (person, time) -> person.set("meta.lastModified", time));
        for (String path : List.of(
                "userName",
                "externalId",
                "name.givenName",
                "name.familyName",
                "nickName",
                "title",
                "emails[type eq \"work\"].value",
                "emails[type eq \"work\"].display",
                "emails[type eq \"home\"].value",
                "emails[type eq \"home\"].display",
                "addresses[type eq \"work\"].locality",
                "addresses[type eq \"work\"].region",
                "addresses[type eq \"home\"].locality",
                "addresses[type eq \"home\"].region",
                ENTERPRISE + "department",
                ENTERPRISE + "manager.value",
                SAMPLE + "code",
                SAMPLE + "seal")) {
            mapping.map(path, person -> person.get(path), (person, value) -> person.set(path, value));
        }
        for (String path : List.of(
                "active",
                "emails[type eq \"work\"].primary",
                "emails[type eq \"home\"].primary",
                "addresses[type eq \"work\"].primary",
                "addresses[type eq \"home\"].primary",
                SAMPLE + "trained")) {
            mapping.mapBoolean(
                    path, (Person person) -> person.<Boolean>get(path), (person, value) -> person.set(path, value));
        }
        return mapping.mapInteger(
                        SAMPLE + "level",
                        person -> person.<Long>get(SAMPLE + "level"),
                        (person, value) -> person.set(SAMPLE + "level", value))
                .map(
                        SAMPLE + "rate",
                        person -> person.<BigDecimal>get(SAMPLE + "rate"),
                        (person, value) -> person.set(SAMPLE + "rate", value),
                        Converter.decimal())
                .mapTime(
                        SAMPLE + "since",
                        person -> person.<Instant>get(SAMPLE + "since"),
                        (person, value) -> person.set(SAMPLE + "since", value))
                .mapValues(
                        SAMPLE + "tags",
                        person -> person.<List<String>>get(SAMPLE + "tags"),
                        (person, tags) -> person.set(SAMPLE + "tags", tags))
                .mapList(
                        "phoneNumbers",
                        person -> person.<List<Attributes>>get("phoneNumbers"),
                        (person, phones) -> person.set("phoneNumbers", phones),
                        ListMapping.<Attributes>of(phone -> phone)
                                .map("value", phone -> phone.string("value").orElse(null))
                                .map("type", phone -> phone.string("type").orElse(null))
                                .map("primary", phone -> phone.bool("primary").orElse(null), Converter.bool()))
                .build();
    }
}
