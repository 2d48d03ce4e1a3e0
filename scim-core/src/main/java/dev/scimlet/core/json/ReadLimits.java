package dev.scimlet.core.json;

/**
 * How much a body may hold (RFC 7644 §7.7).
 *
 * @param nesting how deep objects and arrays may be nested; no SCIM body needs more than a handful of levels
 * @param entries how many entries one list may have
 * @param operations how many operations one PATCH may have
 */
public record ReadLimits(int nesting, int entries, int operations) {

    /** 100 levels, 100,000 entries, 1,000 operations. */
    public static final ReadLimits DEFAULT = new ReadLimits(100, 100_000, 1_000);

    /** @throws IllegalArgumentException if a number is less than 1 */
    public ReadLimits {
        if (nesting < 1 || entries < 1 || operations < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
    }
}
