package dev.scimlet.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.message.JsonParsers;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Opens bodies for reading: JSON in UTF-8, one value, bounded nesting (RFC 8259, RFC 7644 §3.8). */
final class JsonInput {

    private final JsonFactory factory;
    private final int nesting;

    JsonInput(ReadLimits limits) {
        this.nesting = limits.nesting();
        this.factory = JsonParsers.within(limits.nesting());
    }

    /** What is read from a parser that stands at the first token. */
    interface Body<T> {
        T read(JsonParser parser) throws IOException;
    }

    /** Reads one value and makes sure that nothing follows it. */
    <T> T read(byte[] json, int offset, int length, Body<T> body) {
        boolean wide = length > 1 && (json[offset] == 0 || json[offset + 1] == 0);
        if (wide) {
            throw ScimException.of(ErrorType.INVALID_SYNTAX, "the body must be JSON in UTF-8");
        }
        try (JsonParser parser = factory.createParser(json, offset, length)) {
            if (parser.nextToken() == null) {
                throw ScimException.of(ErrorType.INVALID_SYNTAX, "the body is empty; a JSON object is expected");
            }
            T result = body.read(parser);
            if (parser.nextToken() != null) {
                throw ScimException.of(ErrorType.INVALID_SYNTAX, "there is text after the JSON value");
            }
            return result;
        } catch (StreamConstraintsException limit) {
            throw ScimException.of(
                    ErrorType.INVALID_SYNTAX,
                    "the body is nested deeper than " + nesting
                            + " levels, or holds a name or number that is too long");
        } catch (JsonProcessingException malformed) {
            throw ScimException.of(ErrorType.INVALID_SYNTAX, "malformed JSON " + place(malformed));
        } catch (IOException malformed) {
            throw ScimException.of(ErrorType.INVALID_SYNTAX, "malformed JSON: not UTF-8");
        }
    }

    /** Reads the object that starts at an offset of a body which has been read before. */
    <T> T readAgain(byte[] json, int offset, int length, Body<T> body) {
        try (JsonParser parser = factory.createParser(json, offset, length)) {
            parser.nextToken();
            return body.read(parser);
        } catch (IOException changed) {
            throw new UncheckedIOException(changed);
        }
    }

    private static String place(JsonProcessingException malformed) {
        return malformed.getLocation() == null
                ? ""
                : "at line " + malformed.getLocation().getLineNr() + ", column "
                        + malformed.getLocation().getColumnNr();
    }

    static void requireObject(JsonParser parser, String what) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw ScimException.of(ErrorType.INVALID_SYNTAX, what + " must be a JSON object");
        }
    }
}
