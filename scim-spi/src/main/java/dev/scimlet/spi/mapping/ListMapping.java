package dev.scimlet.spi.mapping;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.schema.AttributeDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * How the elements of a collection become entries of a multi-valued attribute and back.
 *
 * <pre>{@code
 * ListMapping.of(entry -> new Phone(entry.string("value").orElse(""), entry.string("type").orElse("work")))
 *         .map("value", Phone::number)
 *         .map("type", Phone::kind)
 * }</pre>
 *
 * @param <P> an element; two with equal sub-attributes are the same
 */
public final class ListMapping<P> {

    private final Function<Attributes, P> create;
    private final Map<String, PartAccess<P, ?>> parts;

    private record PartAccess<P, V>(Getter<P, V> getter, Converter<V> converter) {

        Attributes read(P element, Attributes entry, AttributeDefinition definition) {
            return entry.with(definition, converter.attribute(getter.get(element), definition));
        }
    }

    private ListMapping(Function<Attributes, P> create, Map<String, PartAccess<P, ?>> parts) {
        this.create = create;
        this.parts = parts;
    }

    /** Elements that are made of an entry. */
    public static <P> ListMapping<P> of(Function<Attributes, P> create) {
        return new ListMapping<>(create, Map.of());
    }

    /** Binds a sub-attribute that is a text. */
    public ListMapping<P> map(String subAttribute, Getter<P, String> getter) {
        return map(subAttribute, getter, Converter.text());
    }

    /** Binds a sub-attribute. */
    public <V> ListMapping<P> map(String subAttribute, Getter<P, V> getter, Converter<V> converter) {
        Map<String, PartAccess<P, ?>> more = new LinkedHashMap<>(parts);
        if (more.put(subAttribute, new PartAccess<>(getter, converter)) != null) {
            throw new IllegalArgumentException("'" + subAttribute + "' is bound twice");
        }
        return new ListMapping<>(create, more);
    }

    List<String> names() {
        return List.copyOf(parts.keySet());
    }

    void check(AttributeDefinition list) {
        parts.forEach((name, part) -> {
            AttributeDefinition definition = list.find(name);
            if (definition != null && !part.converter.fits(definition)) {
                throw new IllegalArgumentException("'" + list.name() + "." + name + "' is "
                        + definition.type().keyword() + ", the property is not");
            }
        });
    }

    Attributes entry(P element, AttributeDefinition list) {
        Attributes entry = Attributes.empty(list);
        for (Map.Entry<String, PartAccess<P, ?>> part : parts.entrySet()) {
            AttributeDefinition definition = Objects.requireNonNull(list.find(part.getKey()));
            entry = part.getValue().read(element, entry, definition);
        }
        return entry;
    }

    P element(Attributes entry) {
        return create.apply(entry);
    }
}
