package dev.scimlet.jdbc;

import dev.scimlet.jdbc.FilterOracle.Kind;
import dev.scimlet.jdbc.FilterOracle.Node;
import dev.scimlet.jdbc.FilterOracle.Path;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resources, filters and orders by chance, the same for the same seed. Values are few, so that filters find something. */
final class FilterGenerator {

    static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    static final String SAMPLE = "urn:example:sample:2.0:User";

    /** Texts whose case, order and normal form differ between databases, if they are let. */
    private static final List<String> ANY_TEXTS = List.of(
            "",
            " ",
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
            "u\u0308NAL",
            "\ud83d\ude00",
            "\uff5e",
            "zebra",
            "Zebra crossing",
            "I@X",
            "\ufb00");

    /** For columns that leave case to the database. */
    private static final List<String> PLAIN_TEXTS =
            List.of("", "a", "A", "ab%c", "AB_C", "a!b", "b'; --", "zebra", "work", "home");

    /** What no database can hold, but filters can ask for. */
    private static final List<String> WITH_NUL = List.of("\0", "a\0", "a\0b");

    private static final List<String> TYPES = List.of("work", "home", "mobile", "Work", "");

    private static final List<BigDecimal> WHOLE_NUMBERS = List.of(
            new BigDecimal(-3), BigDecimal.ZERO, BigDecimal.ONE, new BigDecimal(2), new BigDecimal(Long.MAX_VALUE));

    private static final List<BigDecimal> NUMBERS = List.of(
            new BigDecimal("-1"),
            new BigDecimal("0"),
            new BigDecimal("0.3"),
            new BigDecimal("0.30"),
            new BigDecimal("1.5"),
            new BigDecimal("2"),
            new BigDecimal("1e30"),
            new BigDecimal("-1e30"));

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<Instant> TIMES = List.of(
            START,
            START.plus(1, ChronoUnit.MICROS),
            START.plusMillis(1),
            START.plusNanos(1_000_500),
            START.plusSeconds(1),
            Instant.parse("-2000-01-01T00:00:00Z"),
            Instant.parse("+90000-12-31T23:59:59.9999999Z"));

    private static final List<String> SEALS = List.of("QUJD", "QUI=", "Q U I", "QUI", "");

    private static final List<String> EQUALITY = List.of("eq", "ne");
    private static final List<String> ORDER = List.of("eq", "ne", "gt", "ge", "lt", "le");
    private static final List<String> ALL = List.of("eq", "ne", "gt", "ge", "lt", "le", "co", "sw", "ew");

    /** An attribute with what it is compared with. */
    private record Field(Path path, List<String> spellings, List<?> operands) {

        List<String> operators() {
            return switch (Objects.requireNonNull(path.kind())) {
                case TEXT, EXACT, USER_NAME -> ALL;
                case NUMBER, TIME -> ORDER;
                case FLAG, BINARY -> EQUALITY;
            };
        }
    }

    /** A list with the fields of its entries. */
    private record ListField(Path path, List<Field> parts) {}

    private static final List<Field> FIELDS = List.of(
            field("userName", Kind.USER_NAME, List.of("0", "7", "3ß", "3SS", "a", "12zebra", "")),
            field("externalId", Kind.EXACT, PLAIN_TEXTS),
            field("name.givenName", Kind.TEXT, PLAIN_TEXTS),
            field("name.familyName", Kind.TEXT, ANY_TEXTS),
            field("nickName", Kind.TEXT, ANY_TEXTS),
            field("title", Kind.TEXT, PLAIN_TEXTS),
            field("active", Kind.FLAG, List.of(true, false)),
            listField("emails.value", Kind.TEXT, PLAIN_TEXTS),
            part("emails.display", Kind.TEXT, ANY_TEXTS),
            part("emails.type", Kind.TEXT, TYPES),
            part("emails.primary", Kind.FLAG, List.of(true, false)),
            listField("phoneNumbers.value", Kind.TEXT, ANY_TEXTS),
            part("phoneNumbers.type", Kind.TEXT, TYPES),
            part("phoneNumbers.primary", Kind.FLAG, List.of(true, false)),
            part("addresses.locality", Kind.TEXT, PLAIN_TEXTS),
            part("addresses.region", Kind.TEXT, PLAIN_TEXTS),
            part("addresses.type", Kind.TEXT, TYPES),
            part("addresses.primary", Kind.FLAG, List.of(true, false)),
            extension(ENTERPRISE, "department", Kind.TEXT, PLAIN_TEXTS),
            manager(),
            extension(SAMPLE, "code", Kind.EXACT, PLAIN_TEXTS),
            extension(SAMPLE, "level", Kind.NUMBER, both(WHOLE_NUMBERS, NUMBERS)),
            extension(SAMPLE, "rate", Kind.NUMBER, both(WHOLE_NUMBERS, NUMBERS)),
            extension(SAMPLE, "since", Kind.TIME, TIMES),
            extension(SAMPLE, "trained", Kind.FLAG, List.of(true, false)),
            extension(SAMPLE, "seal", Kind.BINARY, SEALS),
            extension(SAMPLE, "tags", Kind.TEXT, ANY_TEXTS),
            field("id", Kind.EXACT, List.of("", "01", "f", "no such id")),
            field("schemas", Kind.TEXT, List.of(CORE, ENTERPRISE, SAMPLE, SAMPLE.toUpperCase(), "urn:example", "")),
            field("meta.resourceType", Kind.EXACT, List.of("User", "user", "Us", "")),
            field("meta.version", Kind.EXACT, List.of("W/\"1\"", "W/\"2\"", "W/\"", "w", "\"", "")),
            field("meta.created", Kind.TIME, TIMES),
            field("meta.lastModified", Kind.TIME, TIMES));

    private static final List<ListField> LISTS = List.of(
            list("emails", entryField("value", Kind.TEXT, PLAIN_TEXTS), entryField("display", Kind.TEXT, ANY_TEXTS)),
            list("phoneNumbers", entryField("value", Kind.TEXT, ANY_TEXTS)),
            list(
                    "addresses",
                    entryField("locality", Kind.TEXT, PLAIN_TEXTS),
                    entryField("region", Kind.TEXT, PLAIN_TEXTS)),
            new ListField(
                    complex("schemas"),
                    List.of(new Field(
                            new Path("value", List.of(), Kind.TEXT),
                            List.of("value"),
                            List.of(CORE, ENTERPRISE, SAMPLE, "urn:example", "")))),
            new ListField(
                    new Path(SAMPLE + ":tags", List.of(SAMPLE, "tags"), null),
                    List.of(new Field(new Path("value", List.of(), Kind.TEXT), List.of("value"), ANY_TEXTS))));

    private static final List<Path> COMPLEX = List.of(
            complex("name"),
            complex("emails"),
            complex("phoneNumbers"),
            complex("addresses"),
            complex("meta"),
            new Path(ENTERPRISE + ":manager", List.of(ENTERPRISE, "manager"), null));

    private static List<Object> both(List<?> one, List<?> other) {
        List<Object> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static Field field(String path, Kind kind, List<?> operands) {
        boolean text = kind == Kind.TEXT || kind == Kind.EXACT;
        return part(path, kind, text ? both(operands, WITH_NUL) : operands);
    }

    private static Field part(String path, Kind kind, List<?> operands) {
        return new Field(new Path(path, List.of(path.split("\\.")), kind), List.of(path), operands);
    }

    /** The list stands for its values. */
    private static Field listField(String path, Kind kind, List<?> operands) {
        Path values = new Path(path, List.of(path.split("\\.")), kind);
        return new Field(values, List.of(path, path.substring(0, path.indexOf('.'))), operands);
    }

    private static Field extension(String urn, String name, Kind kind, List<?> operands) {
        String path = urn + ":" + name;
        return new Field(new Path(path, List.of(urn, name), kind), List.of(path), operands);
    }

    private static Field manager() {
        String path = ENTERPRISE + ":manager";
        return new Field(
                new Path(path + ".value", List.of(ENTERPRISE, "manager", "value"), Kind.EXACT),
                List.of(path, path + ".value", "manager"),
                PLAIN_TEXTS);
    }

    private static Path complex(String path) {
        return new Path(path, List.of(path), null);
    }

    private static ListField list(String path, Field... parts) {
        List<Field> all = new ArrayList<>(List.of(parts));
        all.add(entryField("type", Kind.TEXT, TYPES));
        all.add(entryField("primary", Kind.FLAG, List.of(true, false)));
        return new ListField(complex(path), all);
    }

    private static Field entryField(String name, Kind kind, List<?> operands) {
        return new Field(new Path(name, List.of(name), kind), List.of(name), operands);
    }

    private final Random random;

    FilterGenerator(long seed) {
        this.random = new Random(seed);
    }

    private <T> T one(List<? extends T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean often() {
        return random.nextInt(3) > 0;
    }

    // ---- resources

    /** A resource as maps, lists, texts, flags, numbers and instants; all that the mappings of the test can keep. */
    Map<String, Object> person(int number) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("userName", number + one(ANY_TEXTS));
        perhaps(person, "externalId", PLAIN_TEXTS);
        perhaps(person, "nickName", ANY_TEXTS);
        perhaps(person, "title", PLAIN_TEXTS);
        perhaps(person, "active", List.of(true, false));
        Map<String, Object> name = new LinkedHashMap<>();
        perhaps(name, "givenName", PLAIN_TEXTS);
        perhaps(name, "familyName", ANY_TEXTS);
        putUnlessEmpty(person, "name", name);
        putUnlessEmpty(person, "emails", entries(this::email));
        putUnlessEmpty(person, "addresses", entries(this::address));
        putUnlessEmpty(person, "phoneNumbers", phones());
        Map<String, Object> enterprise = new LinkedHashMap<>();
        perhaps(enterprise, "department", PLAIN_TEXTS);
        if (often()) {
            enterprise.put("manager", Map.of("value", one(PLAIN_TEXTS)));
        }
        putUnlessEmpty(person, ENTERPRISE, enterprise);
        Map<String, Object> sample = new LinkedHashMap<>();
        if (often()) {
            perhaps(sample, "code", PLAIN_TEXTS);
            perhaps(sample, "level", WHOLE_NUMBERS);
            perhaps(sample, "rate", NUMBERS.subList(0, 6));
            perhaps(sample, "since", TIMES.subList(0, 3));
            perhaps(sample, "trained", List.of(true, false));
            perhaps(sample, "seal", SEALS.subList(0, 2));
            List<String> tags = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                String tag = one(ANY_TEXTS);
                if (tags.stream().noneMatch(known -> Kind.TEXT.compare(known, tag) == 0)) {
                    tags.add(tag);
                }
            }
            putUnlessEmpty(sample, "tags", tags);
        }
        putUnlessEmpty(person, SAMPLE, sample);
        return person;
    }

    private void perhaps(Map<String, Object> map, String key, List<?> values) {
        if (random.nextBoolean()) {
            map.put(key, one(values));
        }
    }

    private static void putUnlessEmpty(Map<String, Object> map, String key, Object value) {
        boolean empty = value instanceof Map<?, ?> complex ? complex.isEmpty() : ((List<?>) value).isEmpty();
        if (!empty) {
            map.put(key, value);
        }
    }

    /** One for work and one for home at most, in this order: these have columns. */
    private List<Object> entries(Function<String, Map<String, Object>> entry) {
        List<Object> entries = new ArrayList<>();
        boolean primary = false;
        for (String type : List.of("work", "home")) {
            if (random.nextBoolean()) {
                Map<String, Object> made = entry.apply(type);
                if (!primary && random.nextInt(3) == 0) {
                    made.put("primary", true);
                    primary = true;
                } else if (random.nextBoolean()) {
                    made.put("primary", false);
                }
                entries.add(made);
            }
        }
        return entries;
    }

    private Map<String, Object> email(String type) {
        Map<String, Object> email = new LinkedHashMap<>(Map.of("type", type));
        perhaps(email, "value", PLAIN_TEXTS);
        perhaps(email, "display", ANY_TEXTS);
        if (email.size() == 1) {
            email.put("value", one(PLAIN_TEXTS));
        }
        return email;
    }

    private Map<String, Object> address(String type) {
        Map<String, Object> address = new LinkedHashMap<>(Map.of("type", type));
        perhaps(address, "region", PLAIN_TEXTS);
        address.put("locality", one(PLAIN_TEXTS));
        return address;
    }

    private List<Object> phones() {
        List<Object> phones = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Map<String, Object> phone = new LinkedHashMap<>();
            perhaps(phone, "value", ANY_TEXTS);
            perhaps(phone, "type", TYPES);
            if (random.nextBoolean()) {
                phone.put("primary", i == 1 && random.nextBoolean());
            }
            boolean known = phones.stream().anyMatch(other -> isSame((Map<?, ?>) other, phone));
            if (!phone.isEmpty() && !known) {
                phones.add(phone);
            }
        }
        return phones;
    }

    /** Entries of one value and type are one. */
    private static boolean isSame(Map<?, ?> a, Map<?, ?> b) {
        return same(a.get("value"), b.get("value")) && same(a.get("type"), b.get("type"));
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        return a == null || b == null ? a == b : Kind.TEXT.compare(a, b) == 0;
    }

    // ---- filters

    Node filter() {
        return node(random.nextInt(3), this::leaf);
    }

    private Node node(int depth, java.util.function.Supplier<Node> leaves) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return random.nextInt(5) == 0 ? new FilterOracle.Not(leaves.get()) : leaves.get();
        }
        return switch (random.nextInt(3)) {
            case 0 -> new FilterOracle.And(operands(depth, leaves));
            case 1 -> new FilterOracle.Or(operands(depth, leaves));
            default -> new FilterOracle.Not(node(depth - 1, leaves));
        };
    }

    private List<Node> operands(int depth, java.util.function.Supplier<Node> leaves) {
        List<Node> operands = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            operands.add(node(depth - 1, leaves));
        }
        return operands;
    }

    private Node leaf() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> some();
            case 3 -> presence(new FilterOracle.Present(one(COMPLEX)));
            default -> onField(one(FIELDS));
        };
    }

    private Node some() {
        ListField list = one(LISTS);
        Node filter = node(random.nextInt(3), () -> onField(one(list.parts())));
        return new FilterOracle.Some(list.path(), filter, random.nextInt(4) == 0 ? behind(list) : null);
    }

    /** What may stand behind brackets. */
    private Node behind(ListField list) {
        Field field = one(list.parts());
        return random.nextInt(4) == 0 ? new FilterOracle.Present(field.path()) : comparison(field);
    }

    private Node onField(Field field) {
        return random.nextInt(6) == 0 ? presence(new FilterOracle.Present(field.path())) : comparison(field);
    }

    private Node presence(FilterOracle.Present present) {
        return random.nextInt(3) > 0 ? present : new FilterOracle.Null(present, random.nextBoolean());
    }

    private Node comparison(Field field) {
        Object operand = one(field.operands());
        return new FilterOracle.Compare(
                field.path(), one(field.spellings()), one(field.operators()), operand, literal(operand));
    }

    private String literal(Object operand) {
        if (operand instanceof String text) {
            return quoted(text);
        }
        return operand instanceof Instant time ? quoted(written(time)) : operand.toString();
    }

    /** The same instant by one clock or another. */
    private String written(Instant time) {
        boolean everyday = time.isAfter(Instant.EPOCH) && time.isBefore(START.plus(1, ChronoUnit.DAYS));
        return everyday && random.nextBoolean()
                ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        time.atOffset(ZoneOffset.ofHours(random.nextInt(5) - 2)))
                : time.toString().replace("+", "");
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> c == 0 ? "\\u0000" : c == '"' || c == '\\' ? "\\" + (char) c : String.valueOf((char) c))
                .collect(Collectors.joining("", "\"", "\""));
    }

    // ---- orders

    /** All that can be sorted by. */
    static List<Path> sortable() {
        return FIELDS.stream()
                .map(Field::path)
                .filter(path -> path.kind() != Kind.BINARY)
                .filter(path -> !Arrays.asList("schemas", "meta.resourceType", "meta.version")
                        .contains(path.text()))
                .toList();
    }
}
