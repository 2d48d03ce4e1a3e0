package dev.scimlet.jpa;

import dev.scimlet.spi.mapping.Converter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an attribute of an entity is besides its name. Without options, a text whose SCIM attribute ignores case is compared as
 * {@code lower(attribute)}: give its column an index on that expression, or the entity a key attribute.
 */
public final class AttributeOptions {

    private @Nullable String key;
    private boolean readOnly;
    private boolean derived;
    private String prefix = "";
    private final Map<Object, Object> codes = new LinkedHashMap<>();
    private @Nullable Object whenAbsent;
    private @Nullable UnaryOperator<String> hash;
    private @Nullable Converter<?> converter;

    AttributeOptions() {}

    /**
     * A second attribute, a text, that we fill with a normalised form of the value, by which filters, sorting and a unique
     * constraint compare exactly as RFC 7643 says: all of Unicode, whatever the database. Where the application writes the value
     * itself, it fills the key as {@link dev.scimlet.core.schema.TextComparison#key} does.
     */
    public AttributeOptions key(String attribute) {
        this.key = attribute;
        return this;
    }

    /** Clients read the value and do not write it; {@code /Schemas} says so. */
    public AttributeOptions readOnly() {
        this.readOnly = true;
        return this;
    }

    /**
     * Another line writes the attribute, and this path follows: an address by which somebody signs in is a {@code userName} and an
     * e-mail address. What clients send for it is dropped, and told ({@code ScimResponse.ignored}) if it is something else; {@link
     * #readOnly} would refuse a PATCH, and with it all else that the request changes.
     */
    public AttributeOptions derived() {
        this.derived = true;
        return this;
    }

    /** What clients see before the number that the attribute holds: that of the ids of the entity that it refers to. */
    public AttributeOptions idPrefix(String value) {
        this.prefix = Ids.prefix(value);
        return this;
    }

    /**
     * The attribute holds codes: {@code Map.of(true, "A", false, "I")}, {@code Map.of("Employee", Kind.STAFF)}. Constants of an
     * enumeration stand for their names without this.
     *
     * @param codesByValue by value of the SCIM attribute (text or boolean) what the entity's attribute holds, one for each
     */
    public AttributeOptions codes(Map<?, ?> codesByValue) {
        Map<Object, Object> values = new HashMap<>();
        codesByValue.forEach((value, code) -> {
            if (values.put(code, value) != null) {
                throw new IllegalArgumentException("the code " + code + " stands for two values");
            }
            codes.put(value, code);
        });
        return this;
    }

    /**
     * The value that is stored where a resource has none, for attributes that are never null. The SCIM attribute then always has a
     * value. Nothing but an explicit true makes a false {@code active} true; there false stays.
     *
     * @param value a text, boolean or whole number, as the SCIM attribute is
     */
    public AttributeOptions whenAbsent(Object value) {
        this.whenAbsent = value instanceof Integer number ? Long.valueOf(number) : value;
        return this;
    }

    /** A secret: written through a one-way function, never read. A resource that gives none keeps the stored one. */
    public AttributeOptions hashedBy(UnaryOperator<String> function) {
        this.hash = function;
        return this;
    }

    /**
     * The attribute is of a type of its own. A text that ignores case and is converted cannot be searched; anything else is found by
     * {@code eq}, {@code ne} and {@code pr}.
     */
    public AttributeOptions converted(Converter<?> value) {
        this.converter = value;
        return this;
    }

    @Nullable
    String key() {
        return key;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    boolean isDerived() {
        return derived;
    }

    /** Whether a change writes the attribute by this line. */
    boolean isWritten() {
        return !readOnly && !derived;
    }

    String prefix() {
        return prefix;
    }

    Map<Object, Object> codes() {
        return codes;
    }

    @Nullable
    Object whenAbsent() {
        return whenAbsent;
    }

    @Nullable
    UnaryOperator<String> hash() {
        return hash;
    }

    @Nullable
    Converter<?> converter() {
        return converter;
    }
}
