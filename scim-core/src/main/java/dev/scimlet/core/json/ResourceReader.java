package dev.scimlet.core.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scimlet.core.Budget;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.message.EmbeddedBody;
import dev.scimlet.core.patch.PatchOperation;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.patch.Replacement;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.PasswordHandling;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.filter.FilterSyntax;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of POST, PUT and PATCH for one resource type (RFC 7644 §3.3, §3.5).
 *
 * <p>One pass from bytes to attributes: names in the spelling of the schema, values of the right type, tolerances of the
 * profile applied. One error names all faults of a body. Secrets are read as sent: who stores them hashes them first, by
 * {@code mapSecrets} of what was read. Immutable, for many threads; make one for each type and profile.
 */
public final class ResourceReader {

    /** What is not stored yet has neither; the reading of paths asks for none of them. */
    private static final String NO_ID = "new";

    private static final Meta NO_META = new Meta(Instant.EPOCH, Instant.EPOCH, "0");

    private final ResourceType type;
    private final ClientProfile profile;
    private final ReadLimits limits;
    private final UnaryOperator<String> references;
    private final UnaryOperator<BoundPath> selections;
    private final Map<AttributeDefinition, UnaryOperator<String>> rules;
    private final Predicate<String> knownElsewhere;
    private final HiddenAttributes hidden;
    private final PathBinder binder;
    private final JsonInput input;
    private final UnmappedInput unmapped;
    private final Budget budget;

    private ResourceReader(Builder from) {
        this.type = from.type;
        this.profile = from.profile;
        this.limits = from.limits;
        this.references = from.references;
        this.selections = UnaryOperator.identity();
        this.rules = Map.copyOf(from.rules);
        this.knownElsewhere = from.knownElsewhere;
        this.hidden = readable(from);
        this.binder = new PathBinder(type.definition(), profile, from.filters, hidden);
        this.input = new JsonInput(limits);
        this.unmapped = UnmappedInput.of(type, profile, from.passwords);
        this.budget = Budget.unlimited();
    }

    private ResourceReader(
            ResourceReader from,
            UnaryOperator<String> references,
            UnaryOperator<BoundPath> selections,
            Predicate<String> knownElsewhere,
            UnmappedInput unmapped,
            Budget budget) {
        this.type = from.type;
        this.profile = from.profile;
        this.limits = from.limits;
        this.references = references;
        this.selections = selections;
        this.rules = from.rules;
        this.knownElsewhere = knownElsewhere;
        this.hidden = from.hidden;
        this.binder = from.binder;
        this.input = from.input;
        this.unmapped = unmapped;
        this.budget = budget;
    }

    /** What is not taken is unknown, so that it stays as it is stored. */
    private static HiddenAttributes readable(Builder from) {
        return from.passwords == PasswordHandling.ACCEPT ? from.hidden : withoutPassword(from.type, from.hidden);
    }

    /** What is hidden where no password is taken: that attribute, too. */
    public static HiddenAttributes withoutPassword(ResourceType type, HiddenAttributes hidden) {
        AttributeDefinition password = type.definition().find("password");
        if (password == null) {
            return hidden;
        }
        Set<BoundPath> paths = new HashSet<>(hidden.paths());
        paths.add(BoundPath.of(password));
        return HiddenAttributes.of(type.definition(), paths);
    }

    /** A reader of resources of the type, for clients of the profile. */
    public static Builder builder(ResourceType type, ClientProfile profile) {
        return new Builder(type, profile);
    }

    /** This reader with another translation of references, as Bulk needs it for {@code bulkId:…}. */
    public ResourceReader withReferences(UnaryOperator<String> translation) {
        return new ResourceReader(this, translation, selections, knownElsewhere, unmapped, budget);
    }

    /** This reader with a translation of those paths of a PATCH that have a condition in brackets. */
    public ResourceReader withSelections(UnaryOperator<BoundPath> translation) {
        return new ResourceReader(this, references, translation, knownElsewhere, unmapped, budget);
    }

    /** This reader for a client to whom other schemas are known than {@link Builder#knownElsewhere} says. */
    public ResourceReader withKnownElsewhere(Predicate<String> schemas) {
        return new ResourceReader(this, references, selections, schemas, unmapped, budget);
    }

    /**
     * This reader with a listener that is told the path of each value that the application chose to ignore, because only
     * the whole type has the attribute.
     *
     * @see ResourceType#whole()
     */
    public ResourceReader tellingIgnored(Consumer<String> listener) {
        return tellingIgnored(listener, () -> {});
    }

    /**
     * As {@link #tellingIgnored(Consumer)}, with a listener that is told of each attribute, sub-attribute or object of a schema that nobody knows and that the
     * profile passes over ({@link Tolerance#IGNORE_UNKNOWN_ATTRIBUTES}, {@link Tolerance#IGNORE_UNKNOWN_SCHEMAS}). What it is called is not told.
     */
    public ResourceReader tellingIgnored(Consumer<String> listener, Runnable unknown) {
        return new ResourceReader(
                this, references, selections, knownElsewhere, unmapped.telling(listener, unknown), budget);
    }

    /** This reader for one request: names in bodies that are paths draw from its budget where they look at lists. */
    public ResourceReader within(Budget ofRequest) {
        return new ResourceReader(this, references, selections, knownElsewhere, unmapped, ofRequest);
    }

    /** What finds the paths of this type. */
    public PathBinder binder() {
        return binder;
    }

    /** As {@link #read(byte[], int, int)}, the whole array. */
    public Replacement read(byte[] json) {
        return read(json, 0, json.length);
    }

    /**
     * The body of a POST or PUT. Required attributes are present, values fit their attributes.
     *
     * @throws ScimException {@code invalidSyntax} or {@code invalidValue}, with all faults
     */
    public Replacement read(byte[] json, int offset, int length) {
        return input.read(json, offset, length, this::readWhole);
    }

    /**
     * As {@link #read(byte[])}, of a body within a message that is being read. For the engine: nobody else has one.
     *
     * @throws IOException if the message is not well-formed
     */
    @SuppressWarnings("exports")
    public Replacement read(EmbeddedBody body) throws IOException {
        return readWhole(body.parser());
    }

    private Replacement readWhole(JsonParser parser) throws IOException {
        Faults faults = new Faults();
        ValueReader values = values(ValueReader.Use.BODY, faults);
        Attributes attributes = readResource(parser, values, faults);
        Completeness.check(attributes, hidden, faults);
        faults.throwIfAny();
        return new Replacement(
                attributes, values.cleared().isEmpty() ? Set.of() : Set.copyOf(values.cleared()), profile, hidden);
    }

    /**
     * Attributes as {@link ResourceWriter#writeStored} wrote them: nothing is demanded, secrets and readOnly values
     * are kept. For stores that keep resources as JSON.
     */
    public Attributes readStored(byte[] json) {
        return input.read(json, 0, json.length, parser -> new StoredReader().read(parser, type));
    }

    /** As {@link #readPatch(byte[], int, int)}, the whole array. */
    public PatchRequest readPatch(byte[] json) {
        return readPatch(json, 0, json.length);
    }

    /**
     * The body of a PATCH, its paths bound and its values typed.
     *
     * @throws ScimException {@code invalidSyntax}, {@code invalidPath}, {@code invalidFilter}, {@code noTarget}, {@code
     *     mutability} or {@code invalidValue}; status 413 for too many operations
     */
    public PatchRequest readPatch(byte[] json, int offset, int length) {
        return patchReader().read(json, offset, length);
    }

    /**
     * As {@link #readPatch(byte[])}, of a body within a message that is being read. For the engine: nobody else has one.
     *
     * @throws IOException if the message is not well-formed
     */
    @SuppressWarnings("exports")
    public PatchRequest readPatch(EmbeddedBody body) throws IOException {
        return patchReader().read(body.parser(), body.message());
    }

    private PatchReader patchReader() {
        return new PatchReader(
                type,
                profile,
                limits,
                hidden,
                binder,
                input,
                this::values,
                knownElsewhere,
                references,
                selections,
                unmapped,
                budget);
    }

    private ValueReader values(ValueReader.Use use, Faults faults) {
        return new ValueReader(profile, use, limits, references, rules, unmapped, hidden, faults);
    }

    private Attributes readResource(JsonParser parser, ValueReader values, Faults faults) throws IOException {
        JsonInput.requireObject(parser, "a " + type.name());
        AttributeDefinition root = type.definition();
        @Nullable Object[] found = new Object[root.subAttributes().size()];
        boolean[] seen = new boolean[found.length];
        Others others = new Others(values, faults);
        List<String> schemas = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            AttributeDefinition attribute = hidden.find(root, name);
            parser.nextToken();
            if (attribute == null) {
                others.read(parser, name);
                continue;
            }
            if (seen[attribute.position()]) {
                values.twice(name);
            }
            seen[attribute.position()] = true;
            if (attribute.position() == 0) {
                schemas = readSchemas(parser, faults);
            } else if (attribute.mutability() == Mutability.READ_ONLY) {
                parser.skipChildren();
            } else if (attribute.isExtension()) {
                found[attribute.position()] = readExtension(parser, attribute, values, others);
            } else {
                found[attribute.position()] = values.read(parser, attribute, attribute.name());
            }
        }
        Attributes attributes = others.addedTo(Attributes.ofPositions(root, found));
        checkSchemas(schemas, attributes, faults);
        return attributes;
    }

    private static @Nullable Object readExtension(
            JsonParser parser, AttributeDefinition extension, ValueReader values, Others others) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return values.read(parser, extension, extension.name());
        }
        Attributes given = values.readMembers(
                        parser,
                        extension,
                        extension.name(),
                        (name, at) -> others.read(at, extension.name() + ":" + name))
                .given();
        return given.isEmpty() ? null : given;
    }

    /** The members of one body that are no names of attributes: some are paths, the others unknown. */
    private final class Others {

        private final ValueReader values;
        private final Faults faults;
        private final Set<String> seen = new HashSet<>(0);
        private final List<PatchOperation> byPath = new ArrayList<>(0);
        private int parsed;

        Others(ValueReader values, Faults faults) {
            this.values = values;
            this.faults = faults;
        }

        /** Reads a member, whose name is given with the URN of the extension around it. */
        void read(JsonParser parser, String name) throws IOException {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                values.twice(name);
            }
            BoundPath path = pathOf(name);
            AttributeDefinition attribute = path == null ? null : path.attribute();
            if (path == null || attribute == null) {
                unknown(parser, name);
            } else if (attribute.mutability() == Mutability.READ_ONLY
                    || path.target().mutability() == Mutability.READ_ONLY) {
                parser.skipChildren();
            } else {
                Object value = values.readAt(parser, path, attribute, true);
                if (value != null) {
                    byPath.add(new PatchOperation.Add(path, value));
                }
            }
        }

        private @Nullable BoundPath pathOf(String name) {
            if (!profile.tolerates(Tolerance.PATH_KEYS)) {
                return null;
            }
            if (!binder.isName(name)) {
                limits.requireFewPaths(++parsed);
            }
            try {
                return name.indexOf('[') >= 0
                        ? binder.path(name)
                        : binder.attribute(name).orElse(null);
            } catch (ScimException unknownPath) {
                return null;
            }
        }

        private void unknown(JsonParser parser, String name) throws IOException {
            boolean inExtension = type.extensionDefinitions().stream()
                    .filter(extension -> !hidden.hides(type.definition(), extension))
                    .anyMatch(extension -> name.regionMatches(
                            true, 0, extension.name() + ":", 0, extension.name().length() + 1));
            if (name.indexOf(':') < 0 || inExtension) {
                values.unknown(parser, name);
                return;
            }
            if (unmapped.takes(parser, name, faults)) {
                return;
            }
            parser.skipChildren();
            if (profile.tolerates(Tolerance.IGNORE_UNKNOWN_SCHEMAS)) {
                unmapped.passOver();
            } else {
                faults.add(unknownSchema(), type + " has no schema '" + name + "'");
            }
        }

        /** The attributes with what was given by path. */
        Attributes addedTo(Attributes attributes) {
            if (byPath.isEmpty()) {
                return attributes;
            }
            try {
                return new PatchRequest(byPath, profile, hidden)
                        .applyTo(new Resource(type, NO_ID, NO_META, attributes), budget);
            } catch (ScimException unfit) {
                budget.requireGrants();
                faults.add(ErrorType.INVALID_VALUE, unfit.detail());
                return attributes;
            }
        }
    }

    private static @Nullable List<String> readSchemas(JsonParser parser, Faults faults) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            faults.add(ErrorType.INVALID_SYNTAX, "'schemas' must be an array of URNs");
            parser.skipChildren();
            return null;
        }
        List<String> schemas = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                schemas.add(parser.getText());
            } else {
                faults.add(ErrorType.INVALID_SYNTAX, "'schemas' must be an array of URNs");
                parser.skipChildren();
            }
        }
        return schemas;
    }

    private void checkSchemas(@Nullable List<String> schemas, Attributes attributes, Faults faults) {
        boolean fill = profile.tolerates(Tolerance.FILL_MISSING_SCHEMAS);
        if (schemas == null || schemas.isEmpty()) {
            if (!fill) {
                faults.add(
                        ErrorType.INVALID_SYNTAX,
                        "'schemas' is missing; it must name " + type.schema().id());
            }
            return;
        }
        if (!fill && schemas.stream().noneMatch(type.schema().id()::equalsIgnoreCase)) {
            faults.add(
                    ErrorType.INVALID_VALUE,
                    "'schemas' must name " + type.schema().id());
        }
        for (String urn : schemas) {
            checkSchema(urn, faults);
        }
        if (!profile.tolerates(Tolerance.UNDECLARED_EXTENSIONS)) {
            for (AttributeDefinition extension : type.extensionDefinitions()) {
                boolean declared = schemas.stream().anyMatch(extension.name()::equalsIgnoreCase);
                if (!declared && attributes.get(extension) != null) {
                    faults.add(
                            ErrorType.INVALID_VALUE,
                            "'schemas' does not name " + extension.name() + ", of which data is given");
                }
            }
        }
    }

    private void checkSchema(String urn, Faults faults) {
        boolean ours = urn.equalsIgnoreCase(type.schema().id())
                || hidden.find(type.definition(), urn) != null
                || unmapped.knowsExtension(urn);
        if (!ours && (knownElsewhere.test(urn) || !profile.tolerates(Tolerance.IGNORE_UNKNOWN_SCHEMAS))) {
            faults.add(unknownSchema(), "'schemas' names " + urn + ", which is no schema of a " + type);
        }
    }

    private ErrorType unknownSchema() {
        return profile.tolerates(Tolerance.UNKNOWN_BY_PLACE) ? ErrorType.INVALID_VALUE : ErrorType.INVALID_SYNTAX;
    }

    /** Collects what a {@link ResourceReader} needs to know. */
    public static final class Builder {

        private final ResourceType type;
        private final ClientProfile profile;
        private ReadLimits limits = ReadLimits.DEFAULT;
        private FilterSyntax filters = FilterSyntax.DEFAULT;
        private UnaryOperator<String> references = UnaryOperator.identity();
        private Predicate<String> knownElsewhere = urn -> false;
        private HiddenAttributes hidden = HiddenAttributes.NONE;
        private PasswordHandling passwords = PasswordHandling.ACCEPT;
        private final Map<AttributeDefinition, UnaryOperator<String>> rules = new HashMap<>();

        private Builder(ResourceType type, ClientProfile profile) {
            this.type = type;
            this.profile = profile;
        }

        /** How much a body may hold. */
        public Builder limits(ReadLimits readLimits) {
            this.limits = readLimits;
            return this;
        }

        /** The limits of filters, in paths too. */
        public Builder filters(FilterSyntax syntax) {
            this.filters = syntax;
            return this;
        }

        /** Tells URNs that the service knows, but not for this type: naming one in {@code schemas} is a mistake. */
        public Builder knownElsewhere(Predicate<String> schemas) {
            this.knownElsewhere = schemas;
            return this;
        }

        /** What the clients may not know of: to them it is unknown, in what they send and in what they are told. */
        public Builder hidden(HiddenAttributes attributes) {
            this.hidden = attributes;
            return this;
        }

        /** What becomes of a password; by default it is taken. */
        public Builder passwords(PasswordHandling handling) {
            this.passwords = handling;
            return this;
        }

        /**
         * What becomes of each text that a client gives for an attribute: its canonical form, or a {@code ScimException}
         * (RFC 7643 §2.4).
         */
        public Builder rule(AttributeDefinition attribute, UnaryOperator<String> canonicalForm) {
            rules.put(attribute, canonicalForm);
            return this;
        }

        /** The reader. */
        public ResourceReader build() {
            return new ResourceReader(this);
        }
    }
}
