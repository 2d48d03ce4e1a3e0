package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** What an answer must hold; each check throws {@link WrongAnswerException} that says what was wrong. */
final class Expectation {

    private Expectation() {}

    static JsonNode json(Answer answer) throws IOException {
        String type = answer.header("Content-Type").orElse("none");
        that(type.startsWith("application/scim+json"), "content type " + type);
        return answer.json();
    }

    /**
     * That this is the user as sent, with the {@code id}, a complete {@code meta}, and {@code groups} if they are in some, beside
     * it, and nothing more.
     */
    static void user(ObjectNode sent, String id, JsonNode answered) {
        that(answered.isObject(), "a user that is no object: " + answered);
        ObjectNode rest = answered.deepCopy();
        that(id.equals(rest.path("id").textValue()), "id " + rest.path("id") + " instead of " + id);
        rest.remove("id");
        meta("User", "/Users/" + id, rest.path("meta"));
        rest.remove("meta");
        rest.path("groups").forEach(group -> that(group.path("value").isTextual(), "a group without value: " + group));
        rest.remove("groups");
        difference("", sent, rest).ifPresent(difference -> {
            throw new WrongAnswerException("user " + id + ": " + difference);
        });
    }

    static void meta(String resourceType, String locationEnd, JsonNode meta) {
        that(resourceType.equals(meta.path("resourceType").textValue()), "meta.resourceType in " + meta);
        that(meta.path("location").asText().endsWith(locationEnd), "meta.location in " + meta);
        that(isTime(meta.path("created")) && isTime(meta.path("lastModified")), "times in " + meta);
    }

    private static boolean isTime(JsonNode value) {
        try {
            OffsetDateTime.parse(value.asText());
            return true;
        } catch (DateTimeParseException noTime) {
            return false;
        }
    }

    static void that(boolean holds, String wrong) {
        if (!holds) {
            throw new WrongAnswerException("wrong: " + WrongAnswerException.beginning(wrong));
        }
    }

    /** The first place where two values differ; neither attributes nor the values of one have an order (RFC 7643 §2.4). */
    static Optional<String> difference(String path, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            return differentField(path, expected, actual);
        }
        boolean same = expected.isArray() && actual.isArray()
                ? expected.size() == actual.size() && elements(expected).equals(elements(actual))
                : expected.equals(actual);
        return same ? Optional.empty() : Optional.of(path + " is " + actual + " instead of " + expected);
    }

    private static Optional<String> differentField(String path, JsonNode expected, JsonNode actual) {
        Set<String> names = new HashSet<>();
        expected.fieldNames().forEachRemaining(names::add);
        for (Iterator<String> more = actual.fieldNames(); more.hasNext(); ) {
            String name = more.next();
            if (!names.contains(name)) {
                return Optional.of(path + "/" + name + " was not expected: " + actual.get(name));
            }
        }
        for (String name : names) {
            Optional<String> found = difference(path + "/" + name, expected.get(name), actual.path(name));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Set<JsonNode> elements(JsonNode array) {
        Set<JsonNode> elements = new HashSet<>();
        array.forEach(elements::add);
        return elements;
    }
}
