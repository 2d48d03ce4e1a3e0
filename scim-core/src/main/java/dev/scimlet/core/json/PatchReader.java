package dev.scimlet.core.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scimlet.core.Budget;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.message.BulkIds;
import dev.scimlet.core.json.message.Message;
import dev.scimlet.core.patch.PatchOperation;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads one PatchOp message (RFC 7644 §3.5.2).
 *
 * <p>A value is read as what its path says, so its reading waits for {@code op} and {@code path}; where the client writes
 * it before them, or without path, the operation is read a second time.
 */
final class PatchReader {

    private enum Kind {
        ADD,
        REMOVE,
        REPLACE
    }

    private final ResourceType type;
    private final ClientProfile profile;
    private final ReadLimits limits;
    private final HiddenAttributes hidden;
    private final PathBinder binder;
    private final JsonInput input;
    private final BiFunction<ValueReader.Use, Faults, ValueReader> values;
    private final Predicate<String> knownElsewhere;
    private final UnaryOperator<String> references;
    private final UnaryOperator<BoundPath> selections;
    private final UnmappedInput unmapped;
    private final Budget budget;
    private final List<PatchOperation> operations = new ArrayList<>();
    private int parsedNames;

    PatchReader(
            ResourceType type,
            ClientProfile profile,
            ReadLimits limits,
            HiddenAttributes hidden,
            PathBinder binder,
            JsonInput input,
            BiFunction<ValueReader.Use, Faults, ValueReader> values,
            Predicate<String> knownElsewhere,
            UnaryOperator<String> references,
            UnaryOperator<BoundPath> selections,
            UnmappedInput unmapped,
            Budget budget) {
        this.type = type;
        this.profile = profile;
        this.limits = limits;
        this.hidden = hidden;
        this.binder = binder;
        this.input = input;
        this.values = values;
        this.knownElsewhere = knownElsewhere;
        this.references = references;
        this.selections = selections;
        this.unmapped = unmapped;
        this.budget = budget;
    }

    PatchRequest read(byte[] json, int offset, int length) {
        return input.read(json, offset, length, parser -> read(parser, json, offset, offset + length));
    }

    /** Reads what a parser of the bytes stands at. */
    PatchRequest read(JsonParser parser, byte[] json) throws IOException {
        return read(parser, json, 0, json.length);
    }

    /**
     * Reads the message.
     *
     * @param origin where the parser began to count
     * @param end where what belongs to it ends
     */
    private PatchRequest read(JsonParser parser, byte[] json, int origin, int end) throws IOException {
        readMessage(parser, json, origin, end);
        return new PatchRequest(operations, profile, hidden);
    }

    private BoundPath path(String text) {
        BoundPath path = binder.path(text);
        return path.filter() == null ? path : selections.apply(path);
    }

    private void readMessage(JsonParser parser, byte[] json, int origin, int end) throws IOException {
        JsonInput.requireObject(parser, "a PATCH message");
        boolean hasSchema = false;
        boolean hasOperations = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equalsIgnoreCase("schemas")) {
                hasSchema = Message.PATCH_OP.isNamed(parser);
            } else if (name.equalsIgnoreCase("Operations")) {
                if (hasOperations) {
                    throw syntax("'Operations' is given twice");
                }
                hasOperations = true;
                readOperations(parser, json, origin, end);
            } else {
                parser.skipChildren();
            }
        }
        Message.PATCH_OP.require(hasSchema);
        if (operations.isEmpty() && !hasOperations) {
            throw syntax("'Operations' is missing; it must be an array of one or more operations");
        }
    }

    private void readOperations(JsonParser parser, byte[] json, int origin, int end) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw syntax("'Operations' must be an array of one or more operations");
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (++count > limits.operations()) {
                throw ScimException.withStatus(413, "a PATCH may have " + limits.operations() + " operations at most");
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw syntax("an operation must be a JSON object");
            }
            int start = origin + (int) parser.currentTokenLocation().getByteOffset();
            new Operation().read(parser, json, start, end - start);
        }
        if (count == 0) {
            throw syntax("'Operations' must have one operation at least");
        }
    }

    private static ScimException syntax(String detail) {
        return ScimException.of(ErrorType.INVALID_SYNTAX, detail);
    }

    /** One element of {@code Operations}. */
    private final class Operation {

        private @Nullable Kind kind;
        private @Nullable BoundPath path;
        private boolean ignored;
        private boolean valueSkipped;
        private boolean valueRead;

        private final Faults faults = new Faults();
        private final ValueReader reader = values.apply(ValueReader.Use.PATCH, faults);

        void read(JsonParser parser, byte[] json, int start, int length) throws IOException {
            boolean pathGiven = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equalsIgnoreCase("op")) {
                    requireFirst(kind == null, name);
                    kind = readKind(parser);
                } else if (name.equalsIgnoreCase("path")) {
                    requireFirst(!pathGiven, name);
                    pathGiven = true;
                    path = readPath(parser);
                } else if (name.equalsIgnoreCase("value")) {
                    requireFirst(!valueSkipped && !valueRead, name);
                    readOrSkipValue(parser);
                } else {
                    parser.skipChildren();
                }
            }
            if (kind == null) {
                throw syntax("an operation has no 'op'; add, remove or replace is expected");
            }
            if (ignored) {
                return;
            }
            if (path == null && !profile.tolerates(Tolerance.PATCH_WITHOUT_PATH)) {
                throw syntax("an operation needs a 'path' (interoperability profile)");
            }
            requireSubAttribute();
            if (kind == Kind.REMOVE && path == null) {
                throw ScimException.of(ErrorType.NO_TARGET, "remove needs a 'path'");
            }
            if (valueSkipped) {
                input.readAgain(json, start, length, this::readValueAgain);
            } else if (!valueRead) {
                readWithoutValue();
            }
            faults.throwIfAny();
        }

        private static void requireFirst(boolean first, String name) {
            if (!first) {
                throw syntax("'" + name + "' is given twice in an operation");
            }
        }

        private boolean readValueAgain(JsonParser parser) throws IOException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean isValue = parser.currentName().equalsIgnoreCase("value");
                parser.nextToken();
                if (isValue) {
                    readValue(parser);
                    return true;
                }
                parser.skipChildren();
            }
            return false;
        }

        private Kind readKind(JsonParser parser) throws IOException {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            String word = profile.tolerates(Tolerance.ANY_CASE_OPERATIONS) ? text.toLowerCase(Locale.ROOT) : text;
            parser.skipChildren();
            return switch (word) {
                case "add" -> Kind.ADD;
                case "remove" -> Kind.REMOVE;
                case "replace" -> Kind.REPLACE;
                default -> throw syntax("'op' must be add, remove or replace");
            };
        }

        private @Nullable BoundPath readPath(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return null;
            }
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw ScimException.of(ErrorType.INVALID_PATH, "'path' must be a text");
            }
            String text = BulkIds.translated(parser.getText(), references);
            drawPath(text);
            BoundPath bound;
            try {
                bound = path(text);
            } catch (ScimException fault) {
                unmapped.ignorePath(text, fault);
                ignored = true;
                return null;
            }
            requireWritable(bound);
            return bound;
        }

        private void drawPath(String text) {
            if (text.indexOf('[') >= 0) {
                budget.spend(Budget.Item.PATHS, 1);
            }
        }

        /** Where paths must not end at the bracket. */
        private void requireSubAttribute() {
            BoundPath target = path;
            if (target == null
                    || target.filter() == null
                    || target.subAttribute() != null
                    || profile.tolerates(Tolerance.WHOLE_ENTRY_PATH)) {
                return;
            }
            AttributeDefinition attribute = target.attribute();
            boolean member = attribute != null && attribute.isReferenceList() && kind != Kind.REPLACE;
            if (!member) {
                throw ScimException.of(
                        ErrorType.INVALID_PATH,
                        "'" + target.text()
                                + "' must name a sub-attribute behind the brackets (interoperability profile)");
            }
        }

        private void readOrSkipValue(JsonParser parser) throws IOException {
            if (kind == null || path == null) {
                valueSkipped = true;
                parser.skipChildren();
            } else {
                requireSubAttribute();
                readValue(parser);
            }
        }

        private void readWithoutValue() {
            if (kind != Kind.REMOVE || path == null) {
                throw ScimException.of(ErrorType.INVALID_VALUE, "add and replace need a 'value'");
            }
            remove(path);
        }

        private void readValue(JsonParser parser) throws IOException {
            valueRead = true;
            if (path == null) {
                readKeys(parser);
            } else if (kind == Kind.REMOVE) {
                readRemoved(parser, path);
            } else if (path.topLevel().position() == 0) {
                readSchemasPath(parser, path);
            } else {
                readWritten(parser, path);
            }
        }

        // ---- remove

        private void remove(BoundPath target) {
            if (target.topLevel().position() != 0) {
                operations.add(new PatchOperation.Remove(target));
                return;
            }
            if (target.filter() == null) {
                throw ScimException.of(ErrorType.MUTABILITY, "'schemas' cannot be removed");
            }
            List<BoundPath> extensions = new ArrayList<>();
            if (target.filter().matchesEntry(type.schema().id())) {
                throw ScimException.of(ErrorType.MUTABILITY, "the base schema cannot be removed");
            }
            for (AttributeDefinition extension : type.extensionDefinitions()) {
                if (!hidden.hides(type.definition(), extension)
                        && target.filter().matchesEntry(extension.name())) {
                    extensions.add(BoundPath.of(extension));
                }
            }
            operations.add(new PatchOperation.RemoveExtensions(target, extensions));
        }

        private void readRemoved(JsonParser parser, BoundPath target) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                remove(target);
                return;
            }
            if (!profile.tolerates(Tolerance.REMOVE_BY_VALUE)) {
                throw ScimException.of(
                        ErrorType.INVALID_VALUE, "remove takes no 'value'; select with brackets in the path");
            }
            AttributeDefinition attribute = target.attribute();
            boolean part = target.filter() != null || target.subAttribute() != null;
            if (attribute == null
                    || !attribute.multiValued()
                    || part
                    || target.topLevel().position() == 0) {
                parser.skipChildren();
                remove(target);
                return;
            }
            Values entries =
                    values.apply(ValueReader.Use.REMOVAL, faults).readList(parser, attribute, target.text(), false);
            operations.add(new PatchOperation.RemoveEntries(target, entries == null ? List.of() : entries.toList()));
        }

        // ---- add, replace

        private void write(BoundPath target, @Nullable Object value) {
            operations.add(
                    kind == Kind.ADD
                            ? new PatchOperation.Add(target, value)
                            : new PatchOperation.Replace(target, value));
        }

        private void readWritten(JsonParser parser, BoundPath target) throws IOException {
            AttributeDefinition attribute = target.attribute();
            if (attribute == null) {
                readExtension(parser, target.topLevel());
            } else {
                write(target, reader.readAt(parser, target, attribute, kind == Kind.ADD));
            }
        }

        private void readSchemasPath(JsonParser parser, BoundPath target) throws IOException {
            List<String> urns = urns(parser);
            for (String urn : urns) {
                if (!isOurs(urn)) {
                    throw unknown(
                            ErrorType.INVALID_VALUE,
                            "'" + target.text() + "' names " + urn + ", which is no schema of a " + type);
                }
            }
            if (kind == Kind.ADD) {
                write(target, null);
                return;
            }
            if (urns.stream().noneMatch(type.schema().id()::equalsIgnoreCase)) {
                throw ScimException.of(ErrorType.MUTABILITY, "the base schema cannot be removed");
            }
            List<BoundPath> dropped = new ArrayList<>();
            for (AttributeDefinition extension : type.extensionDefinitions()) {
                if (!hidden.hides(type.definition(), extension)
                        && urns.stream().noneMatch(extension.name()::equalsIgnoreCase)) {
                    dropped.add(BoundPath.of(extension));
                }
            }
            operations.add(new PatchOperation.RemoveExtensions(target, dropped));
        }

        private List<String> urns(JsonParser parser) throws IOException {
            List<String> urns = new ArrayList<>();
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                urns.add(parser.getText());
            } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    urns.add(parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "?");
                    parser.skipChildren();
                }
            } else {
                throw ScimException.of(ErrorType.INVALID_VALUE, "'schemas' must be an array of URNs");
            }
            return urns;
        }

        private boolean isOurs(String urn) {
            return urn.equalsIgnoreCase(type.schema().id())
                    || hidden.find(type.definition(), urn) != null
                    || unmapped.knowsExtension(urn);
        }

        // ---- without path: each key is a path

        private void readKeys(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw ScimException.of(
                        ErrorType.INVALID_VALUE, "without 'path' the value must be an object of attributes");
            }
            Set<String> seen = new HashSet<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                requireOnce(seen, key);
                switch (key.toLowerCase(Locale.ROOT)) {
                    case "schemas" -> readSchemasKey(parser);
                    case "id" -> readId(parser);
                    case "meta" -> parser.skipChildren();
                    default -> readKey(parser, key);
                }
            }
        }

        private void requireOnce(Set<String> seen, String key) {
            if (!seen.add(key.toLowerCase(Locale.ROOT))) {
                throw syntax("'" + key + "' is given twice; names that differ only in case are the same");
            }
        }

        private void readSchemasKey(JsonParser parser) throws IOException {
            for (String urn : urns(parser)) {
                boolean known = knownElsewhere.test(urn);
                if (!isOurs(urn) && (known || !profile.tolerates(Tolerance.IGNORE_UNKNOWN_SCHEMAS))) {
                    throw unknown(
                            ErrorType.INVALID_VALUE, "'schemas' names " + urn + ", which is no schema of a " + type);
                }
            }
        }

        private void readId(JsonParser parser) throws IOException {
            String id = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            parser.skipChildren();
            operations.add(new PatchOperation.ExpectId(
                    BoundPath.of(type.definition().subAttributes().get(1)), id));
        }

        private void readKey(JsonParser parser, String key) throws IOException {
            AttributeDefinition attribute = hidden.find(type.definition(), key);
            if (attribute != null) {
                readKey(parser, BoundPath.of(attribute));
                return;
            }
            boolean plain = key.indexOf('.') < 0 && key.indexOf(':') < 0 && key.indexOf('[') < 0;
            if (plain || profile.tolerates(Tolerance.PATH_KEYS)) {
                readPathKey(parser, key);
            } else if (!unmapped.takes(parser, key, faults)) {
                throw unknown(
                        ErrorType.INVALID_PATH,
                        "'" + key + "' is neither the name of an attribute nor the URN of an extension");
            }
        }

        private void readPathKey(JsonParser parser, String key) throws IOException {
            BoundPath target;
            if (!binder.isName(key)) {
                limits.requireFewPaths(++parsedNames);
            }
            drawPath(key);
            try {
                target = path(key);
            } catch (ScimException fault) {
                if (unmapped.takes(parser, key, faults)) {
                    return;
                }
                throw fault;
            }
            readKey(parser, target);
        }

        private void readKey(JsonParser parser, BoundPath target) throws IOException {
            AttributeDefinition attribute = target.attribute();
            boolean plain = target.subAttribute() == null && target.filter() == null;
            if (attribute != null && plain && attribute.mutability() == Mutability.READ_ONLY) {
                operations.add(new PatchOperation.Expect(target, reader.read(parser, attribute, target.text())));
                return;
            }
            requireWritable(target);
            readWritten(parser, target);
        }

        private void readExtension(JsonParser parser, AttributeDefinition extension) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                write(BoundPath.of(extension), null);
                return;
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw ScimException.of(
                        ErrorType.INVALID_VALUE, "'" + extension.name() + "' is an extension: an object is expected");
            }
            Set<String> seen = new HashSet<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                AttributeDefinition attribute = hidden.find(extension, key);
                parser.nextToken();
                requireOnce(seen, key);
                if (attribute != null) {
                    readKey(parser, BoundPath.of(extension, attribute));
                } else if (key.equalsIgnoreCase("schemas")) {
                    // some clients repeat it in every object: no attribute of theirs is meant
                    reader.unknown(parser, extension.name() + ":" + key);
                } else if (profile.tolerates(Tolerance.PATH_KEYS)) {
                    readPathKey(parser, extension.name() + ":" + key);
                } else {
                    reader.unknown(parser, extension.name() + ":" + key);
                }
            }
        }

        private void requireWritable(BoundPath target) {
            boolean readOnly = target.target().mutability() == Mutability.READ_ONLY
                    || target.attribute() != null && target.attribute().mutability() == Mutability.READ_ONLY;
            if (readOnly) {
                throw ScimException.of(ErrorType.MUTABILITY, "'" + target.text() + "' is readOnly");
            }
        }
    }

    private ScimException unknown(ErrorType byPlace, String detail) {
        return ScimException.of(
                profile.tolerates(Tolerance.UNKNOWN_BY_PLACE) ? byPlace : ErrorType.INVALID_SYNTAX, detail);
    }
}
