package dev.scimlet.core.json.message;

import com.fasterxml.jackson.core.JsonParser;
import java.io.EOFException;
import java.io.IOException;

/** A body that is an object within a message, such as the {@code data} of an operation of Bulk, while the message is read. */
public final class EmbeddedBody {

    private final JsonParser parser;
    private final byte[] message;
    private final int start;
    private final int depth;

    /**
     * The object at whose first token the parser stands.
     *
     * @param message all bytes that the parser reads
     */
    public EmbeddedBody(JsonParser parser, byte[] message) {
        this.parser = parser;
        this.message = message;
        this.start = (int) parser.currentTokenLocation().getByteOffset();
        this.depth = parser.getParsingContext().getNestingDepth();
    }

    /** What reads it. */
    public JsonParser parser() {
        return parser;
    }

    /** The bytes of the whole message. */
    public byte[] message() {
        return message;
    }

    /** Where it starts in the message. */
    public int start() {
        return start;
    }

    /**
     * Leads the parser to the last token of the body, wherever in it the reading has ended.
     *
     * @return how many bytes the body has
     * @throws IOException if the message is not well-formed
     */
    public int end() throws IOException {
        while (parser.getParsingContext().getNestingDepth() >= depth) {
            if (parser.nextToken() == null) {
                throw new EOFException("the message ends within a body");
            }
        }
        return (int) parser.currentLocation().getByteOffset() - start;
    }
}
