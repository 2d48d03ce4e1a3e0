package dev.scimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.scimlet.protocol.message.ScimResponse;
import java.util.ArrayList;
import java.util.List;

/** An answer of the service, with what tests ask of it. */
final class Answer {

    private static final JsonMapper JSON = new JsonMapper();

    private final ScimResponse response;
    private final String text;
    private final JsonNode body;

    Answer(ScimResponse response) {
        this.response = response;
        this.text = response.bodyText();
        try {
            this.body = text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError("the answer is not JSON: " + text, malformed);
        }
    }

    Answer expect(int status) {
        assertThat(response.status()).as(text).isEqualTo(status);
        return this;
    }

    /** An error with a body as RFC 7644 §3.12 demands it; the scimType is empty where there is none. */
    Answer refused(int status, String scimType) {
        expect(status);
        assertThat(body.path("schemas")).as(text).hasSize(1);
        assertThat(body.path("schemas").path(0).asText()).isEqualTo(Scim.MESSAGES + "Error");
        assertThat(body.path("status").isTextual()).isTrue();
        assertThat(body.path("status").asText()).isEqualTo(Integer.toString(status));
        assertThat(body.path("scimType").asText("")).as(text).isEqualTo(scimType);
        assertThat(body.path("detail").isTextual()).isTrue();
        assertThat(body.path("detail").asText()).isNotBlank();
        return this;
    }

    Answer refused(int status) {
        return refused(status, "");
    }

    /** The value at a JSON pointer reads as the given text. */
    Answer has(String pointer, Object value) {
        assertThat(at(pointer).isMissingNode())
                .as("%s is missing in %s", pointer, text)
                .isFalse();
        assertThat(
                        at(pointer).isValueNode()
                                ? at(pointer).asText()
                                : at(pointer).toString())
                .as(pointer + " in " + text)
                .isEqualTo(Scim.json(String.valueOf(value)));
        return this;
    }

    Answer lacks(String... pointers) {
        for (String pointer : pointers) {
            assertThat(at(pointer).isMissingNode()).as(pointer + " in " + text).isTrue();
        }
        return this;
    }

    Answer sized(String pointer, int size) {
        assertThat(at(pointer)).as(pointer + " in " + text).hasSize(size);
        return this;
    }

    /** The names of the members at the top. */
    List<String> memberNames() {
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        return names;
    }

    JsonNode at(String pointer) {
        return body.at(Scim.json(pointer));
    }

    JsonNode body() {
        return body;
    }

    String text() {
        return text;
    }

    String id() {
        assertThat(body.path("id").isTextual()).as(text).isTrue();
        return body.path("id").asText();
    }

    int status() {
        return response.status();
    }

    String header(String name) {
        return response.header(name).orElse("");
    }

    String etag() {
        assertThat(header("ETag")).as("ETag").isNotEmpty();
        return header("ETag");
    }

    String detail() {
        return body.path("detail").asText();
    }
}
