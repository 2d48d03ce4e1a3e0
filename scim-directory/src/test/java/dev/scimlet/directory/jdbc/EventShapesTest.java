package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.Proves;
import dev.scimlet.directory.jose.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The members of each type of event, as {@code event-shapes.txt} has them: a member more is a line that changes, a member of another kind, or one that is
 * not there any longer, another type.
 */
final class EventShapesTest {

    private static final String OPTIONAL = "?";

    /** By type, the kind of each member; a question mark stands behind that of one that is not always there. */
    private static Map<String, Map<String, String>> shapes() throws IOException {
        Map<String, Map<String, String>> shapes = new LinkedHashMap<>();
        try (InputStream in = FeedEvent.class.getResourceAsStream("event-shapes.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] cells = line.split(" ¦ ", 2);
                Map<String, String> members = new LinkedHashMap<>();
                for (String member : cells[1].split(", ")) {
                    members.put(member.split(" ")[0], member.split(" ")[1]);
                }
                shapes.put(cells[0], members);
            }
        }
        return shapes;
    }

    private static String kind(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().allMatch(String.class::isInstance) ? "texts" : "list";
        }
        return value instanceof String
                ? "text"
                : value instanceof Number ? "number" : value instanceof Boolean ? "boolean" : "object";
    }

    private static void fits(Map<String, String> shape, Map<String, Object> object, String what) {
        object.forEach(
                (name, value) -> assertThat(shape.getOrDefault(name, "none").replace(OPTIONAL, ""))
                        .as("%s: %s", what, name)
                        .isEqualTo(kind(value)));
        shape.forEach((name, kind) -> assertThat(kind.endsWith(OPTIONAL) || object.containsKey(name))
                .as("%s has %s", what, name)
                .isTrue());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Proves("V-E-10")
    void givesEachTypeTheSameShape(boolean whole) throws Exception {
        try (FeedFixture fixture = new FeedFixture(
                FeedFixture.On.MEMORY, null, new FeedFixture.Time(), same -> same, StandardTypes.user(), whole)) {
            String id = fixture.create("bjensen", ",\"externalId\":\"x\",\"active\":true");
            String plain = fixture.create("jsmith");
            for (String active : List.of("false", "true")) {
                fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":" + active + "}");
            }
            fixture.patched("/Users/" + plain, "{\"op\":\"add\",\"path\":\"title\",\"value\":\"Leader\"}");
            fixture.patched("/Users/" + plain, "{\"op\":\"remove\",\"path\":\"title\"}");
            String group = fixture.createGroup("Leaders", id);
            String large = fixture.createGroup(
                    "All",
                    IntStream.range(0, 600)
                            .mapToObj(i -> fixture.create("m" + i))
                            .toArray(String[]::new));
            fixture.patched("/Groups/" + group, "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Heads\"}");
            fixture.patched("/Groups/" + group, "{\"op\":\"remove\",\"path\":\"members\"}");
            fixture.delete("/Users/" + id);
            fixture.delete("/Groups/" + group);
            fixture.delete("/Groups/" + large);
            FeedFixture.until(() -> fixture.events().stream()
                            .filter(event -> event.type().equals("group.deleted"))
                            .count()
                    == 2);
            int erased = fixture.feed.erase("acme", "User", plain);

            assertThat(erased).isEqualTo(3);
            check(fixture.events());
        }
    }

    private static void check(List<FeedEvent> events) throws Exception {
        Map<String, Map<String, String>> shapes = shapes();
        Set<String> met = new HashSet<>(Set.of("envelope"));
        List<String> unknown = new ArrayList<>();
        for (FeedEvent event : events) {
            String shape = event.data().containsKey("erased") ? "erased" : event.type();
            if (!shapes.containsKey(shape)) {
                unknown.add(shape);
                continue;
            }
            met.add(shape);
            fits(shapes.get("envelope"), Json.object(event.json().getBytes(StandardCharsets.UTF_8)), "envelope");
            fits(shapes.get(shape), event.data(), shape);
        }
        assertThat(unknown).isEmpty();
        assertThat(met).isEqualTo(shapes.keySet());
    }
}
