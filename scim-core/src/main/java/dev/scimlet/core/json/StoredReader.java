package dev.scimlet.core.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a store keeps: it was checked when it came in, and attributes that the schema has lost since are skipped. */
final class StoredReader {

    StoredReader() {}

    Attributes read(JsonParser parser, ResourceType type) throws IOException {
        JsonInput.requireObject(parser, "a stored " + type.name());
        return complex(parser, type.definition());
    }

    private Attributes complex(JsonParser parser, AttributeDefinition definition) throws IOException {
        Attributes attributes = Attributes.empty(definition);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            AttributeDefinition attribute = definition.find(parser.currentName());
            parser.nextToken();
            if (attribute == null) {
                parser.skipChildren();
            } else {
                attributes = attributes.with(attribute, value(parser, attribute));
            }
        }
        return attributes;
    }

    private @Nullable Object value(JsonParser parser, AttributeDefinition definition) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return single(parser, definition);
        }
        List<Object> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object entry = single(parser, definition);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return Values.of(definition, entries);
    }

    private @Nullable Object single(JsonParser parser, AttributeDefinition definition) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        return switch (definition.type()) {
            case COMPLEX -> complex(parser, definition);
            case BOOLEAN -> parser.getBooleanValue();
            case INTEGER -> parser.getLongValue();
            case DECIMAL -> parser.getDecimalValue();
            case DATE_TIME -> DateTime.parse(parser.getText()).orElse(null);
            default -> parser.getText();
        };
    }
}
