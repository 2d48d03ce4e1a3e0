package dev.scimlet.core.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of a {@link Schema} with its characteristics (RFC 7643 §2.2, §7).
 *
 * <p>Immutable. Where it stands among its siblings is its {@link #position()}; a value of a complex attribute keeps its
 * sub-attributes in an array by that position, so that nothing looks up names once a path is bound.
 */
public final class AttributeDefinition {

    private final String name;
    private final AttributeType type;
    private final boolean multiValued;
    private final String description;
    private final boolean required;
    private final List<String> canonicalValues;
    private final boolean canonicalValuesEnforced;
    private final boolean caseExact;
    private final TextComparison comparison;
    private final Mutability mutability;
    private final Returned returned;
    private final Uniqueness uniqueness;
    private final List<String> referenceTypes;
    private final boolean urlSafeBinary;
    private final int givenMaxLength;
    private final boolean findsEntries;
    private final List<AttributeDefinition> subAttributes;
    private final Map<String, AttributeDefinition> bySpelling;
    private final int position;

    private final boolean extension;
    private final boolean demandsParts;
    private final boolean holdsSecrets;
    private final boolean hasPartsOnRequest;
    private final @Nullable AttributeDefinition valueSubAttribute;
    private final @Nullable AttributeDefinition typeSubAttribute;
    private final @Nullable AttributeDefinition primarySubAttribute;
    private final @Nullable AttributeDefinition refSubAttribute;
    private final boolean reference;

    private AttributeDefinition(Builder from, int position, boolean findsEntries) {
        this.name = from.name;
        this.type = from.type;
        this.multiValued = from.multiValued;
        this.description = from.description;
        this.required = from.required;
        this.canonicalValues = List.copyOf(from.canonicalValues);
        this.canonicalValuesEnforced = from.canonicalValuesEnforced;
        this.caseExact = from.caseExact;
        this.comparison = from.comparison != null
                ? from.comparison
                : from.caseExact ? TextComparison.EXACT : TextComparison.IGNORE_CASE;
        this.mutability = from.mutability;
        this.returned = from.returned;
        this.uniqueness = from.uniqueness;
        this.referenceTypes = List.copyOf(from.referenceTypes);
        this.urlSafeBinary = from.urlSafeBinary;
        this.givenMaxLength = from.maxLength;
        this.findsEntries = findsEntries;
        this.position = position;
        List<AttributeDefinition> positioned = new ArrayList<>(from.subAttributes.size());
        boolean hasEntries = multiValued
                || from.subAttributes.stream().anyMatch(part -> part.name.equals("$ref") && part.namesResourceTypes());
        for (AttributeDefinition subAttribute : from.subAttributes) {
            boolean finds = hasEntries && subAttribute.name.equalsIgnoreCase("value");
            positioned.add(subAttribute.at(positioned.size(), finds));
        }
        this.subAttributes = List.copyOf(positioned);
        this.bySpelling = bySpelling(this.subAttributes, name);
        this.extension = name.indexOf(':') >= 0;
        this.demandsParts = this.subAttributes.stream().anyMatch(AttributeDefinition::required);
        this.holdsSecrets = from.mutability == Mutability.WRITE_ONLY
                || this.subAttributes.stream().anyMatch(AttributeDefinition::holdsSecrets);
        this.hasPartsOnRequest = this.subAttributes.stream()
                .anyMatch(part -> part.returned == Returned.REQUEST || part.hasPartsOnRequest);
        this.valueSubAttribute = bySpelling.get("value");
        this.typeSubAttribute = bySpelling.get("type");
        AttributeDefinition primary = bySpelling.get("primary");
        this.primarySubAttribute = primary != null && primary.type == AttributeType.BOOLEAN ? primary : null;
        this.refSubAttribute = bySpelling.get("$ref");
        this.reference = valueSubAttribute != null
                && valueSubAttribute.type == AttributeType.STRING
                && refSubAttribute != null
                && refSubAttribute.namesResourceTypes();
    }

    private boolean namesResourceTypes() {
        return referenceTypes.stream().anyMatch(name -> !name.equals("external") && !name.equals("uri"));
    }

    private static Map<String, AttributeDefinition> bySpelling(List<AttributeDefinition> attributes, String owner) {
        Map<String, AttributeDefinition> map = new HashMap<>();
        for (AttributeDefinition attribute : attributes) {
            AttributeDefinition other = map.put(attribute.name.toLowerCase(Locale.ROOT), attribute);
            if (other != null) {
                throw new IllegalArgumentException("'" + owner + "' defines both '" + other.name + "' and '"
                        + attribute.name + "': names that differ only in case are the same (RFC 7643 §2.1)");
            }
        }
        attributes.forEach(attribute -> map.put(attribute.name, attribute));
        return map;
    }

    /** A definition of the given type with the defaults of RFC 7643 §2.2. */
    public static Builder builder(String name, AttributeType type) {
        return new Builder(name, type);
    }

    /** An optional, readWrite, case-insensitive text. */
    public static AttributeDefinition string(String name) {
        return builder(name, AttributeType.STRING).build();
    }

    /** An optional, readWrite boolean. */
    public static AttributeDefinition bool(String name) {
        return builder(name, AttributeType.BOOLEAN).build();
    }

    /**
     * The sub-attributes that the entries of a list have where nothing else is defined: {@code value}, {@code display},
     * {@code type}, {@code primary} and {@code $ref} (RFC 7643 §2.4).
     */
    public static List<AttributeDefinition> standardSubAttributes(AttributeType valueType) {
        return List.of(
                builder("value", valueType).build(),
                string("display"),
                string("type"),
                bool("primary"),
                builder("$ref", AttributeType.REFERENCE).build());
    }

    /** A builder that starts with everything this definition says. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** This definition at another position among its siblings. */
    public AttributeDefinition at(int newPosition) {
        return at(newPosition, findsEntries);
    }

    private AttributeDefinition at(int newPosition, boolean finds) {
        return newPosition == position && finds == findsEntries
                ? this
                : new AttributeDefinition(new Builder(this), newPosition, finds);
    }

    /** The name in the spelling of the schema; for the definition of an extension as a whole, its URN. */
    public String name() {
        return name;
    }

    /** The data type of a value. */
    public AttributeType type() {
        return type;
    }

    /** Whether there can be several values. */
    public boolean multiValued() {
        return multiValued;
    }

    /** What the attribute means, in words. */
    public String description() {
        return description;
    }

    /** Whether a resource (or the complex value around it) must have a value. */
    public boolean required() {
        return required;
    }

    /** Suggested values; empty where there are none. */
    public List<String> canonicalValues() {
        return canonicalValues;
    }

    /** Whether other values than the canonical ones are refused (RFC 7643 §2.3.1; off by default). */
    public boolean canonicalValuesEnforced() {
        return canonicalValuesEnforced;
    }

    /** Whether case matters in comparisons. */
    public boolean caseExact() {
        return caseExact;
    }

    /** How texts of this attribute compare. */
    public TextComparison comparison() {
        return comparison;
    }

    /** Who may change it. */
    public Mutability mutability() {
        return mutability;
    }

    /** When it is part of an answer. */
    public Returned returned() {
        return returned;
    }

    /** Where a value must be the only one. */
    public Uniqueness uniqueness() {
        return uniqueness;
    }

    /** Names of resource types, {@code external} or {@code uri}; empty unless a reference. */
    public List<String> referenceTypes() {
        return referenceTypes;
    }

    /** Whether binary values use the URL-safe alphabet (RFC 7643 §2.3.6). */
    public boolean urlSafeBinary() {
        return urlSafeBinary;
    }

    /**
     * The longest text that a client may give for it, in UTF-16 units: what the builder says, else {@link TextLimits#KEY} for
     * what is unique and for the {@code value} that entries of lists and references are found by, {@link TextLimits#BINARY}
     * for binaries, {@link TextLimits#TEXT} for the others.
     */
    public int maxLength() {
        if (givenMaxLength > 0) {
            return givenMaxLength;
        }
        if (type == AttributeType.BINARY) {
            return TextLimits.BINARY;
        }
        boolean finds = type == AttributeType.STRING && (findsEntries || multiValued);
        return finds || uniqueness != Uniqueness.NONE ? TextLimits.KEY : TextLimits.TEXT;
    }

    /** The sub-attributes in the order of their positions; empty unless complex. */
    public List<AttributeDefinition> subAttributes() {
        return subAttributes;
    }

    /** The place among the siblings, from 0. */
    public int position() {
        return position;
    }

    /** Whether this is complex. */
    public boolean isComplex() {
        return type == AttributeType.COMPLEX;
    }

    /** Whether this stands for a schema extension as a whole, and its name for the URN. */
    public boolean isExtension() {
        return extension;
    }

    /** The sub-attribute of this name, in any case. */
    public Optional<AttributeDefinition> subAttribute(String subAttributeName) {
        return Optional.ofNullable(find(subAttributeName));
    }

    /** As {@link #subAttribute}, without the wrapper: null if there is none. Meant for parsers in tight loops. */
    public @Nullable AttributeDefinition find(String subAttributeName) {
        AttributeDefinition found = bySpelling.get(subAttributeName);
        return found != null ? found : bySpelling.get(subAttributeName.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether a number that a client sends can only be meant as its text (tolerance {@code numberForText}): this is a
     * string, and neither a {@code userName} nor an {@code id}, that of the resource or of one referred to.
     *
     * @param around what this is a sub-attribute of; null for none
     */
    public boolean takesNumberAsText(@Nullable AttributeDefinition around) {
        boolean refers = around != null && around.isReference() && this == around.valueSubAttribute();
        return type == AttributeType.STRING && comparison != TextComparison.USER_NAME && !name.equals("id") && !refers;
    }

    /** Whether some sub-attribute is required. */
    public boolean demandsParts() {
        return demandsParts;
    }

    /** Whether this or something inside is writeOnly, as passwords are. */
    public boolean holdsSecrets() {
        return holdsSecrets;
    }

    /** Whether something inside is returned on request only. */
    public boolean hasPartsOnRequest() {
        return hasPartsOnRequest;
    }

    /** The sub-attribute {@code value}, which identifies entries of most lists; null if there is none. */
    public @Nullable AttributeDefinition valueSubAttribute() {
        return valueSubAttribute;
    }

    /** The sub-attribute {@code type}; null if there is none. */
    public @Nullable AttributeDefinition typeSubAttribute() {
        return typeSubAttribute;
    }

    /** The sub-attribute {@code primary}, if it is the flag of RFC 7643 §2.4; null if there is none. */
    public @Nullable AttributeDefinition primarySubAttribute() {
        return primarySubAttribute;
    }

    /** The sub-attribute {@code $ref}; null if there is none. */
    public @Nullable AttributeDefinition refSubAttribute() {
        return refSubAttribute;
    }

    /**
     * Whether a value refers to a resource, as {@code manager} and each of the {@code members} does: it is complex, its
     * {@code value} is a string, the id, and its {@code $ref} has {@code referenceTypes} that name resource types. A
     * {@code $ref} alone does not say so: any list may have one (RFC 7643 §2.4).
     */
    public boolean isReference() {
        return reference;
    }

    /** Whether this is a list of references to resources, which are identified by {@code value} alone. */
    public boolean isReferenceList() {
        return multiValued && reference;
    }

    @Override
    public String toString() {
        return name + (multiValued ? "[]" : "") + ":" + type.keyword();
    }

    /** Collects the characteristics of one attribute; {@link #build()} refuses what contradicts RFC 7643. */
    public static final class Builder {

        private final String name;
        private AttributeType type;
        private boolean multiValued;
        private String description = "";
        private boolean required;
        private List<String> canonicalValues = List.of();
        private boolean canonicalValuesEnforced;
        private boolean caseExact;
        private @Nullable TextComparison comparison;
        private Mutability mutability = Mutability.READ_WRITE;
        private Returned returned = Returned.DEFAULT;
        private Uniqueness uniqueness = Uniqueness.NONE;
        private List<String> referenceTypes = List.of();
        private boolean urlSafeBinary;
        private int maxLength;
        private List<AttributeDefinition> subAttributes = List.of();

        private Builder(String name, AttributeType type) {
            this.name = name;
            this.type = type;
            this.caseExact = type == AttributeType.REFERENCE || type == AttributeType.BINARY;
        }

        private Builder(AttributeDefinition from) {
            this.name = from.name;
            this.type = from.type;
            this.multiValued = from.multiValued;
            this.description = from.description;
            this.required = from.required;
            this.canonicalValues = from.canonicalValues;
            this.canonicalValuesEnforced = from.canonicalValuesEnforced;
            this.caseExact = from.caseExact;
            boolean chosen = from.comparison == TextComparison.USER_NAME
                    || from.caseExact && from.comparison == TextComparison.IGNORE_CASE;
            this.comparison = chosen ? from.comparison : null;
            this.mutability = from.mutability;
            this.returned = from.returned;
            this.uniqueness = from.uniqueness;
            this.referenceTypes = from.referenceTypes;
            this.urlSafeBinary = from.urlSafeBinary;
            this.maxLength = from.givenMaxLength;
            this.subAttributes = from.subAttributes;
        }

        /** Allows several values. */
        public Builder multiValued(boolean value) {
            this.multiValued = value;
            return this;
        }

        /** What the attribute means, in words. */
        public Builder description(String value) {
            this.description = value;
            return this;
        }

        /** Demands a value. */
        public Builder required(boolean value) {
            this.required = value;
            return this;
        }

        /** Suggests values. */
        public Builder canonicalValues(List<String> values) {
            this.canonicalValues = List.copyOf(values);
            return this;
        }

        /** Refuses other values than the canonical ones (case does not count). */
        public Builder canonicalValuesEnforced(boolean value) {
            this.canonicalValuesEnforced = value;
            return this;
        }

        /** Makes case matter in comparisons. References and binaries are always case exact. */
        public Builder caseExact(boolean value) {
            this.caseExact = value;
            return this;
        }

        /** Compares as user names do (RFC 7644 §5), whatever {@code caseExact} says. */
        public Builder comparedAsUserName() {
            this.comparison = TextComparison.USER_NAME;
            return this;
        }

        /** Compares without case, whatever {@code caseExact} says: URNs do (RFC 8141 §3.1). */
        public Builder comparedWithoutCase() {
            this.comparison = TextComparison.IGNORE_CASE;
            return this;
        }

        /** Who may change it. */
        public Builder mutability(Mutability value) {
            this.mutability = value;
            return this;
        }

        /** When it is part of an answer. */
        public Builder returned(Returned value) {
            this.returned = value;
            return this;
        }

        /** Where a value must be the only one. */
        public Builder uniqueness(Uniqueness value) {
            this.uniqueness = value;
            return this;
        }

        /** What a reference may point to. */
        public Builder referenceTypes(List<String> values) {
            this.referenceTypes = List.copyOf(values);
            return this;
        }

        /** Binary values in the URL-safe alphabet. */
        public Builder urlSafeBinary(boolean value) {
            this.urlSafeBinary = value;
            return this;
        }

        /**
         * The longest text that a client may give, in UTF-16 units; longer ones are {@code invalidValue}. A store that indexes
         * the attribute must take as much.
         *
         * @throws IllegalArgumentException if it is less than 1
         * @see AttributeDefinition#maxLength()
         */
        public Builder maxLength(int characters) {
            check(characters >= 1, "must allow one character at least");
            this.maxLength = characters;
            return this;
        }

        /** The sub-attributes of a complex attribute. */
        public Builder subAttributes(List<AttributeDefinition> values) {
            this.subAttributes = List.copyOf(values);
            return this;
        }

        /** As {@link #subAttributes(List)}. */
        public Builder subAttributes(AttributeDefinition... values) {
            return subAttributes(List.of(values));
        }

        /**
         * The definition.
         *
         * @throws IllegalArgumentException if characteristics contradict each other, with the rule that they break
         */
        public AttributeDefinition build() {
            check(isName(name), "is not a legal name: a letter or '$', then letters, digits, '-', '_', '$' (§2.1)");
            check(
                    type != AttributeType.COMPLEX || !subAttributes.isEmpty(),
                    "is complex but has no sub-attributes (§7)");
            check(
                    type == AttributeType.COMPLEX || subAttributes.isEmpty(),
                    "has sub-attributes but is not complex (§7)");
            boolean compares = type == AttributeType.STRING
                    || type == AttributeType.REFERENCE
                    || type == AttributeType.BINARY
                    || type == AttributeType.DATE_TIME;
            check(compares || !caseExact, "is " + type.keyword() + ", which has no case (§2.3)");
            boolean canBeUnique =
                    type != AttributeType.COMPLEX && type != AttributeType.BOOLEAN && type != AttributeType.BINARY;
            check(
                    canBeUnique || uniqueness == Uniqueness.NONE,
                    "is " + type.keyword() + ", which cannot be unique (§2.3)");
            check(
                    type == AttributeType.REFERENCE || referenceTypes.isEmpty(),
                    "has referenceTypes but is no reference (§7)");
            check(maxLength == 0 || compares, "is " + type.keyword() + ", which has no length in characters");
            check(
                    mutability != Mutability.WRITE_ONLY || returned == Returned.NEVER,
                    "is writeOnly and so must be returned never (§7)");
            check(
                    mutability != Mutability.READ_ONLY || !required || returned != Returned.NEVER,
                    "is readOnly and required but never returned (§7)");
            if (type == AttributeType.REFERENCE || type == AttributeType.BINARY) {
                caseExact = true;
            }
            return new AttributeDefinition(this, -1, false);
        }

        /** A definition that is complex but stands for a resource or an extension as a whole, not for an attribute. */
        public AttributeDefinition buildContainer() {
            return new AttributeDefinition(this, -1, false);
        }

        private void check(boolean holds, String fault) {
            if (!holds) {
                throw new IllegalArgumentException("attribute '" + name + "' " + fault);
            }
        }

        private static boolean isName(String text) {
            if (text.isEmpty() || !(isLetter(text.charAt(0)) || text.charAt(0) == '$')) {
                return false;
            }
            return text.chars()
                    .allMatch(c -> isLetter((char) c) || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '$');
        }

        private static boolean isLetter(char c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        }
    }
}
