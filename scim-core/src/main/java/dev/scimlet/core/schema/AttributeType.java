package dev.scimlet.core.schema;

import java.util.Locale;

/** The data types of attributes (RFC 7643 §2.3). */
public enum AttributeType {
    /** Unicode text, held as {@link String}. */
    STRING("string"),
    /** True or false, held as {@link Boolean}. */
    BOOLEAN("boolean"),
    /** A number, held exactly as {@link java.math.BigDecimal}. */
    DECIMAL("decimal"),
    /** A number of 64 bits without fraction, held as {@link Long}. */
    INTEGER("integer"),
    /** A point in time, held as {@code DateTime}. */
    DATE_TIME("dateTime"),
    /** Bytes as base64 text, held as the {@link String} that was sent. */
    BINARY("binary"),
    /** A URI, held as {@link String}. */
    REFERENCE("reference"),
    /** An object of sub-attributes, held as {@code Attributes}. */
    COMPLEX("complex");

    private final String keyword;

    AttributeType(String keyword) {
        this.keyword = keyword;
    }

    /** The name as schemas spell it. */
    public String keyword() {
        return keyword;
    }

    /** Whether values are held as {@link String}. */
    public boolean isText() {
        return this == STRING || this == REFERENCE || this == BINARY;
    }

    static AttributeType of(String keyword) {
        for (AttributeType type : values()) {
            if (type.keyword.toLowerCase(Locale.ROOT).equals(keyword.toLowerCase(Locale.ROOT))) {
                return type;
            }
        }
        throw new IllegalArgumentException("'" + keyword + "' is not a data type of RFC 7643 §2.3");
    }
}
