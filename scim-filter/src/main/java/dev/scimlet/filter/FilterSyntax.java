package dev.scimlet.filter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How filters and paths are read: which schema URNs are known, which habits of clients are tolerated, and how large a
 * text may be. Immutable; many threads may read with it at once.
 *
 * <p>A qualified name is first compared, without regard to case, with the known URNs: a text that equals one means that
 * schema as a whole. Otherwise the last colon ends the URN, which takes its registered spelling if it is known. A URN
 * that is not known is kept as it is written.
 */
public final class FilterSyntax {

    /** The number of characters that a filter or path may have by default. */
    public static final int DEFAULT_MAX_LENGTH = 32_768;

    /** How deep parentheses and brackets may be nested by default. */
    public static final int DEFAULT_MAX_DEPTH = 64;

    /** The number of comparisons that a filter may have by default; {@code pr} is one of them. */
    public static final int DEFAULT_MAX_COMPARISONS = 1_000;

    /** The most that {@link Builder#maxDepth} takes: the parser recurses once for each level. */
    public static final int LARGEST_MAX_DEPTH = 128;

    /**
     * Knows no schema URN, reads a sub-attribute after the brackets of a value path, no strings without quotes, and has
     * the default limits.
     */
    public static final FilterSyntax DEFAULT = builder().build();

    private final Map<String, String> schemasByLowerCase;
    private final Set<String> schemas;
    private final boolean valuePathSubAttribute;
    private final boolean unquotedFilterValues;
    private final int maxLength;
    private final int maxDepth;
    private final int maxComparisons;

    private FilterSyntax(Builder builder) {
        this.schemasByLowerCase = Map.copyOf(builder.schemasByLowerCase);
        this.schemas = Collections.unmodifiableSet(new LinkedHashSet<>(builder.schemasByLowerCase.values()));
        this.valuePathSubAttribute = builder.valuePathSubAttribute;
        this.unquotedFilterValues = builder.unquotedFilterValues;
        this.maxLength = builder.maxLength;
        this.maxDepth = builder.maxDepth;
        this.maxComparisons = builder.maxComparisons;
    }

    /** A builder that starts with what {@link #DEFAULT} has. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a filter (RFC 7644 §3.4.2.2).
     *
     * @throws SyntaxException if {@code text} is not a filter or beyond the limits
     */
    public Filter filter(String text) {
        return FilterReader.readFilter(text, this);
    }

    /**
     * Reads the path of a PATCH operation (RFC 7644 §3.5.2).
     *
     * @throws SyntaxException if {@code text} is not a path or beyond the limits
     */
    public PatchPath path(String text) {
        return FilterReader.readPath(text, this);
    }

    /**
     * Reads the name of an attribute (RFC 7644 §3.10), as in {@code sortBy}. A URN alone is refused.
     *
     * @throws SyntaxException if {@code text} is not the name of an attribute
     */
    public AttributePath attributePath(String text) {
        return FilterReader.readAttributePath(text, this);
    }

    /**
     * Reads an element of {@code attributes} or {@code excludedAttributes} (RFC 7644 §3.9): the name of an attribute, or
     * a known schema URN alone, which means the extension as a whole.
     *
     * @return a {@link PatchPath.AttributeTarget} or a {@link PatchPath.SchemaTarget}
     * @throws SyntaxException if {@code text} is neither
     */
    public PatchPath attributeOrSchema(String text) {
        return FilterReader.readAttributeOrSchema(text, this);
    }

    /** The known schema URNs in their registered spelling and order. */
    public Set<String> schemas() {
        return schemas;
    }

    /**
     * Whether {@code emails[type eq "work"].value eq "x"} is a filter; it then means
     * {@code emails[type eq "work" and value eq "x"]}. On by default; RFC 7644 has no such filter, Entra ID sends it.
     */
    public boolean valuePathSubAttribute() {
        return valuePathSubAttribute;
    }

    /** Whether {@code userName eq bjensen} is read as {@code userName eq "bjensen"}. Off by default. */
    public boolean unquotedFilterValues() {
        return unquotedFilterValues;
    }

    /** The number of {@code char}s that a text may have. */
    public int maxLength() {
        return maxLength;
    }

    /** How deep parentheses and brackets may be nested. */
    public int maxDepth() {
        return maxDepth;
    }

    /** The number of comparisons that a filter may have; {@code pr} is one of them. */
    public int maxComparisons() {
        return maxComparisons;
    }

    /** The registered spelling of a URN, or null if it is not known. */
    @Nullable
    String registeredSchema(String urn) {
        return schemasByLowerCase.get(urn.toLowerCase(Locale.ROOT));
    }

    /** Makes a {@link FilterSyntax}. */
    public static final class Builder {

        private final Map<String, String> schemasByLowerCase = new LinkedHashMap<>();
        private boolean valuePathSubAttribute = true;
        private boolean unquotedFilterValues;
        private int maxLength = DEFAULT_MAX_LENGTH;
        private int maxDepth = DEFAULT_MAX_DEPTH;
        private int maxComparisons = DEFAULT_MAX_COMPARISONS;

        private Builder() {}

        /**
         * Adds schema URNs to the known ones.
         *
         * @throws IllegalArgumentException if one is not a URN, or differs from another only in case
         */
        public Builder schemas(Iterable<String> urns) {
            for (String urn : urns) {
                if (!Names.isUrn(urn)) {
                    throw new IllegalArgumentException("not a schema URN: " + urn);
                }
                String known = schemasByLowerCase.putIfAbsent(urn.toLowerCase(Locale.ROOT), urn);
                if (known != null && !known.equals(urn)) {
                    throw new IllegalArgumentException("the same schema URN in two spellings: " + known + ", " + urn);
                }
            }
            return this;
        }

        /** Sets {@link FilterSyntax#valuePathSubAttribute()}. */
        public Builder valuePathSubAttribute(boolean allowed) {
            valuePathSubAttribute = allowed;
            return this;
        }

        /** Sets {@link FilterSyntax#unquotedFilterValues()}. */
        public Builder unquotedFilterValues(boolean allowed) {
            unquotedFilterValues = allowed;
            return this;
        }

        /**
         * Sets {@link FilterSyntax#maxLength()}.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxLength(int characters) {
            maxLength = requireBetween(1, Integer.MAX_VALUE, characters);
            return this;
        }

        /**
         * Sets {@link FilterSyntax#maxDepth()}.
         *
         * @throws IllegalArgumentException if it is less than 1 or more than {@link #LARGEST_MAX_DEPTH}
         */
        public Builder maxDepth(int levels) {
            maxDepth = requireBetween(1, LARGEST_MAX_DEPTH, levels);
            return this;
        }

        /**
         * Sets {@link FilterSyntax#maxComparisons()}.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxComparisons(int comparisons) {
            maxComparisons = requireBetween(1, Integer.MAX_VALUE, comparisons);
            return this;
        }

        /** The finished syntax. */
        public FilterSyntax build() {
            return new FilterSyntax(this);
        }

        private static int requireBetween(int least, int most, int value) {
            if (value < least || value > most) {
                throw new IllegalArgumentException("not between " + least + " and " + most + ": " + value);
            }
            return value;
        }
    }
}
