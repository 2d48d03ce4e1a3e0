package dev.scimlet.spi.mapping;

import java.util.List;

/** Where in the host's code a line of a mapping stands, so that a mistake names the line to mend. */
final class CallerLine {

    private static final List<String> OURS =
            List.of("dev.scimlet.spi.mapping.", "dev.scimlet.jdbc.", "dev.scimlet.jpa.");

    private CallerLine() {}

    /** {@code AccountMapping.java:23}. */
    static String find() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !isOurs(frame))
                        .findFirst()
                        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                        .orElse("unknown line"));
    }

    /** Tests of a package of ours are callers like any other. */
    private static boolean isOurs(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        return OURS.stream().anyMatch(name::startsWith) && !name.contains("Test");
    }
}
