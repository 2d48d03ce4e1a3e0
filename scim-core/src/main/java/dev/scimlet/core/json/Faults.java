package dev.scimlet.core.json;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a body, so that one error names all of it. */
final class Faults {

    /** A client that gets more at once reads none of them. */
    private static final int MOST = 20;

    private static final int LONGEST = 300;

    private final List<String> details = new ArrayList<>(0);
    private ErrorType type = ErrorType.INVALID_VALUE;
    private int count;

    /** Notes a fault. A fault of structure outranks one of value. */
    void add(ErrorType faultType, String detail) {
        if (count == 0 || faultType == ErrorType.INVALID_SYNTAX) {
            type = faultType;
        }
        if (count++ < MOST) {
            details.add(detail.length() > LONGEST ? detail.substring(0, LONGEST) + "…" : detail);
        }
    }

    /** Whether something is said about this path already, so that its value is not missing but faulty. */
    boolean isAbout(String path) {
        return count > 0 && details.stream().anyMatch(detail -> detail.startsWith("'" + path + "' "));
    }

    boolean isEmpty() {
        return count == 0;
    }

    void throwIfAny() {
        if (count > 0) {
            String more = count > MOST ? "; and " + (count - MOST) + " more" : "";
            throw ScimException.of(type, String.join("; ", details) + more);
        }
    }
}
