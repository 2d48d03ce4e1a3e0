package dev.scimlet.benchmarks.inprocess;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.benchmarks.load.People;
import dev.scimlet.core.json.Locations;
import dev.scimlet.core.json.ResourceReader;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The load's users and groups as the model has them. */
final class Samples {

    static final ResourceType USER = StandardTypes.user();
    static final ResourceType GROUP = StandardTypes.group();
    static final ResourceReader USER_READER =
            ResourceReader.builder(USER, ClientProfile.INTEROPERABLE).build();
    static final ResourceReader GROUP_READER =
            ResourceReader.builder(GROUP, ClientProfile.INTEROPERABLE).build();
    static final Locations LOCATIONS = new Locations("https://example.com/scim/v2", List.of(USER, GROUP));

    private static final Meta META = new Meta(
            Instant.parse("2026-01-23T04:56:22.123Z"), Instant.parse("2026-05-13T04:42:34.456Z"), "3694e05e9dff590");

    private Samples() {}

    static byte[] userJson(int number) {
        return bytes(new People().user(number));
    }

    static Resource user(int number) {
        return stored(USER, USER_READER, userJson(number), number);
    }

    static Resource group(int members) {
        var people = new People();
        JsonNode group = people.group("Tour Guides").set("members", people.members(0, members));
        return stored(GROUP, GROUP_READER, bytes(group), members);
    }

    private static Resource stored(ResourceType type, ResourceReader reader, byte[] json, int number) {
        return new Resource(
                type, People.memberId(number), META, reader.read(json).attributes());
    }

    static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
