package dev.scimlet.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scimlet.spi.DisplayName;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a body calls its resource that could not be read: so that whoever looks at refusals sees whom they are about. */
final class NameInBody {

    private static final JsonFactory FACTORY = new JsonFactory();

    private NameInBody() {}

    /** The best name that stands before the body ends or is no JSON; empty if there is none. */
    static String in(byte[] body, int offset, int length) {
        Map<Integer, String> found = new TreeMap<>();
        try (JsonParser parser = FACTORY.createParser(body, offset, length)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    int rank = rank(parser.currentName());
                    if (parser.nextToken() == JsonToken.VALUE_STRING && rank >= 0) {
                        found.putIfAbsent(rank, parser.getText());
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException malformed) {
            // What was found before it counts
        }
        return found.values().stream().findFirst().orElse("");
    }

    private static int rank(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < DisplayName.DISTINCT.size(); i++) {
            if (DisplayName.DISTINCT.get(i).toLowerCase(Locale.ROOT).equals(lower)) {
                return i;
            }
        }
        return -1;
    }
}
