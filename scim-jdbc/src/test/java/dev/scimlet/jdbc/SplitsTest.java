package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.mapping.Converter;
import dev.scimlet.spi.mapping.EntityRepository;
import dev.scimlet.spi.mapping.EntityStore;
import dev.scimlet.spi.mapping.FoundEntities;
import dev.scimlet.spi.mapping.ListMapping;
import dev.scimlet.spi.mapping.ResourceMapping;
import dev.scimlet.spi.mapping.Unmapped;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.testkit.json.PlainJson;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Walks the ways to split e-mails, names, addresses and an extension between columns, lists, a rest and nothing, through
 * every operation, and compares what entities, H2, PostgreSQL and MariaDB answer with what memory does, of which is left out what
 * the split cannot hold. By itself it varies one attribute at a time; {@code -Dscimlet.splits=all} walks all
 * combinations.
 */
final class SplitsTest {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String WORK_EMAIL = "emails[type eq \"work\"].";
    private static final String WORK_ADDRESS = "addresses[type eq \"work\"].";

    private static final String[] TABLES = {
        """
            CREATE TABLE people (
                id         varchar(40) PRIMARY KEY,
                login      varchar(200) NOT NULL,
                enabled    boolean,
                given      varchar(200),
                family     varchar(200),
                email      varchar(200),
                email_main boolean,
                email_name varchar(200),
                street     varchar(200),
                city       varchar(200),
                department varchar(200),
                cost       varchar(200),
                other      varchar,
                created_at timestamp with time zone NOT NULL,
                updated_at timestamp with time zone NOT NULL)""",
        "CREATE TABLE mails (owner varchar(40), address varchar(200), kind varchar(200), main boolean, place bigint)",
        "CREATE TABLE places (owner varchar(40), street varchar(200), city varchar(200), kind varchar(200), place bigint)",
    };

    /** The columns of single paths. */
    private static final Map<String, String> COLUMNS = Map.of(
            "name.givenName",
            "given",
            "name.familyName",
            "family",
            WORK_EMAIL + "value",
            "email",
            WORK_EMAIL + "primary",
            "email_main",
            WORK_EMAIL + "display",
            "email_name",
            WORK_ADDRESS + "streetAddress",
            "street",
            WORK_ADDRESS + "locality",
            "city",
            ENTERPRISE + ":department",
            "department",
            ENTERPRISE + ":costCenter",
            "cost");

    /** The lines of each way to keep an attribute; a name alone is a list as a whole. */
    private static final List<List<List<String>>> WAYS = List.of(
            List.of(
                    List.of(WORK_EMAIL + "value"),
                    List.of(),
                    List.of(WORK_EMAIL + "value", WORK_EMAIL + "primary"),
                    List.of(WORK_EMAIL + "primary"),
                    List.of(WORK_EMAIL + "display"),
                    List.of("emails")),
            List.of(List.of("name.givenName"), List.of(), List.of("name.givenName", "name.familyName")),
            List.of(
                    List.of(WORK_ADDRESS + "streetAddress"),
                    List.of(),
                    List.of(WORK_ADDRESS + "streetAddress", WORK_ADDRESS + "locality"),
                    List.of("addresses")),
            List.of(
                    List.of(ENTERPRISE + ":department"),
                    List.of(),
                    List.of(ENTERPRISE + ":department", ENTERPRISE + ":costCenter")));

    /** What is bound, and what becomes of the rest. */
    private record Split(List<String> lines, Unmapped unmapped) {

        List<String> partsOf(String list) {
            String start = list + "[type eq \"work\"].";
            return lines.stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .toList();
        }
    }

    private static List<Split> splits() {
        boolean all = "all".equals(System.getProperty("scimlet.splits"));
        List<List<String>> combinations = new ArrayList<>();
        for (List<String> emails : WAYS.get(0)) {
            for (List<String> name : WAYS.get(1)) {
                for (List<String> addresses : WAYS.get(2)) {
                    for (List<String> extension : WAYS.get(3)) {
                        List<List<String>> chosen = List.of(emails, name, addresses, extension);
                        int others = 0;
                        for (int i = 0; i < chosen.size(); i++) {
                            others += chosen.get(i) == WAYS.get(i).get(0) ? 0 : 1;
                        }
                        if (all || others <= 1) {
                            combinations.add(
                                    chosen.stream().flatMap(List::stream).toList());
                        }
                    }
                }
            }
        }
        return combinations.stream()
                .flatMap(lines -> Stream.of(Unmapped.values()).map(unmapped -> new Split(lines, unmapped)))
                .toList();
    }

    // ---- operations

    private static final List<String> BODIES = List.of(
            "'name': {'givenName': 'Ada', 'familyName': 'L', 'middleName': 'K'},"
                    + " 'emails': [{'type': 'work', 'value': 'a@x.example', 'primary': true, 'display': 'A'},"
                    + " {'type': 'home', 'value': 'h@x.example'}],"
                    + " 'addresses': [{'type': 'work', 'streetAddress': 'S', 'locality': 'L', 'country': 'FR'},"
                    + " {'type': 'home', 'locality': 'H'}],"
                    + " '" + ENTERPRISE + "': {'department': 'D', 'costCenter': '9', 'division': 'N'}",
            "'name': {'givenName': 'Ada'},"
                    + " 'emails': [{'type': 'work', 'value': 'a@x.example'}],"
                    + " 'addresses': [{'type': 'work', 'streetAddress': 'S'}],"
                    + " '" + ENTERPRISE + "': {'department': 'D'}",
            "'emails': [{'type': 'work', 'value': '', 'primary': true}], 'addresses': [{'type': 'work'}]",
            "'emails': [{'type': 'work', 'value': 'a@x.example'}, {'type': 'work', 'value': 'b@x.example'}]",
            "'emails': [{'value': 'untyped@x.example', 'primary': true}], 'name': {'familyName': 'L'}",
            "'active': true");

    private static List<String> patches() {
        List<String> patches = new ArrayList<>();
        for (String path : List.of(
                "emails",
                WORK_EMAIL + "value",
                "emails[type eq \"work\"]",
                WORK_EMAIL + "primary",
                WORK_EMAIL + "display",
                "emails[type eq \"home\"]",
                "emails[value eq \"a@x.example\"]",
                "emails.value",
                "name",
                "name.givenName",
                "name.familyName",
                "addresses",
                WORK_ADDRESS + "streetAddress",
                WORK_ADDRESS + "locality",
                "addresses[type eq \"work\"]",
                ENTERPRISE,
                ENTERPRISE + ":department",
                ENTERPRISE + ":costCenter")) {
            patches.add("{'op': 'remove', 'path': '" + path.replace("\"", "\\\"") + "'}");
        }
        Map<String, List<String>> written = Map.of(
                "emails",
                List.of(
                        "[{'type': 'work', 'value': 'n@x.example'}]",
                        "[{'type': 'home', 'value': 'n@x.example', 'primary': true}]",
                        "[{'type': 'work', 'value': '', 'primary': true}]"),
                WORK_EMAIL + "value",
                List.of("'n@x.example'", "''", "null"),
                WORK_EMAIL + "primary",
                List.of("true", "false"),
                WORK_EMAIL + "display",
                List.of("'N'"),
                "emails[type eq \"work\"]",
                List.of("{'value': 'n@x.example', 'display': 'N'}"),
                "emails[type eq \"home\"].value",
                List.of("'n@x.example'"),
                "name",
                List.of("{'givenName': 'N', 'familyName': 'M'}", "{'givenName': null}"),
                "name.familyName",
                List.of("'M'"),
                "addresses",
                List.of(
                        "[{'type': 'work', 'streetAddress': 'T', 'locality': 'M'}]",
                        "[{'type': 'other', 'region': 'R'}]"),
                WORK_ADDRESS + "locality",
                List.of("'M'", "''"));
        new TreeMap<>(written)
                .forEach((path, values) -> values.forEach(value -> {
                    for (String op : List.of("add", "replace")) {
                        patches.add("{'op': '" + op + "', 'path': '" + path.replace("\"", "\\\"") + "', 'value': "
                                + value + "}");
                    }
                }));
        patches.add("{'op': 'replace', 'path': '" + ENTERPRISE + ":costCenter', 'value': '8'}");
        patches.add("{'op': 'add', 'path': '" + ENTERPRISE + "', 'value': {'department': 'E', 'costCenter': '8'}}");
        patches.add("{'op': 'replace', 'value': {'name.givenName': 'N', 'nickName': 'Nick', '" + ENTERPRISE
                + "': {'department': 'E'}, 'emails': [{'type': 'work', 'value': 'n@x.example'}]}}");
        return patches;
    }

    private static final String LEAVER = "{'op': 'Replace', 'path': 'active', 'value': 'False'}";

    private static final List<String> FILTERS = List.of(
            "emails.value eq 'a@x.example'",
            "emails[type eq 'work' and value eq 'A@X.example']",
            "emails[type eq 'work']",
            "emails[type eq 'work' and primary eq true]",
            "emails[type eq 'work' and not (value eq 'a@x.example')]",
            "emails[type eq 'home']",
            "emails pr",
            "not (emails[type eq 'work'])",
            "emails.value ne 'a@x.example'",
            "name.givenName eq 'ada'",
            "name.familyName pr",
            "name pr",
            "addresses[type eq 'work' and streetAddress eq 's']",
            "addresses[type eq 'work']",
            "addresses.locality co 'l'",
            ENTERPRISE + ":department eq 'd'",
            "schemas eq '" + ENTERPRISE + "'");

    // ---- stores

    private static final List<String> STORES = List.of(
            "memory", "entities", "H2", "PostgreSQL", "MariaDB", "JPA on H2", "JPA on PostgreSQL", "JPA on MariaDB");

    /** From here on, what is kept beside the lines cannot be searched. */
    private static final int IN_DATABASES = 2;

    private static final DataSource H2 = TestDatabase.H2.with(TABLES);
    private static final DataSource POSTGRESQL = TestDatabase.POSTGRESQL.with(TABLES);
    private static final DataSource MARIADB = TestDatabase.MARIADB.with(TABLES);

    private static final EntityManagerFactory JPA_ON_H2 =
            EntityStores.factory(TestDatabase.H2.reused(), PersonEntity.class);
    private static final EntityManagerFactory JPA_ON_POSTGRESQL =
            EntityStores.factory(TestDatabase.POSTGRESQL.reused(), PersonEntity.class);

    private static final DataSource JPA_MARIADB =
            TestDatabase.isolated(TestDatabase.MARIADB.reused(), Connection.TRANSACTION_READ_COMMITTED);
    private static final EntityManagerFactory JPA_ON_MARIADB = EntityStores.factory(JPA_MARIADB, PersonEntity.class);

    private static List<ScimService> services(Split split) {
        JdbcRepository h2 = tables(split, H2);
        ResourceRepository memory = new Restricted(InMemoryRepository.of(h2.type()), split);
        return Stream.of(
                        memory,
                        entities(split),
                        h2,
                        tables(split, POSTGRESQL),
                        tables(split, MARIADB),
                        EntityStores.split(split.lines, split.unmapped, JPA_ON_H2, TestDatabase.H2.reused()),
                        EntityStores.split(
                                split.lines, split.unmapped, JPA_ON_POSTGRESQL, TestDatabase.POSTGRESQL.reused()),
                        EntityStores.split(split.lines, split.unmapped, JPA_ON_MARIADB, JPA_MARIADB))
                .map(repository -> ScimService.builder()
                        .repositories(repository)
                        .authenticator(request -> new Authentication.Accepted("directory", null))
                        .build())
                .toList();
    }

    private static JdbcRepository tables(Split split, DataSource dataSource) {
        List.of("people", "mails", "places").forEach(table -> TestDatabase.run(dataSource, "DELETE FROM " + table));
        JdbcRepository.Builder builder = JdbcRepository.of(StandardTypes.user(), dataSource)
                .table("people")
                .id("id")
                .created("created_at")
                .lastModified("updated_at")
                .without("externalId")
                .column("userName", "login")
                .column("active", "enabled");
        for (String line : split.lines) {
            switch (line) {
                case "emails" ->
                    builder.list(
                            "emails",
                            "mails",
                            "owner",
                            mails -> mails.column("value", "address")
                                    .column("type", "kind")
                                    .column("primary", "main")
                                    .position("place"));
                case "addresses" ->
                    builder.list(
                            "addresses",
                            "places",
                            "owner",
                            places -> places.column("streetAddress", "street")
                                    .column("locality", "city")
                                    .column("type", "kind")
                                    .position("place"));
                default -> builder.column(line, COLUMNS.get(line));
            }
        }
        return switch (split.unmapped) {
            case REFUSE -> builder.build();
            case IGNORE -> builder.ignoreUnmapped().build();
            case KEEP -> builder.rest("other").build();
        };
    }

    /** Properties by path. */
    private static final class Person {
        private @Nullable String id;
        private long version;
        private @Nullable Instant created;
        private @Nullable Instant changed;
        private final Map<String, Object> properties = new HashMap<>();

        Person copy() {
            Person copy = new Person();
            copy.id = id;
            copy.version = version;
            copy.created = created;
            copy.changed = changed;
            copy.properties.putAll(properties);
            return copy;
        }

        @SuppressWarnings("unchecked")
        <V> @Nullable V get(String path) {
            return (V) properties.get(path);
        }

        void set(String path, @Nullable Object value) {
            if (value == null) {
                properties.remove(path);
            } else {
                properties.put(path, value);
            }
        }
    }

    private static final class People implements EntityStore<Person> {
        private final Map<String, Person> people = new ConcurrentHashMap<>();

        @Override
        public Optional<Person> load(RequestContext context, String id) {
            return Optional.ofNullable(people.get(id)).map(Person::copy);
        }

        @Override
        public Person insert(RequestContext context, Person person) {
            people.put(String.valueOf(person.id), person.copy());
            return person;
        }

        @Override
        public Optional<Person> save(RequestContext context, Person person, String version) {
            people.put(String.valueOf(person.id), person.copy());
            return Optional.of(person);
        }

        @Override
        public boolean delete(RequestContext context, String id, String version) {
            return people.remove(id) != null;
        }

        @Override
        public FoundEntities<Person> find(RequestContext context, Query query) {
            return FoundEntities.candidatesReadLater(people.values().stream().map(Person::copy));
        }
    }

    private static ResourceRepository entities(Split split) {
        ResourceMapping.Builder<Person> builder = ResourceMapping.builder(
                        StandardTypes.user(), Person.class, Person::new)
                .id(p -> p.id, (p, id) -> p.id = id)
                .version(p -> p.version, (p, version) -> p.version = version)
                .created(p -> p.created, (p, time) -> p.created = time)
                .lastModified(p -> p.changed, (p, time) -> p.changed = time)
                .without("externalId")
                .map("userName", p -> p.get("userName"), (p, login) -> p.set("userName", login))
                .mapBoolean("active", p -> p.<Boolean>get("active"), (p, active) -> p.set("active", active));
        for (String line : split.lines) {
            if (line.equals("emails") || line.equals("addresses")) {
                ListMapping<Map<String, Object>> elements = ListMapping.of(SplitsTest::element);
                List<String> texts =
                        line.equals("emails") ? List.of("value", "type") : List.of("streetAddress", "locality", "type");
                for (String text : texts) {
                    elements = elements.map(text, element -> (String) element.get(text));
                }
                if (line.equals("emails")) {
                    elements = elements.map("primary", element -> (Boolean) element.get("primary"), Converter.bool());
                }
                builder.mapList(
                        line, p -> p.<List<Map<String, Object>>>get(line), (p, list) -> p.set(line, list), elements);
            } else if (line.endsWith(".primary")) {
                builder.mapBoolean(line, p -> p.<Boolean>get(line), (p, flag) -> p.set(line, flag));
            } else {
                builder.map(line, p -> p.get(line), (p, text) -> p.set(line, text));
            }
        }
        switch (split.unmapped) {
            case REFUSE -> {}
            case IGNORE -> builder.ignoreUnmapped();
            case KEEP -> builder.rest(p -> p.get("rest"), (p, rest) -> p.set("rest", rest));
        }
        return new EntityRepository<>(builder.build(), new People());
    }

    private static Map<String, Object> element(Attributes entry) {
        Map<String, Object> element = new HashMap<>();
        for (AttributeDefinition part : entry.definition().subAttributes()) {
            Object value = entry.get(part);
            if (value != null) {
                element.put(part.name(), value);
            }
        }
        return element;
    }

    /** Memory that holds what a split can hold. */
    private record Restricted(ResourceRepository memory, Split split) implements ResourceRepository {

        @Override
        public ResourceType type() {
            return memory.type();
        }

        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            return memory.create(context, held(attributes));
        }

        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            return memory.find(context, id, wanted);
        }

        @Override
        public QueryResult query(RequestContext context, Query query) {
            return memory.query(context, query);
        }

        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            Attributes held = held(changed);
            return held.equals(read.attributes()) ? read : memory.update(context, read, held, wanted);
        }

        @Override
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            return memory.delete(context, id, wanted, precondition);
        }

        private Attributes held(Attributes attributes) {
            Attributes held = attributes;
            for (String list : List.of("emails", "addresses")) {
                List<String> bound = split.partsOf(list);
                if (!bound.isEmpty()) {
                    BoundPath path = type().path(list);
                    List<Object> entries = held(attributes.list(list), bound);
                    held = path.withAttributeValue(held, entries.isEmpty() ? null : Values.of(path.target(), entries));
                }
            }
            return held;
        }

        private List<Object> held(List<Attributes> entries, List<String> bound) {
            List<Object> held = new ArrayList<>();
            boolean workSeen = false;
            for (Attributes entry : entries) {
                Map<String, Object> parts = element(entry);
                parts.keySet().removeAll(Set.of("type", "primary"));
                if (parts.isEmpty()) {
                    continue;
                }
                boolean work =
                        entry.string("type").filter("work"::equalsIgnoreCase).isPresent();
                if (work && workSeen) {
                    if (split.unmapped != Unmapped.IGNORE) {
                        throw ScimException.of(ErrorType.INVALID_VALUE, "a second work");
                    }
                    continue;
                }
                workSeen |= work;
                Set<String> deciding = new HashSet<>(bound);
                deciding.removeAll(Set.of("type", "primary"));
                Map<String, Object> all = element(entry);
                boolean there =
                        work && (deciding.isEmpty() ? bound : deciding).stream().anyMatch(all::containsKey);
                all.keySet().removeAll(bound);
                all.remove("type");
                boolean whole = there && all.isEmpty();
                if (whole || split.unmapped == Unmapped.KEEP) {
                    held.add(entry);
                } else if (split.unmapped == Unmapped.REFUSE) {
                    throw ScimException.of(ErrorType.INVALID_VALUE, "no place for the entry");
                } else if (there) {
                    Attributes left = entry;
                    for (String name : all.keySet()) {
                        left = left.with(
                                Objects.requireNonNull(left.definition().find(name)), null);
                    }
                    held.add(left);
                }
            }
            return held;
        }
    }

    // ---- the walk

    private int cases;
    private int filters;
    private int undecided;
    private final List<String> differences = new ArrayList<>();

    @Test
    void theFourStoresAnswerTheSame() {
        List<Split> splits = splits();
        int number = 0;
        for (Split split : splits) {
            walk(split, number++);
        }
        System.out.println("SplitsTest: " + splits.size() + " splits, " + cases + " cases and " + filters
                + " filters on each of " + STORES + ", " + undecided + " filters refused beside a rest; "
                + differences.size() + " differences");
        assertThat(differences).isEmpty();
        assertThat(cases).isGreaterThan(1_000);
    }

    private void walk(Split split, int number) {
        List<ScimService> services = services(split);
        List<String> patches = patches();
        int user = 0;
        for (String body : BODIES) {
            String first = "POST " + body;
            List<@Nullable String> ids = created(services, split, first, "u" + user++, body);
            if (ids == null) {
                continue;
            }
            for (int i = 0; i < patches.size(); i++) {
                // From the full body all, from the others a part that differs from split to split
                boolean chosen = body.equals(BODIES.get(0)) || (i + number) % 11 == 0;
                if (chosen) {
                    List<String> fresh = created(services, split, first, "u" + user++, body);
                    String patch = patches.get(i);
                    compare(
                            services,
                            split,
                            first + " PATCH " + patch,
                            fresh,
                            id -> request(
                                    "PATCH",
                                    "/Users/" + id,
                                    "{'schemas': ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], 'Operations': ["
                                            + patch + ", " + LEAVER + "]}"));
                }
            }
            for (String other : BODIES) {
                String login = "put" + user++;
                compare(
                        services,
                        split,
                        first + " PUT " + other,
                        ids,
                        id -> request("PUT", "/Users/" + id, user(login, other)));
            }
        }
        bulk(services, split);
        for (String filter : FILTERS) {
            search(services, split, filter);
        }
    }

    private static ScimRequest request(String method, String path, String body) {
        return ScimRequest.builder(method, path)
                .header("Content-Type", "application/scim+json")
                .body(body.replace('\'', '"'))
                .build();
    }

    private static String user(String login, String members) {
        return "{'schemas': ['" + USER + "'], 'userName': '" + login + "', " + members + "}";
    }

    /** The ids of a new user in each store, or null if all refuse it. */
    private @Nullable List<String> created(
            List<ScimService> services, Split split, String what, String login, String body) {
        List<String> ids = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (ScimService service : services) {
            ScimResponse response = service.handle(request("POST", "/Users", user(login, body)));
            Map<String, Object> answer = PlainJson.object(response.bodyText());
            ids.add(PlainJson.text(answer, "id").orElse(""));
            answers.add(shown(response.status(), answer));
        }
        note(split, what, answers);
        return ids.contains("") ? null : ids;
    }

    private interface RequestOf {
        ScimRequest of(String id);
    }

    private void compare(
            List<ScimService> services, Split split, String what, @Nullable List<String> ids, RequestOf request) {
        if (ids == null) {
            return;
        }
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < services.size(); i++) {
            ScimResponse response = services.get(i).handle(request.of(ids.get(i)));
            ScimResponse read = services.get(i)
                    .handle(ScimRequest.builder("GET", "/Users/" + ids.get(i)).build());
            String written = response.status() == 200
                    ? shown(200, PlainJson.object(response.bodyText()))
                    : String.valueOf(response.status());
            answers.add(written + " then " + shown(read.status(), PlainJson.object(read.bodyText())));
        }
        note(split, what, answers);
    }

    private void bulk(List<ScimService> services, Split split) {
        List<String> answers = new ArrayList<>();
        String body =
                "{'schemas': ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], 'Operations': [{'method': 'POST',"
                        + " 'path': '/Users', 'bulkId': 'a', 'data': " + user("bulk", BODIES.get(0))
                        + "}, {'method': 'POST',"
                        + " 'path': '/Users', 'bulkId': 'b', 'data': " + user("bulk2", BODIES.get(1))
                        + "}, {'method': 'PATCH',"
                        + " 'path': '/Users/bulkId:b', 'data': {'schemas': ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],"
                        + " 'Operations': [{'op': 'remove', 'path': 'emails[type eq \\\"work\\\"].value'}, " + LEAVER
                        + "]}}]}";
        for (ScimService service : services) {
            ScimResponse response = service.handle(request("POST", "/Bulk", body));
            List<String> statuses = new ArrayList<>();
            PlainJson.members(PlainJson.object(response.bodyText()), "Operations")
                    .forEach(operation -> statuses.add(String.valueOf(operation.get("status"))));
            answers.add(response.status() + " " + statuses);
        }
        note(split, "Bulk", answers);
    }

    private void search(List<ScimService> services, Split split, String filter) {
        filters++;
        List<String> answers = new ArrayList<>();
        for (ScimService service : services) {
            ScimResponse response = service.handle(request(
                    "POST",
                    "/Users/.search",
                    "{'schemas': ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], 'count': 1000, 'filter': '"
                            + filter.replace("'", "\\'") + "'}"));
            List<String> found = new ArrayList<>();
            PlainJson.members(PlainJson.object(response.bodyText()), "Resources")
                    .forEach(user -> found.add(String.valueOf(user.get("userName"))));
            found.sort(null);
            answers.add(response.status() + " " + found);
        }
        List<String> inDatabases = answers.subList(IN_DATABASES, answers.size());
        boolean refused = inDatabases.stream().allMatch(answer -> answer.startsWith("400"));
        if (refused && split.unmapped == Unmapped.KEEP && !answers.get(0).startsWith("400")) {
            undecided++;
            Collections.fill(inDatabases, answers.get(0));
        }
        if (Set.copyOf(answers).size() > 1) {
            differences.add(split + "\n  filter " + filter + differing(answers));
        }
    }

    private void note(Split split, String what, List<String> answers) {
        cases++;
        if (Set.copyOf(answers).size() > 1) {
            differences.add(split + "\n  " + what + differing(answers));
        }
    }

    private static String differing(List<String> answers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < answers.size(); i++) {
            text.append("\n    ").append(STORES.get(i)).append(": ").append(answers.get(i));
        }
        return text.toString();
    }

    /** What a client sees but for ids, times and the order of entries. */
    private static String shown(int status, Map<String, Object> resource) {
        if (status >= 400) {
            return status + " " + resource.get("scimType");
        }
        Map<String, Object> shown = new TreeMap<>(resource);
        shown.keySet().removeAll(Set.of("id", "meta"));
        for (String list : List.of("emails", "addresses")) {
            List<String> entries = new ArrayList<>();
            for (Map<String, Object> entry : PlainJson.members(resource, list)) {
                Map<String, Object> parts = new TreeMap<>(entry);
                // RFC 7643 §2.4: an absent primary counts as false, so that stores may keep either
                parts.remove("primary", false);
                entries.add(parts.toString());
            }
            entries.sort(null);
            shown.put(list, entries);
        }
        shown.computeIfPresent(ENTERPRISE, (urn, data) -> data.toString());
        return status + " " + shown;
    }
}
