package dev.scimlet.core.json;

import dev.scimlet.core.ScimException;

/**
 * How much a body may hold (RFC 7644 §7.7).
 *
 * @param nesting how deep objects and arrays may be nested; no SCIM body needs more than a handful of levels
 * @param entries how many entries one list may have
 * @param operations how many operations one PATCH may have, and how many names of one body may be paths that have to be
 *     parsed, each of which says as much as an operation
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

    /** @throws ScimException 413 if so many names of a body had to be parsed that they are too many */
    void requireFewPaths(int parsed) {
        if (parsed > operations) {
            throw ScimException.withStatus(
                    413,
                    "a body may have " + operations
                            + " names at most that may be paths (maxPatchOperations); send them in parts");
        }
    }
}
