package dev.scimlet.directory.jose;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small JSON documents as maps, lists, texts, numbers and booleans. */
public final class Json {

    private static final int DEEPEST = 10;

    private static final int LONGEST_NUMBER = 40;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build());

    private static final ObjectReader OBJECT = MAPPER.readerFor(
                    new TypeReference<LinkedHashMap<String, @Nullable Object>>() {})
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final ObjectWriter WRITER = MAPPER.writer();

    private Json() {}

    /**
     * Reads an object of UTF-8; no name stands twice in it.
     *
     * @throws InvalidTokenException if it is none
     */
    public static Map<String, @Nullable Object> object(byte[] json) throws InvalidTokenException {
        boolean wide = json.length > 1 && (json[0] == 0 || json[1] == 0);
        if (wide) {
            throw new InvalidTokenException("the JSON is not in UTF-8");
        }
        try {
            Map<String, @Nullable Object> object = OBJECT.readValue(json);
            if (object == null) {
                throw new InvalidTokenException("the JSON is no object");
            }
            return object;
        } catch (IOException malformed) {
            throw new InvalidTokenException("the JSON is malformed, no object, or has a name twice");
        }
    }

    /** Writes a document. */
    public static byte[] write(Map<String, ?> object) {
        try {
            return WRITER.writeValueAsBytes(object);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of texts and numbers is JSON", impossible);
        }
    }
}
