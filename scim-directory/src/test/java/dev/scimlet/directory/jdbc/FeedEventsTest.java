package dev.scimlet.directory.jdbc;

import static dev.scimlet.directory.jdbc.FeedFixture.types;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.Proves;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What events there are, and what they say. */
final class FeedEventsTest {

    static Stream<FeedFixture.On> everywhere() {
        return FeedFixture.everywhere();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-E-01", "V-E-05", "V-E-06", "V-S-07"})
    void tellsOfEachChange(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            Instant start = fixture.time.instant().minusMillis(1);
            String id = fixture.create("bjensen", ",\"externalId\":\"ABC\",\"title\":\"Guide\"");
            fixture.patched(
                    "/Users/" + id,
                    "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Leader\"},"
                            + "{\"op\":\"add\",\"path\":\"emails\",\"value\":[{\"value\":\"b@example.com\",\"type\":\"work\"}]},"
                            + "{\"op\":\"add\",\"path\":\"name.familyName\",\"value\":\"Jensen\"}");
            fixture.delete("/Users/" + id);

            List<FeedEvent> events = fixture.events(3);
            assertThat(types(events)).containsExactly("user.created", "user.updated", "user.deleted");
            assertThat(events).extracting(FeedEvent::seq).containsExactly(1L, 2L, 3L);
            assertThat(events).allSatisfy(event -> {
                assertThat(event.id()).matches("evt_[0-9a-f]{32}");
                assertThat(event.type()).matches("[a-zA-Z0-9_]+\\.[a-zA-Z0-9_]+");
                assertThat(event.tenant()).isEqualTo("acme");
                assertThat(event.actor()).contains("entra");
                assertThat(event.requestId()).isNotEmpty();
                assertThat(event.transaction()).isNotEmpty();
                assertThat(event.cursor()).isNotEmpty();
                assertThat(event.time()).isBetween(start, fixture.time.instant());
                assertThat(event.data())
                        .containsEntry("resourceType", "User")
                        .containsEntry("id", id)
                        .containsEntry("externalId", "ABC");
            });
            assertThat(events).extracting(FeedEvent::id).doesNotHaveDuplicates();
            assertThat(events).extracting(FeedEvent::transaction).doesNotHaveDuplicates();
            assertThat(events.get(1).changed()).containsExactlyInAnyOrder("title", "emails", "name.familyName");
            assertThat(events.get(0).data().get("version"))
                    .isNotNull()
                    .isNotEqualTo(events.get(1).data().get("version"));
            assertThat(events.get(2).data()).doesNotContainKeys("version", "resource");
            assertThat(events.get(0).json())
                    .startsWith("{\"id\":\"evt_")
                    .contains("\"type\":\"user.created\"", "\"timestamp\":\"", "\"tenant\":\"acme\"", "\"seq\":1,")
                    .contains("\"cursor\":\"", "\"txn\":\"", "\"actor\":\"entra\"", "\"requestId\":\"", "\"data\":{");
            assertThat(fixture.feed.isBestEffort()).isEqualTo(on == FeedFixture.On.MEMORY);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-E-09")
    void leadsToTheSameStateInWhicheverOrderItIsRead(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            Map<String, String> expected = new HashMap<>();
            for (int i = 0; i < 6; i++) {
                String id = fixture.create("user" + i);
                fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"a\"}");
                if (i % 3 == 0) {
                    fixture.delete("/Users/" + id);
                }
                expected.put(id, i % 3 == 0 ? "user.deleted" : "user.updated");
            }
            List<FeedEvent> events = new ArrayList<>(fixture.events(14));
            Collections.shuffle(events, new Random(3));
            Map<String, FeedEvent> newest = new HashMap<>();
            events.forEach(event ->
                    newest.merge(event.resourceId(), event, (one, other) -> one.seq() > other.seq() ? one : other));

            assertThat(newest).hasSameSizeAs(expected);
            expected.forEach((id, type) -> assertThat(newest.get(id).type()).isEqualTo(type));
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-E-02")
    void tellsOfActiveTwice(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            String id = fixture.create("bjensen", ",\"active\":true");
            fixture.patched(
                    "/Users/" + id,
                    "{\"op\":\"replace\",\"path\":\"active\",\"value\":false},"
                            + "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Leader\"}");
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":true}");

            List<FeedEvent> events = fixture.events(5);
            assertThat(types(events))
                    .containsExactly(
                            "user.created", "user.updated", "user.deactivated", "user.updated", "user.activated");
            assertThat(events.get(1).changed()).containsExactlyInAnyOrder("active", "title");
            assertThat(events.get(1).transaction()).isEqualTo(events.get(2).transaction());
            assertThat(events.get(3).transaction())
                    .isEqualTo(events.get(4).transaction())
                    .isNotEqualTo(events.get(1).transaction());
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-E-03")
    void tellsNothingOfWhatChangesNothing(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            String id = fixture.create("bjensen", ",\"title\":\"Guide\"");
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Guide\"}");
            assertThat(fixture.send("POST", "/Users", FeedFixture.user("bjensen", ""))
                            .status())
                    .isEqualTo(409);
            assertThat(fixture.patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"nothing\",\"value\":1}")
                            .status())
                    .isEqualTo(400);
            fixture.create("last");

            assertThat(types(fixture.events(2))).containsExactly("user.created", "user.created");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-E-04")
    void tellsOfAllThatADeletionChanges(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            String id = fixture.create("bjensen");
            List<String> groups = Stream.of("a", "b", "c")
                    .map(name -> fixture.createGroup(name, id))
                    .toList();
            List<String> managed = Stream.of("x", "y")
                    .map(name -> fixture.create(
                            name,
                            ",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"manager\":{\"value\":\""
                                    + id + "\"}}"))
                    .toList();
            int before = 1 + 3 * 2 + 2;
            assertThat(types(fixture.events(before)))
                    .startsWith("user.created", "group.created", "group.members_changed");
            fixture.delete("/Users/" + id);

            List<FeedEvent> events = fixture.events(before + 6).subList(before, before + 6);
            assertThat(events)
                    .extracting(FeedEvent::transaction)
                    .containsOnly(events.get(0).transaction());
            assertThat(types(events))
                    .containsExactly(
                            "user.updated",
                            "user.updated",
                            "group.members_changed",
                            "group.members_changed",
                            "group.members_changed",
                            "user.deleted");
            assertThat(events.subList(0, 2))
                    .allSatisfy(event -> assertThat(event.changed())
                            .containsExactly("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"))
                    .extracting(FeedEvent::resourceId)
                    .containsExactlyInAnyOrderElementsOf(managed);
            assertThat(events.subList(2, 5))
                    .allSatisfy(event -> assertThat(event.removed()).containsExactly(id))
                    .allSatisfy(event -> assertThat(event.added()).isEmpty())
                    .extracting(FeedEvent::resourceId)
                    .containsExactlyInAnyOrderElementsOf(groups);
        }
    }

    @Test
    @Proves("V-E-07")
    void tellsOfManyMembersInParts() {
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.MEMORY)) {
            List<String> ids = new ArrayList<>();
            IntStream.range(0, 1_100).forEach(i -> ids.add(fixture.create("u" + i)));
            String group = fixture.createGroup("all");
            String members = String.join(
                    ",", ids.stream().map(id -> "{\"value\":\"" + id + "\"}").toList());
            fixture.patched("/Groups/" + group, "{\"op\":\"add\",\"path\":\"members\",\"value\":[" + members + "]}");
            FeedFixture.until(() -> types(fixture.events()).contains("group.members_changed"));
            List<FeedEvent> parts = fixture.events().stream()
                    .filter(event -> event.type().equals("group.members_changed"))
                    .toList();

            assertThat(parts).hasSize(3);
            assertThat(parts).extracting(event -> event.data().get("part")).containsExactly(1, 2, 3);
            assertThat(parts).extracting(event -> event.data().get("parts")).containsOnly(3);
            assertThat(parts)
                    .extracting(FeedEvent::transaction)
                    .containsOnly(parts.get(0).transaction());
            assertThat(parts.stream().flatMap(event -> event.added().stream()))
                    .containsExactlyInAnyOrderElementsOf(ids);
            assertThat(parts)
                    .allSatisfy(event -> assertThat(event.json().length()).isLessThan(25_000));
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-E-08")
    void neverTellsASecretNorItsName(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(
                on,
                builder -> builder.hiding(type -> type.name().equals("User")
                        ? Set.of("nickName", "name.honorificPrefix", "roles.display")
                        : Set.of()))) {
            String id = fixture.create(
                    "bjensen", ",\"password\":\"Sesame-open-1\",\"nickName\":\"Hidden-one\",\"title\":\"Guide\"");
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"password\",\"value\":\"Sesame-open-2\"}");
            fixture.patched(
                    "/Users/" + id,
                    "{\"op\":\"replace\",\"path\":\"nickName\",\"value\":\"Hidden-two\"},"
                            + "{\"op\":\"replace\",\"path\":\"name.honorificPrefix\",\"value\":\"Hidden-three\"},"
                            + "{\"op\":\"add\",\"path\":\"roles\",\"value\":[{\"value\":\"r\",\"display\":\"Hidden-four\"}]}");

            List<FeedEvent> events = fixture.events(3);
            assertThat(types(events)).containsExactly("user.created", "user.updated", "user.updated");
            assertThat(events.get(1).changed()).isEmpty();
            assertThat(events.get(2).changed()).containsExactly("roles");
            assertThat(everythingKept(fixture, events))
                    .doesNotContainIgnoringCase("password")
                    .doesNotContain("Sesame", "Hidden", "hash-of", "nickName", "honorificPrefix");
        }
    }

    private static String everythingKept(FeedFixture fixture, List<FeedEvent> events) {
        StringBuilder all = new StringBuilder();
        events.forEach(event -> all.append(event.json()));
        if (fixture.dataSource != null) {
            all.append(FeedTables.text(fixture.dataSource));
        }
        return all.toString();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-E-06", "V-E-08"})
    void tellsWholeResourcesIfAsked(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(
                on,
                on == FeedFixture.On.MEMORY ? null : FeedFixture.withTables(on),
                new FeedFixture.Time(),
                builder -> builder.hiding(type -> type.name().equals("User") ? Set.of("nickName") : Set.of()),
                StandardTypes.user(),
                true)) {
            String id = fixture.create(
                    "bjensen", ",\"password\":\"Sesame-open-1\",\"nickName\":\"Hidden-one\",\"title\":\"Guide\"");
            String group = fixture.createGroup("all", id);
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Leader\"}");
            fixture.patched(
                    "/Groups/" + group, "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"everybody\"}");
            fixture.patched(
                    "/Users/" + id,
                    "{\"op\":\"add\",\"path\":\"entitlements\",\"value\":["
                            + String.join(
                                    ",",
                                    IntStream.range(0, 200)
                                            .mapToObj(i -> "{\"value\":\"" + i + "-" + "long".repeat(25) + "\"}")
                                            .toList())
                            + "]}");

            List<FeedEvent> events = fixture.events(6);
            assertThat(types(events))
                    .containsExactly(
                            "user.created",
                            "group.created",
                            "group.members_changed",
                            "user.updated",
                            "group.updated",
                            "user.updated");
            assertThat(events.get(0).json())
                    .contains("\"resource\":{", "\"userName\":\"bjensen\"", "\"title\":\"Guide\"");
            assertThat(events.get(3).json()).contains("\"title\":\"Leader\"", "\"changed\":[\"title\"]");
            assertThat(events.get(4).json())
                    .contains("\"displayName\":\"everybody\"")
                    .doesNotContain("\"members\"");
            assertThat(events.get(5).data())
                    .containsEntry("resourceLeftOut", true)
                    .doesNotContainKey("resource");
            assertThat(everythingKept(fixture, events))
                    .doesNotContain("Sesame", "Hidden", "hash-of", "nickName", "password");
        }
    }

    @Test
    @Proves("V-E-08")
    void neverTellsASecretOfAnExtensionOfItsOwn() {
        var type = StandardTypes.userBuilder()
                .subAttribute(
                        "name",
                        AttributeDefinition.builder("pin", AttributeType.STRING)
                                .mutability(Mutability.WRITE_ONLY)
                                .returned(Returned.NEVER)
                                .build())
                .build();
        try (FeedFixture fixture =
                new FeedFixture(FeedFixture.On.MEMORY, null, new FeedFixture.Time(), same -> same, type)) {
            String id = fixture.create("bjensen", ",\"name\":{\"familyName\":\"Jensen\",\"pin\":\"Sesame\"}");
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"name.pin\",\"value\":\"Sesame-2\"}");

            List<FeedEvent> events = fixture.events(2);
            assertThat(events.get(1).changed()).isEmpty();
            assertThat(everythingKept(fixture, events)).doesNotContain("Sesame", "pin");
        }
    }
}
