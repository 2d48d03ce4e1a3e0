package dev.scimlet.simulator;

import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An event of a feed in one line, for people. */
final class EventLine {

    private EventLine() {}

    /** When, which number, what, of which resource; then what changed, and who did it. */
    static String of(Map<String, Object> event) {
        Map<String, Object> data = PlainJson.member(event, "data").orElse(Map.of());
        List<String> words = new ArrayList<>(List.of(
                text(event, "timestamp"),
                text(event, "seq"),
                text(event, "type"),
                text(data, "resourceType"),
                text(data, "id")));
        list(data, "changed").ifPresent(words::add);
        list(data, "added").map(ids -> "added " + ids).ifPresent(words::add);
        list(data, "removed").map(ids -> "removed " + ids).ifPresent(words::add);
        PlainJson.text(event, "actor").map(actor -> "by " + actor).ifPresent(words::add);
        if (Boolean.TRUE.equals(event.get("replay"))) {
            words.add("once more");
        }
        words.removeIf(String::isEmpty);
        return printable(String.join("  ", words));
    }

    private static String text(Map<String, Object> object, String name) {
        Object value = object.get(name);
        return value == null ? "" : String.valueOf(value);
    }

    private static Optional<String> list(Map<String, Object> data, String name) {
        return data.get(name) instanceof List<?> list && !list.isEmpty()
                ? Optional.of(
                        String.join(", ", list.stream().map(String::valueOf).toList()))
                : Optional.empty();
    }

    /** What others have sent does nothing to a terminal. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
