package dev.scimlet.spi.mapping;

/**
 * What happens to values that no line of a mapping takes: {@code externalId} without a line, an e-mail of another type
 * than the mapped ones. Attributes that are not advertised never come so far; the client profile decides about them.
 */
public enum Unmapped {
    /** They are refused with {@code invalidValue}. */
    REFUSE,
    /** They are dropped. */
    IGNORE,
    /** They are kept beside the mapped ones, as JSON. The whole resource type is then advertised. */
    KEEP
}
