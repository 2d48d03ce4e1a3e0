package dev.scimlet.core.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.message.BulkIds;
import dev.scimlet.core.patch.Partial;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Base64Text;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.TextLimits;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.filter.CompareValue;
import dev.scimlet.filter.text.Surrogates;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of one attribute from the parser into the model: type, format and tolerances in the same pass. Faults
 * are collected; a faulty value reads as none.
 */
final class ValueReader {

    /**
     * In a PATCH an empty text unassigns, and empties no list; in a body it counts as not given. Entries to remove
     * may be named by their type alone, where elsewhere such an entry is none; by an empty value none is named.
     */
    enum Use {
        BODY,
        PATCH,
        REMOVAL
    }

    /** What becomes of the members of an object that are no sub-attributes. */
    interface OtherMembers {

        /** Reads the value of a member, at whose first token the parser stands. */
        void read(String name, JsonParser parser) throws IOException;
    }

    private final ClientProfile profile;
    private final Use use;
    private final ReadLimits limits;
    private final UnaryOperator<String> references;
    private final Map<AttributeDefinition, UnaryOperator<String>> rules;
    private final UnmappedInput unmapped;
    private final HiddenAttributes hidden;
    private final Faults faults;
    private final boolean checksFormats;
    private final List<AttributeDefinition> cleared = new ArrayList<>(0);

    /** The sub-attribute that is being read, whose name belongs after the path in a fault; null above. */
    private @Nullable AttributeDefinition part;

    /** What {@link #part} is a part of. */
    private @Nullable AttributeDefinition around;

    private char beforePart = '.';

    ValueReader(
            ClientProfile profile,
            Use use,
            ReadLimits limits,
            UnaryOperator<String> references,
            Map<AttributeDefinition, UnaryOperator<String>> rules,
            UnmappedInput unmapped,
            HiddenAttributes hidden,
            Faults faults) {
        this.profile = profile;
        this.use = use;
        this.limits = limits;
        this.references = references;
        this.rules = rules;
        this.unmapped = unmapped;
        this.hidden = hidden;
        this.faults = faults;
        this.checksFormats = !profile.tolerates(Tolerance.LOOSE_FORMATS) || !profile.tolerates(Tolerance.ANY_USER_NAME);
    }

    /** The attributes that were given as null or as an empty list, in all that was read so far. */
    List<AttributeDefinition> cleared() {
        return cleared;
    }

    private boolean tolerates(Tolerance tolerance) {
        return profile.tolerates(tolerance);
    }

    /** The value of an attribute, or null for none; the parser stands at its first token, and at its last afterwards. */
    @Nullable
    Object read(JsonParser parser, AttributeDefinition definition, String path) throws IOException {
        return definition.multiValued()
                ? readList(parser, definition, path, false)
                : readSingle(parser, definition, path);
    }

    /** A whole list. {@code add} may take one value for a list (RFC 7644 §3.5.2.1). */
    @Nullable
    Values readList(JsonParser parser, AttributeDefinition definition, String path, boolean add) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            cleared.add(definition);
            return null;
        }
        List<Object> entries = new ArrayList<>();
        if (token == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Object entry = readEntry(parser, definition, path);
                if (entry != null) {
                    entries.add(entry);
                }
                if (entries.size() > limits.entries()) {
                    throw ScimException.withStatus(
                            413,
                            "'" + place(path) + "' has more than " + limits.entries() + " values; send them in parts");
                }
            }
        } else if (token == JsonToken.VALUE_STRING && parser.getTextLength() == 0) {
            if (use != Use.BODY || !tolerates(Tolerance.EMPTY_TEXT_IS_ABSENT)) {
                invalid(path, "is a list; an empty text is no value for it");
            }
            return null;
        } else if (tolerates(add ? Tolerance.SINGLE_VALUE_FOR_ADD : Tolerance.SINGLE_VALUE_FOR_LIST)) {
            Object entry = readEntry(parser, definition, path);
            if (entry != null) {
                entries.add(entry);
            }
        } else {
            return wrong(parser, path, "is multi-valued: an array is expected");
        }
        if (entries.isEmpty()) {
            cleared.add(definition);
            return null;
        }
        return Values.merged(definition, entries);
    }

    /** One entry of a list, or null for none. */
    @Nullable
    Object readEntry(JsonParser parser, AttributeDefinition definition, String path) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (!definition.isComplex()) {
            boolean wrapped = parser.currentToken() == JsonToken.START_OBJECT && tolerates(Tolerance.UNWRAP_LIST);
            return wrapped ? readValueMember(parser, definition, path) : readSimple(parser, definition, path);
        }
        Partial partial = readPartial(parser, definition, path);
        if (partial == null || partial.given().isEmpty()) {
            return null;
        }
        Attributes entry = partial.given();
        if (definition.isReferenceList()) {
            return completeReference(definition, entry, path);
        }
        AttributeDefinition value = definition.valueSubAttribute();
        boolean emptied = value != null && partial.cleared().contains(value);
        boolean nothing = use == Use.REMOVAL
                ? emptied
                : tolerates(Tolerance.EMPTY_TEXT_IS_ABSENT) && (emptied || !entry.hasContent());
        return nothing ? null : entry;
    }

    private @Nullable Attributes completeReference(AttributeDefinition list, Attributes entry, String path) {
        AttributeDefinition value = hidden.find(list, "value");
        AttributeDefinition ref = hidden.find(list, "$ref");
        if (!list.isReferenceList() || value == null || ref == null || entry.get(value) != null) {
            return entry;
        }
        if (entry.get(ref) instanceof String address) {
            String id = Locations.idAtEndOf(address).orElse(null);
            if (id != null) {
                return entry.with(value, id);
            }
        }
        if (!faults.isAbout(place(path) + "." + value.name())) {
            invalid(path, "has an entry without 'value'");
        }
        return null;
    }

    private @Nullable Object readSingle(JsonParser parser, AttributeDefinition definition, String path)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            cleared.add(definition);
            return null;
        }
        if (token == JsonToken.START_ARRAY) {
            return readUnwrapped(parser, definition, path);
        }
        return definition.isComplex() ? readComplex(parser, definition, path) : readSimple(parser, definition, path);
    }

    /** A list of exactly one stands for its value; of an object for a simple attribute the {@code value} is taken. */
    private @Nullable Object readUnwrapped(JsonParser parser, AttributeDefinition definition, String path)
            throws IOException {
        if (!tolerates(Tolerance.UNWRAP_LIST)) {
            return wrong(parser, path, "has a single value, not a list");
        }
        Object value = null;
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            count++;
            if (count > 1) {
                parser.skipChildren();
            } else if (parser.currentToken() == JsonToken.START_OBJECT && !definition.isComplex()) {
                value = readValueMember(parser, definition, path);
            } else {
                value = parser.currentToken() == JsonToken.START_ARRAY
                        ? wrong(parser, path, "has a single value, not a list of lists")
                        : readSingle(parser, definition, path);
            }
        }
        if (count != 1) {
            invalid(path, "has a single value, not a list of " + count);
            return null;
        }
        return value;
    }

    private @Nullable Object readValueMember(JsonParser parser, AttributeDefinition definition, String path)
            throws IOException {
        Object value = null;
        boolean found = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isValue = parser.currentName().equalsIgnoreCase("value");
            parser.nextToken();
            if (isValue && parser.currentToken() == JsonToken.VALUE_NULL) {
                found = true;
                value = definition.multiValued() ? null : readSingle(parser, definition, path);
            } else if (isValue) {
                found = true;
                value = parser.currentToken().isScalarValue()
                        ? readSimple(parser, definition, path)
                        : wrong(parser, path, "has a single value");
            } else {
                parser.skipChildren();
            }
        }
        if (!found) {
            invalid(path, "is " + definition.type().keyword() + ", not an object");
        }
        return value;
    }

    // ---- complex

    /** A complex value, or null if nothing in it has a value. */
    private @Nullable Attributes readComplex(JsonParser parser, AttributeDefinition definition, String path)
            throws IOException {
        Partial partial = readPartial(parser, definition, path);
        return partial == null || partial.given().isEmpty() ? null : partial.given();
    }

    /** The members of a complex value and which of them are null; null if the value itself is none. */
    @Nullable
    Partial readPartial(JsonParser parser, AttributeDefinition definition, String path) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.START_OBJECT) {
            return readMembers(
                    parser, definition, path, (name, at) -> unknown(at, place(path) + separator(definition) + name));
        }
        if (token == JsonToken.START_ARRAY && !definition.multiValued()) {
            return readUnwrapped(parser, definition, path) instanceof Attributes complex
                    ? new Partial(complex, List.of())
                    : null;
        }
        if (token == JsonToken.VALUE_STRING) {
            return readText(parser, definition, path);
        }
        wrong(parser, path, "is complex: an object is expected");
        return null;
    }

    private @Nullable Partial readText(JsonParser parser, AttributeDefinition definition, String path)
            throws IOException {
        if (parser.getTextLength() == 0 && tolerates(Tolerance.EMPTY_TEXT_IS_ABSENT)) {
            clearedByEmptyText(definition);
            return null;
        }
        AttributeDefinition value = hidden.find(definition, "value");
        if (value == null || !tolerates(Tolerance.TEXT_FOR_COMPLEX)) {
            wrong(parser, path, "is complex: an object is expected");
            return null;
        }
        Object text = readPart(parser, definition, value, path);
        return text == null ? null : new Partial(Attributes.empty(definition).with(value, text), List.of());
    }

    /** The members of an object; those of other names are handed on. */
    Partial readMembers(JsonParser parser, AttributeDefinition definition, String path, OtherMembers others)
            throws IOException {
        @Nullable Object[] values = new Object[definition.subAttributes().size()];
        boolean[] seen = new boolean[values.length];
        List<AttributeDefinition> nulls = List.of();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            AttributeDefinition member = hidden.find(definition, name);
            parser.nextToken();
            if (member == null) {
                others.read(name, parser);
                continue;
            }
            if (seen[member.position()]) {
                twice(place(path) + separator(definition) + name);
            }
            seen[member.position()] = true;
            if (member.mutability() == Mutability.READ_ONLY && definition.mutability() != Mutability.READ_ONLY) {
                parser.skipChildren();
                continue;
            }
            boolean empty = parser.currentToken() == JsonToken.VALUE_NULL
                    || parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() == 0;
            int clearedBefore = cleared.size();
            Object value = readPart(parser, definition, member, path);
            values[member.position()] = value;
            if (value == null && (empty || cleared.size() > clearedBefore)) {
                nulls = nulls.isEmpty() ? new ArrayList<>() : nulls;
                nulls.add(member);
            }
        }
        return new Partial(Attributes.ofPositions(definition, values), nulls);
    }

    /** Reads a sub-attribute; {@code path} leads to what is around it. */
    private @Nullable Object readPart(
            JsonParser parser, AttributeDefinition complex, AttributeDefinition member, String path)
            throws IOException {
        String place = place(path);
        AttributeDefinition outer = part;
        AttributeDefinition aroundOuter = around;
        char beforeOuter = beforePart;
        part = member;
        around = complex;
        beforePart = separator(complex);
        Object value = read(parser, member, place);
        part = outer;
        around = aroundOuter;
        beforePart = beforeOuter;
        return value;
    }

    // ---- at a path

    /**
     * The value for what a path names, as an operation holds it: {@link Values} for a list, a {@link Partial} for a
     * complex attribute or a selected entry, a simple value else, null for none.
     *
     * @param add whether one value is taken for a list, whatever is tolerated
     */
    @Nullable
    Object readAt(JsonParser parser, BoundPath target, AttributeDefinition attribute, boolean add) throws IOException {
        if (target.subAttribute() != null) {
            around = attribute;
            Object value = read(parser, target.subAttribute(), target.text());
            around = null;
            return value;
        }
        if (attribute.multiValued()) {
            return target.filter() != null
                    ? readSelected(parser, target, attribute)
                    : readList(parser, attribute, target.text(), add);
        }
        return attribute.isComplex()
                ? readPartial(parser, attribute, target.text())
                : read(parser, attribute, target.text());
    }

    private @Nullable Object readSelected(JsonParser parser, BoundPath target, AttributeDefinition list)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.START_ARRAY && tolerates(Tolerance.UNWRAP_LIST)) {
            parser.nextToken();
            Object entry = parser.currentToken() == JsonToken.END_ARRAY ? null : readSelected(parser, target, list);
            boolean single = entry != null && parser.nextToken() == JsonToken.END_ARRAY;
            if (!single) {
                throw unfit(target, "selects single values: one value is expected, not a list");
            }
            return entry;
        }
        if (!list.isComplex()) {
            return readEntry(parser, list, target.text());
        }
        if (token != JsonToken.START_OBJECT) {
            throw unfit(target, "selects complex values: an object is expected");
        }
        Partial partial = readPartial(parser, list, target.text());
        return partial;
    }

    private static ScimException unfit(BoundPath target, String detail) {
        return ScimException.of(ErrorType.INVALID_VALUE, "'" + target.text() + "' " + detail);
    }

    private static char separator(AttributeDefinition around) {
        return around.isExtension() ? ':' : '.';
    }

    /** The path of what is being read. Composed only where a fault names it. */
    private String place(String path) {
        return part == null ? path : path + beforePart + part.name();
    }

    void twice(String path) {
        faults.add(
                ErrorType.INVALID_SYNTAX, "'" + path + "' is given twice; names that differ only in case are the same");
    }

    /** Reads over a member that the type lacks; the parser stands at its value. */
    void unknown(JsonParser parser, String path) throws IOException {
        if (unmapped.takes(parser, path, faults)) {
            return;
        }
        parser.skipChildren();
        if (!tolerates(Tolerance.IGNORE_UNKNOWN_ATTRIBUTES)) {
            faults.add(ErrorType.INVALID_SYNTAX, "there is no attribute '" + path + "'");
        } else if (!repeatsSchemas(path)) {
            unmapped.passOver();
        }
    }

    /** Some clients repeat {@code schemas} in every extension: no attribute of theirs is meant. */
    private static boolean repeatsSchemas(String path) {
        int colon = path.lastIndexOf(':');
        return colon >= 0 && path.substring(colon + 1).equalsIgnoreCase("schemas");
    }

    // ---- simple

    @Nullable
    Object readSimple(JsonParser parser, AttributeDefinition definition, String path) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (definition.type()) {
            case BOOLEAN -> readBoolean(parser, token, path);
            case INTEGER -> readInteger(parser, token, path);
            case DECIMAL -> readDecimal(parser, token, path);
            default ->
                token == JsonToken.VALUE_STRING || takesNumber(token, definition)
                        ? readString(parser, definition, path)
                        : wrong(parser, path, "is " + definition.type().keyword() + ": a text is expected");
        };
    }

    private static boolean isNumber(@Nullable JsonToken token) {
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    private boolean takesNumber(@Nullable JsonToken token, AttributeDefinition definition) {
        return isNumber(token) && tolerates(Tolerance.NUMBER_FOR_TEXT) && definition.takesNumberAsText(around);
    }

    private @Nullable Object readBoolean(JsonParser parser, @Nullable JsonToken token, String path) throws IOException {
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        if (token == JsonToken.VALUE_STRING && tolerates(Tolerance.TEXT_BOOLEANS)) {
            String text = parser.getText();
            if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                return Boolean.valueOf(text);
            }
        }
        return wrong(parser, path, "is boolean: true or false is expected");
    }

    private @Nullable Object readInteger(JsonParser parser, @Nullable JsonToken token, String path) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            JsonParser.NumberType type = parser.getNumberType();
            if (type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG) {
                return parser.getLongValue();
            }
            return tooLarge(parser, path);
        }
        if (token == JsonToken.VALUE_STRING && tolerates(Tolerance.TEXT_NUMBERS)) {
            CompareValue.Number number = numberIn(parser.getText());
            if (number != null && number.literal().matches("-?[0-9]+")) {
                BigInteger whole = number.toBigDecimal().toBigInteger();
                return whole.bitLength() < Long.SIZE ? whole.longValue() : tooLarge(parser, path);
            }
        }
        return wrong(parser, path, "is integer: a number without fraction and exponent is expected");
    }

    private @Nullable Object tooLarge(JsonParser parser, String path) throws IOException {
        return wrong(parser, path, "is an integer of 64 bits; the number is too large");
    }

    private @Nullable Object readDecimal(JsonParser parser, @Nullable JsonToken token, String path) throws IOException {
        boolean text = token == JsonToken.VALUE_STRING && tolerates(Tolerance.TEXT_NUMBERS);
        CompareValue.Number inText = text ? numberIn(parser.getText()) : null;
        if (!isNumber(token) && inText == null) {
            return wrong(parser, path, "is decimal: a number is expected");
        }
        BigDecimal number = inText != null ? inText.toBigDecimal() : decimal(parser);
        boolean hugeExponent =
                number != null && number.signum() != 0 && Math.abs((long) number.precision() - number.scale()) > 308;
        return number == null || hugeExponent || Math.abs((long) number.scale()) > 1_000
                ? wrong(parser, path, "is beyond the range of numbers that are kept")
                : number;
    }

    /** The number that a text is, in JSON's notation; null if it is none or beyond the limits. */
    private static CompareValue.@Nullable Number numberIn(String text) {
        try {
            return new CompareValue.Number(text);
        } catch (IllegalArgumentException noNumber) {
            return null;
        }
    }

    /** Null if the exponent is beyond 32 bits, which only the conversion finds out. */
    private static @Nullable BigDecimal decimal(JsonParser parser) throws IOException {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException hugeExponent) {
            return null;
        }
    }

    private @Nullable Object readString(JsonParser parser, AttributeDefinition definition, String path)
            throws IOException {
        String text = parser.getText();
        if (text.isEmpty()) {
            return readEmpty(definition, path);
        }
        if (Surrogates.firstLone(text) >= 0) {
            return invalid(path, "holds half of a surrogate pair, which is no character");
        }
        String fault = TextLimits.fault(definition, text);
        if (fault != null) {
            return invalid(path, fault);
        }
        Object value = typed(definition, text, path);
        UnaryOperator<String> rule = rules.isEmpty() ? null : rules.get(definition);
        return rule != null && value instanceof String given ? rule.apply(given) : value;
    }

    private @Nullable Object typed(AttributeDefinition definition, String text, String path) {
        return switch (definition.type()) {
            case DATE_TIME -> {
                DateTime time = DateTime.parse(text).orElse(null);
                yield time != null ? time : invalid(path, "is no dateTime such as 2026-01-31T08:00:00Z");
            }
            case BINARY -> {
                boolean fits =
                        Base64Text.decode(text, definition.urlSafeBinary()).isPresent();
                yield fits ? text : invalid(path, "is not base64");
            }
            case REFERENCE -> {
                String target = references.apply(text);
                yield isReference(target) ? target : invalid(path, "is no URI");
            }
            default -> checkedText(definition, text, path);
        };
    }

    private @Nullable Object checkedText(AttributeDefinition definition, String text, String path) {
        if (definition.mutability() == Mutability.WRITE_ONLY) {
            return text;
        }
        String resolved = BulkIds.mayStandIn(definition) ? references.apply(text) : text;
        if (definition.required() && resolved.isBlank() && definition.uniqueness() != Uniqueness.NONE) {
            return invalid(path, "is required and must not be blank");
        }
        if (definition.canonicalValuesEnforced()
                && !definition.canonicalValues().isEmpty()) {
            String canonical = definition.canonicalValues().stream()
                    .filter(resolved::equalsIgnoreCase)
                    .findFirst()
                    .orElse(null);
            return canonical != null ? canonical : invalid(path, "must be one of " + definition.canonicalValues());
        }
        String format = checksFormats ? StrictFormats.fault(definition, resolved, profile) : null;
        return format == null ? resolved : invalid(path, format);
    }

    private @Nullable Object readEmpty(AttributeDefinition definition, String path) {
        if (definition.required()) {
            return invalid(path, "is required and must not be empty");
        }
        if (definition.mutability() == Mutability.WRITE_ONLY && use == Use.PATCH) {
            return invalid(path, "must not be empty");
        }
        if (tolerates(Tolerance.EMPTY_TEXT_IS_ABSENT)) {
            clearedByEmptyText(definition);
            return null;
        }
        return definition.type() == AttributeType.DATE_TIME ? invalid(path, "is no dateTime") : "";
    }

    private void clearedByEmptyText(AttributeDefinition definition) {
        if (use == Use.PATCH) {
            cleared.add(definition);
        }
    }

    private @Nullable Object invalid(String path, String detail) {
        faults.add(ErrorType.INVALID_VALUE, "'" + place(path) + "' " + detail);
        return null;
    }

    private @Nullable Values wrong(JsonParser parser, String path, String detail) throws IOException {
        faults.add(ErrorType.INVALID_VALUE, "'" + place(path) + "' " + detail);
        parser.skipChildren();
        return null;
    }

    /** Any URI reference by syntax, letters outside ASCII included; blanks and control characters never. */
    private static boolean isReference(String text) {
        if (isPlainReference(text)) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\' || c == '^' || c == '`'
                    || c == '{' || c == '|' || c == '}') {
                return false;
            }
        }
        try {
            return Objects.nonNull(new URI(text));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** Whether this is a web address or a relative path of nothing but plain letters, which needs no closer look. */
    private static boolean isPlainReference(String text) {
        int start = text.startsWith("https://") ? 8 : text.startsWith("http://") ? 7 : 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letterOrDigit && c != '-' && c != '.' && c != '_' && (c != '/' || i == start)) {
                return false;
            }
        }
        return text.length() > start;
    }
}
