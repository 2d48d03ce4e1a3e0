package dev.scimlet.testkit.replay;

/** Texts of a length that a reader of a report can bear. */
final class Excerpt {

    private Excerpt() {}

    /** {@code text} in one line, cut after {@code longest} characters. */
    static String of(String text, int longest) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= longest ? line : line.substring(0, longest) + "... (" + line.length() + " characters)";
    }
}
