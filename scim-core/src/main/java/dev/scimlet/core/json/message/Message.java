package dev.scimlet.core.json.message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import java.io.IOException;

/** The messages of the protocol, each known by a URN in its {@code schemas} (RFC 7644 §8.2). */
public enum Message {
    /** A page of results. */
    LIST_RESPONSE("ListResponse"),
    /** A query by POST. */
    SEARCH_REQUEST("SearchRequest"),
    /** The body of a PATCH. */
    PATCH_OP("PatchOp"),
    /** Several operations. */
    BULK_REQUEST("BulkRequest"),
    /** What came of them. */
    BULK_RESPONSE("BulkResponse"),
    /** Why a request was refused. */
    ERROR("Error");

    private final String urn;

    Message(String name) {
        this.urn = "urn:ietf:params:scim:api:messages:2.0:" + name;
    }

    /** The URN. */
    public String urn() {
        return urn;
    }

    /** Reads the value of {@code schemas}, all of it, and says whether it is an array that names this message. */
    public boolean isNamed(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return false;
        }
        boolean named = false;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            named |= parser.currentToken() == JsonToken.VALUE_STRING
                    && parser.getText().equalsIgnoreCase(urn);
            parser.skipChildren();
        }
        return named;
    }

    /**
     * Refuses a message that has not been named.
     *
     * @throws ScimException {@code invalidSyntax}
     */
    public void require(boolean named) {
        if (!named) {
            throw ScimException.of(ErrorType.INVALID_SYNTAX, "'schemas' must be an array that names " + urn);
        }
    }

    /** Writes the member {@code schemas}. */
    public void writeSchemas(JsonGenerator generator) throws IOException {
        generator.writeArrayFieldStart("schemas");
        generator.writeString(urn);
        generator.writeEndArray();
    }
}
