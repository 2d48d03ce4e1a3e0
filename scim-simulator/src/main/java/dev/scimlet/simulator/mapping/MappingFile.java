package dev.scimlet.simulator.mapping;

import dev.scimlet.testkit.json.JsonSyntaxException;
import dev.scimlet.testkit.json.PlainJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Mapping tables in a file, in the words of Entra ID's page <i>Attribute Mapping</i>.
 *
 * <p>JSON: an object with {@code users} and, if groups are provisioned, {@code groups}; each a list of rows. A row has a
 * {@code targetAttribute} and one of {@code sourceAttribute} (a direct mapping), {@code constantValue} and
 * {@code expression}. It may have a {@code matchingPrecedence} from 1 (<i>Match objects using this attribute</i>), a
 * {@code defaultValueIfNull}, and {@code applyThisMapping} with {@code always} or {@code onlyDuringObjectCreation}. The
 * source attributes {@code manager} of users and {@code members} of groups are references, of which a table has one row.
 */
public final class MappingFile {

    private static final String TARGET = "targetAttribute";
    private static final String SOURCE = "sourceAttribute";
    private static final String CONSTANT = "constantValue";
    private static final String EXPRESSION = "expression";
    private static final String PRECEDENCE = "matchingPrecedence";
    private static final String DEFAULT = "defaultValueIfNull";
    private static final String APPLY = "applyThisMapping";
    private static final String ALWAYS = "always";
    private static final String CREATION = "onlyDuringObjectCreation";
    private static final Set<String> KEYS = Set.of(TARGET, SOURCE, CONSTANT, EXPRESSION, PRECEDENCE, DEFAULT, APPLY);

    private MappingFile() {}

    /**
     * Reads a file.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no mapping tables, with the row where it goes wrong
     */
    public static SynchronizationSchema read(Path file) throws IOException {
        return read(file, name -> true);
    }

    /**
     * Reads a file whose sources must be known.
     *
     * @param knownSource whether there is a source attribute of a name
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds no mapping tables, or one with a source that is not known, with the row
     */
    public static SynchronizationSchema read(Path file, Predicate<String> knownSource) throws IOException {
        return parse(Files.readString(file, StandardCharsets.UTF_8), knownSource);
    }

    /**
     * Reads mapping tables: {@code parse(text(schema))} equals {@code schema}.
     *
     * @throws IllegalArgumentException if {@code text} holds none, with the row where it goes wrong
     */
    public static SynchronizationSchema parse(String text) {
        return parse(text, name -> true);
    }

    private static SynchronizationSchema parse(String text, Predicate<String> knownSource) {
        Map<String, Object> file;
        try {
            file = PlainJson.object(text);
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        for (String key : file.keySet()) {
            if (!Set.of("users", "groups").contains(key)) {
                throw new IllegalArgumentException("'" + key + "' is not known: there are 'users' and 'groups'");
            }
        }
        return new SynchronizationSchema(
                table(file, "users", "manager", knownSource),
                file.containsKey("groups")
                        ? Optional.of(table(file, "groups", "members", knownSource))
                        : Optional.empty());
    }

    private static ObjectMapping table(
            Map<String, Object> file, String name, String reference, Predicate<String> knownSource) {
        if (!(file.get(name) instanceof List<?> rows)) {
            throw new IllegalArgumentException("'" + name + "' must be a list of rows");
        }
        List<AttributeMapping> attributes = new ArrayList<>();
        Optional<TargetPath> target = Optional.empty();
        for (int number = 1; number <= rows.size(); number++) {
            try {
                Map<String, Object> row = PlainJson.asObject(rows.get(number - 1))
                        .orElseThrow(() -> new IllegalArgumentException("a row must be an object"));
                check(row);
                if (PlainJson.text(row, SOURCE).filter(reference::equals).isEmpty()) {
                    attributes.add(checked(row(row), knownSource));
                } else if (target.isEmpty() && row.size() == 2) {
                    target = Optional.of(TargetPath.parse(required(row, TARGET)));
                } else {
                    throw new IllegalArgumentException(
                            "'" + reference + "' has one row, with nothing but its " + TARGET);
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ", row " + number + ": " + e.getMessage(), e);
            }
        }
        try {
            return new ObjectMapping(attributes, target);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static void check(Map<String, Object> row) {
        row.forEach((key, value) -> {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("'" + key + "' is not known");
            }
            if (!key.equals(PRECEDENCE) && !(value instanceof String)) {
                throw new IllegalArgumentException("'" + key + "' must be text");
            }
        });
        long sources = List.of(SOURCE, CONSTANT, EXPRESSION).stream()
                .filter(row::containsKey)
                .count();
        if (sources != 1) {
            throw new IllegalArgumentException(
                    "one of " + SOURCE + ", " + CONSTANT + " and " + EXPRESSION + " is needed");
        }
    }

    private static AttributeMapping row(Map<String, Object> row) {
        return new AttributeMapping(
                source(row),
                TargetPath.parse(required(row, TARGET)),
                PlainJson.text(row, DEFAULT).orElse(""),
                precedence(row),
                onlyDuringCreation(row));
    }

    private static AttributeMapping checked(AttributeMapping row, Predicate<String> knownSource) {
        for (String name : row.source().attributes()) {
            if (!knownSource.test(name)) {
                throw new IllegalArgumentException(
                        "there is no source attribute '" + name + "', in Entra ID or in the directory");
            }
        }
        return row;
    }

    private static Expression source(Map<String, Object> row) {
        Optional<String> attribute = PlainJson.text(row, SOURCE);
        if (attribute.isPresent()) {
            if (!attribute.get().matches("\\w+")) {
                throw new IllegalArgumentException("'" + attribute.get() + "' is not the name of an attribute");
            }
            return new Expression.Attribute(attribute.get());
        }
        Optional<String> constant = PlainJson.text(row, CONSTANT);
        return constant.isPresent()
                ? new Expression.Constant(constant.get())
                : Expression.parse(required(row, EXPRESSION));
    }

    private static OptionalInt precedence(Map<String, Object> row) {
        if (!row.containsKey(PRECEDENCE)) {
            return OptionalInt.empty();
        }
        String text = String.valueOf(row.get(PRECEDENCE));
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("'" + PRECEDENCE + "' must be a number from 1");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    private static boolean onlyDuringCreation(Map<String, Object> row) {
        return switch (PlainJson.text(row, APPLY).orElse(ALWAYS)) {
            case ALWAYS -> false;
            case CREATION -> true;
            default -> throw new IllegalArgumentException("'" + APPLY + "' is one of " + ALWAYS + ", " + CREATION);
        };
    }

    private static String required(Map<String, Object> row, String key) {
        return PlainJson.text(row, key).orElseThrow(() -> new IllegalArgumentException("'" + key + "' is missing"));
    }

    /** Mapping tables as the text of a file, one row a line. */
    public static String text(SynchronizationSchema schema) {
        StringBuilder text = new StringBuilder("{\n");
        append(text, "users", schema.users(), "manager");
        schema.groups().ifPresent(groups -> {
            text.append(",\n");
            append(text, "groups", groups, "members");
        });
        return text.append("\n}\n").toString();
    }

    private static void append(StringBuilder text, String name, ObjectMapping table, String reference) {
        List<Map<String, Object>> rows = new ArrayList<>();
        table.attributes().forEach(row -> rows.add(object(row)));
        table.reference().ifPresent(target -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put(SOURCE, reference);
            row.put(TARGET, target.text());
            rows.add(row);
        });
        text.append("  \"").append(name).append("\": [");
        for (int i = 0; i < rows.size(); i++) {
            text.append(i == 0 ? "\n    " : ",\n    ").append(PlainJson.write(rows.get(i)));
        }
        text.append("\n  ]");
    }

    private static Map<String, Object> object(AttributeMapping row) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (row.source() instanceof Expression.Attribute attribute) {
            object.put(SOURCE, attribute.name());
        } else if (row.source() instanceof Expression.Constant constant) {
            object.put(CONSTANT, constant.value());
        } else {
            object.put(EXPRESSION, row.source().text());
        }
        object.put(TARGET, row.target().text());
        row.matchingPrecedence().ifPresent(precedence -> object.put(PRECEDENCE, precedence));
        if (!row.defaultValue().isEmpty()) {
            object.put(DEFAULT, row.defaultValue());
        }
        if (row.onlyDuringCreation()) {
            object.put(APPLY, CREATION);
        }
        return object;
    }
}
