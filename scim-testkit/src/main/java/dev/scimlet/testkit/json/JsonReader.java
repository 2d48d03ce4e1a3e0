package dev.scimlet.testkit.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.scimlet.testkit.json.Json.JsonArray;
import dev.scimlet.testkit.json.Json.JsonBoolean;
import dev.scimlet.testkit.json.Json.JsonNull;
import dev.scimlet.testkit.json.Json.JsonNumber;
import dev.scimlet.testkit.json.Json.JsonObject;
import dev.scimlet.testkit.json.Json.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON text to {@link Json}. */
final class JsonReader {

    /** A repeated key is one value for some readers and another for others (RFC 8259 §4). */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private JsonReader() {}

    static Json read(byte[] utf8) {
        try {
            return read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException invalid) {
            throw new JsonSyntaxException("the text is not UTF-8");
        }
    }

    static Json read(String text) {
        try (var parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new JsonSyntaxException("the text is empty");
            }
            var value = value(parser);
            if (parser.nextToken() != null) {
                throw new JsonSyntaxException("the text goes on after the value");
            }
            return value;
        } catch (JacksonException invalid) {
            String place = Optional.ofNullable(invalid.getLocation())
                    .map(location -> " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")")
                    .orElse("");
            throw new JsonSyntaxException(invalid.getOriginalMessage() + place);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Json value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new JsonString(parser.getText());
            case VALUE_NUMBER_INT -> new JsonNumber(new BigDecimal(parser.getBigIntegerValue()));
            case VALUE_NUMBER_FLOAT -> decimal(parser.getDecimalValue());
            case VALUE_TRUE -> new JsonBoolean(true);
            case VALUE_FALSE -> new JsonBoolean(false);
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw new AssertionError("not the beginning of a value: " + token);
        };
    }

    /** {@code 1e0} has a scale of zero too, but it was not written as an integer. */
    private static JsonNumber decimal(BigDecimal value) {
        return new JsonNumber(value.scale() == 0 ? value.setScale(1) : value);
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return new JsonObject(members);
    }

    private static JsonArray array(JsonParser parser) throws IOException {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return new JsonArray(elements);
    }
}
