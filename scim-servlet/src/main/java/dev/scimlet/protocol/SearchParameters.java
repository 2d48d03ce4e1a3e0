package dev.scimlet.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.message.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client searches for, from the parameters of a GET or the body of a {@code .search} (RFC 7644 §3.4.2, §3.4.3);
 * nothing is bound yet. Null where a parameter is missing.
 */
record SearchParameters(
        @Nullable String filter,
        @Nullable String sortBy,
        @Nullable String sortOrder,
        @Nullable String startIndex,
        @Nullable String count,
        @Nullable String cursor,
        List<String> attributes,
        List<String> excludedAttributes,
        boolean inUri) {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100).build())
            .build();

    static SearchParameters of(Parameters parameters) {
        return new SearchParameters(
                parameters.get("filter").orElse(null),
                nonEmpty(parameters.get("sortBy").orElse(null)),
                nonEmpty(parameters.get("sortOrder").orElse(null)),
                nonEmpty(parameters.get("startIndex").orElse(null)),
                nonEmpty(parameters.get("count").orElse(null)),
                parameters.get("cursor").orElse(null),
                parameters.names("attributes"),
                parameters.names("excludedAttributes"),
                true);
    }

    private static @Nullable String nonEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /**
     * The body of a {@code .search}.
     *
     * @throws ScimException {@code invalidSyntax}
     */
    static SearchParameters of(byte[] body) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw syntax("a SearchRequest must be a JSON object");
            }
            Reader reader = new Reader();
            Set<String> seen = new HashSet<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName().toLowerCase(Locale.ROOT);
                parser.nextToken();
                if (!seen.add(name)) {
                    throw syntax("'" + name + "' is given twice");
                }
                reader.member(name, parser);
            }
            if (parser.nextToken() != null) {
                throw syntax("there is text after the SearchRequest");
            }
            return reader.result();
        } catch (IOException malformed) {
            throw syntax("the SearchRequest is not well-formed JSON");
        }
    }

    private static ScimException syntax(String detail) {
        return ScimException.of(ErrorType.INVALID_SYNTAX, detail);
    }

    /** Collects the members of a SearchRequest. */
    private static final class Reader {

        private boolean schema;
        private @Nullable String filter;
        private @Nullable String sortBy;
        private @Nullable String sortOrder;
        private @Nullable String startIndex;
        private @Nullable String count;
        private @Nullable String cursor;
        private List<String> attributes = List.of();
        private List<String> excludedAttributes = List.of();

        void member(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "schemas" -> schema = Message.SEARCH_REQUEST.isNamed(parser);
                case "filter" -> filter = text(parser, name);
                case "sortby" -> sortBy = nonEmpty(text(parser, name));
                case "sortorder" -> sortOrder = nonEmpty(text(parser, name));
                case "startindex" -> startIndex = text(parser, name);
                case "count" -> count = text(parser, name);
                case "cursor" -> cursor = text(parser, name);
                case "attributes" -> attributes = texts(parser, name);
                case "excludedattributes" -> excludedAttributes = texts(parser, name);
                default -> parser.skipChildren();
            }
        }

        SearchParameters result() {
            Message.SEARCH_REQUEST.require(schema);
            return new SearchParameters(
                    filter, sortBy, sortOrder, startIndex, count, cursor, attributes, excludedAttributes, false);
        }

        private static @Nullable String text(JsonParser parser, String name) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return null;
            }
            if (!parser.currentToken().isScalarValue()) {
                throw syntax("'" + name + "' must be a single value");
            }
            return parser.getText();
        }

        private static List<String> texts(JsonParser parser, String name) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return List.of();
            }
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                return Parameters.split(parser.getText());
            }
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw syntax("'" + name + "' must be an array of texts");
            }
            List<String> texts = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.VALUE_STRING) {
                    throw syntax("'" + name + "' must be an array of texts");
                }
                String text = parser.getText().strip();
                if (!text.isEmpty()) {
                    texts.add(text);
                }
            }
            return List.copyOf(texts);
        }
    }
}
