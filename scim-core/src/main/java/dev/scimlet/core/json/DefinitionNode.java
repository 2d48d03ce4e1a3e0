package dev.scimlet.core.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object of a definition that people write: what a member must be is checked, and a fault names the member and what
 * holds it. Members that nobody asks for are ignored, as {@code meta} is.
 */
final class DefinitionNode {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonNode node;
    private final String what;

    private DefinitionNode(JsonNode node, String what) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(what + " is not a JSON object");
        }
        this.node = node;
        this.what = what;
    }

    private interface Source {
        JsonNode read() throws IOException;
    }

    static DefinitionNode read(InputStream json, String what) {
        return read(() -> MAPPER.readTree(json), what);
    }

    static DefinitionNode read(String json, String what) {
        return read(() -> MAPPER.readTree(json), what);
    }

    private static DefinitionNode read(Source source, String what) {
        try {
            return new DefinitionNode(source.read(), what);
        } catch (JsonProcessingException malformed) {
            JsonLocation location = malformed.getLocation();
            String where = location == null
                    ? ""
                    : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
            throw new IllegalArgumentException(
                    what + " is not JSON: " + malformed.getOriginalMessage() + where, malformed);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(what + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** A text that must be there. */
    String text(String member) {
        return text(required(member), member);
    }

    /** A text that may be left out. */
    String text(String member, String standard) {
        JsonNode value = member(member);
        return value == null ? standard : text(value, member);
    }

    private String text(JsonNode value, String member) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'" + member + "' of " + what + " is not a text");
        }
        return value.textValue();
    }

    boolean has(String member) {
        return member(member) != null;
    }

    boolean flag(String member, boolean standard) {
        JsonNode value = member(member);
        if (value == null) {
            return standard;
        }
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("'" + member + "' of " + what + " is not true or false");
        }
        return value.booleanValue();
    }

    /** The texts of a list, none if it is left out. */
    List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        array(member(member), member).forEach(value -> texts.add(text(value, member)));
        return texts;
    }

    /** The objects of a list that must be there. */
    List<DefinitionNode> requiredObjects(String member, String whatEachIs) {
        required(member);
        return objects(member, whatEachIs);
    }

    /** The objects of a list, none if it is left out. */
    List<DefinitionNode> objects(String member, String whatEachIs) {
        List<DefinitionNode> objects = new ArrayList<>();
        array(member(member), member).forEach(value -> objects.add(new DefinitionNode(value, whatEachIs)));
        return objects;
    }

    private Iterable<JsonNode> array(@Nullable JsonNode value, String member) {
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw new IllegalArgumentException("'" + member + "' of " + what + " is not a list");
        }
        return value;
    }

    /** As this, and faults say that it is {@code newName}. */
    DefinitionNode named(String newName) {
        return new DefinitionNode(node, newName);
    }

    private JsonNode required(String member) {
        JsonNode value = member(member);
        if (value == null) {
            throw new IllegalArgumentException(what + " lacks '" + member + "' (RFC 7643 §6, §7)");
        }
        return value;
    }

    private @Nullable JsonNode member(String member) {
        JsonNode value = node.get(member);
        return value == null || value.isNull() ? null : value;
    }

    @Override
    public String toString() {
        return what;
    }
}
