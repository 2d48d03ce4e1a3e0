package dev.scimlet.simulator.mapping;

import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a SCIM resource, as the mapping table names it: {@code userName}, {@code name.givenName},
 * {@code emails[type eq "work"].value}, {@code urn:…:enterprise:2.0:User:department}.
 *
 * @param schema the URN of an extension, or empty text for the core schema
 * @param attribute the attribute's name
 * @param selector which entry of a multi-valued attribute is meant
 * @param subAttribute the sub-attribute's name, or empty text
 */
public record TargetPath(String schema, String attribute, Optional<Selector> selector, String subAttribute) {

    /** The URN of the enterprise extension, which Entra always declares. */
    public static final String ENTERPRISE_USER = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static final Pattern PATH = Pattern.compile("(?:(?<schema>urn:.+):)?(?<attribute>[A-Za-z$][\\w$-]*)"
            + "(?:\\[(?<name>\\w+) eq \"(?<value>[^\"]*)\"])?(?:\\.(?<sub>[A-Za-z$][\\w$-]*))?");

    /**
     * {@code [type eq "work"]}.
     *
     * @param attribute the sub-attribute that is compared
     * @param value what it must equal
     */
    public record Selector(String attribute, String value) {

        boolean selects(Map<String, Object> entry) {
            Object actual = entry.get(attribute);
            return actual != null && actual.toString().equalsIgnoreCase(value);
        }

        /** What an entry made for this selector holds; {@code "True"} stands for a boolean. */
        Object typedValue() {
            return "primary".equals(attribute) ? Boolean.valueOf(value) : value;
        }
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException if {@code text} is not such a path
     */
    public static TargetPath parse(String text) {
        Matcher matcher = PATH.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a path of a target attribute: " + text);
        }
        Optional<Selector> selector =
                Optional.ofNullable(matcher.group("name")).map(name -> new Selector(name, matcher.group("value")));
        return new TargetPath(
                orEmpty(matcher.group("schema")),
                orEmpty(matcher.group("attribute")),
                selector,
                orEmpty(matcher.group("sub")));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** This path as text. */
    public String text() {
        return (schema.isEmpty() ? "" : schema + ":")
                + attribute
                + selector.map(select -> "[" + select.attribute() + " eq \"" + select.value() + "\"]")
                        .orElse("")
                + (subAttribute.isEmpty() ? "" : "." + subAttribute);
    }

    /** True for a place whose values are booleans. */
    public boolean isBoolean() {
        return (schema.isEmpty() && "active".equals(attribute)) || "primary".equals(subAttribute);
    }

    /** The value at this place, or empty if there is none. Names match in any case (RFC 7643 §2.1). */
    public Optional<Object> read(Map<String, Object> resource) {
        Optional<Object> value = container(resource).flatMap(holder -> member(holder, attribute));
        if (selector.isPresent()) {
            return value.filter(List.class::isInstance)
                    .flatMap(list -> entry((List<?>) list))
                    .flatMap(entry -> member(entry, subAttribute));
        }
        return subAttribute.isEmpty()
                ? value
                : value.flatMap(PlainJson::asObject).flatMap(complex -> member(complex, subAttribute));
    }

    /** Puts a value at this place, making what is missing around it. */
    public void write(Map<String, Object> resource, Object value) {
        Map<String, Object> holder = schema.isEmpty() ? resource : object(resource, schema);
        if (selector.isPresent()) {
            entryToWrite(holder, selector.get()).put(subAttribute, value);
        } else if (subAttribute.isEmpty()) {
            holder.put(attribute, value);
        } else {
            object(holder, attribute).put(subAttribute, value);
        }
    }

    private Optional<Map<String, Object>> container(Map<String, Object> resource) {
        return schema.isEmpty() ? Optional.of(resource) : PlainJson.member(resource, schema);
    }

    private static Optional<Object> member(Map<String, Object> object, String name) {
        Object exact = object.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        return object.entrySet().stream()
                .filter(member -> member.getKey().equalsIgnoreCase(name) && member.getValue() != null)
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private Optional<Map<String, Object>> entry(List<?> list) {
        return list.stream()
                .flatMap(element -> PlainJson.asObject(element).stream())
                .filter(entry ->
                        selector.filter(select -> select.selects(entry)).isPresent())
                .findFirst();
    }

    private Map<String, Object> entryToWrite(Map<String, Object> holder, Selector select) {
        List<Object> entries = new ArrayList<>(holder.get(attribute) instanceof List<?> list ? list : List.of());
        Optional<Map<String, Object>> found = entry(entries);
        if (found.isPresent()) {
            return found.get();
        }
        Map<String, Object> made = new LinkedHashMap<>();
        made.put(select.attribute(), select.typedValue());
        entries.add(made);
        holder.put(attribute, entries);
        return made;
    }

    private static Map<String, Object> object(Map<String, Object> holder, String name) {
        Optional<Map<String, Object>> found = PlainJson.member(holder, name);
        if (found.isPresent()) {
            return found.get();
        }
        Map<String, Object> made = new LinkedHashMap<>();
        holder.put(name, made);
        return made;
    }
}
