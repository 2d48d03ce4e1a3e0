package dev.scimlet.spi.mapping;

import dev.scimlet.core.schema.AttributeDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The path that somebody meant who mistyped one. */
final class NearestPath {

    private static final int FARTHEST = 3;

    private NearestPath() {}

    /** A path of the type that differs in a few characters, or an empty text. */
    static String in(AttributeDefinition root, String path) {
        int bracket = path.indexOf('[');
        int end = path.indexOf(']');
        String plain = bracket < 0 || end < bracket ? path : path.substring(0, bracket) + path.substring(end + 1);
        String nearest = "";
        int least = FARTHEST + 1;
        for (String candidate : paths(root)) {
            int distance = distance(plain.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static List<String> paths(AttributeDefinition root) {
        List<String> paths = new ArrayList<>();
        for (AttributeDefinition attribute : root.subAttributes()) {
            paths.add(attribute.name());
            for (AttributeDefinition part : attribute.subAttributes()) {
                String path = attribute.name() + (attribute.isExtension() ? ":" : ".") + part.name();
                paths.add(path);
                part.subAttributes().forEach(inner -> paths.add(path + "." + inner.name()));
            }
        }
        return paths;
    }

    /** How many characters must be inserted, removed or exchanged. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchanged = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchanged, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
