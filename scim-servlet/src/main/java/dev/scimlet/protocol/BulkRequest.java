package dev.scimlet.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.message.BulkIds;
import dev.scimlet.core.json.message.EmbeddedBody;
import dev.scimlet.core.json.message.Message;
import dev.scimlet.filter.text.Surrogates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Bulk request as it is read (RFC 7644 §3.7): its operations with the place of their {@code data} in the body.
 *
 * @param failOnErrors after how many failures to stop, or null for never
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests, and a copy of a large body would cost
record BulkRequest(byte[] body, @Nullable Integer failOnErrors, List<Operation> operations) {

    private static final byte[] BULK_ID = "bulkId".getBytes(StandardCharsets.US_ASCII);

    /**
     * One operation, as far as it could be read.
     *
     * @param method in upper case, or what the client sent
     * @param dataOffset where {@code data} starts in the body, or -1
     * @param data what was made of it already, if anything
     * @param uses the bulkIds that its data seems to refer to
     * @param fault what is wrong with it, or null
     */
    record Operation(
            String method,
            @Nullable String bulkId,
            @Nullable String version,
            String path,
            int dataOffset,
            int dataLength,
            @Nullable RequestBody data,
            Set<String> uses,
            @Nullable ScimException fault) {

        boolean isPost() {
            return method.equals("POST");
        }
    }

    /**
     * Reads the message, and the data of operations where what it is comes before it.
     *
     * @throws ScimException {@code invalidSyntax}; 413 for too many operations
     */
    static BulkRequest read(JsonFactory factory, byte[] body, ServiceLimits limits, BulkReading reading) {
        try (JsonParser parser = factory.createParser(body)) {
            return new Reader(factory, parser, body, limits, reading).read();
        } catch (StreamConstraintsException limit) {
            throw syntax("the Bulk request is nested deeper than "
                    + limits.body().nesting() + " levels, or holds a name or number that is too long");
        } catch (IOException malformed) {
            throw syntax("the Bulk request is not well-formed JSON");
        }
    }

    private static ScimException syntax(String detail) {
        return ScimException.of(ErrorType.INVALID_SYNTAX, detail);
    }

    /** Reads one message from a parser. */
    private static final class Reader {

        private final JsonFactory factory;
        private final JsonParser parser;
        private final byte[] body;
        private final int maxOperations;
        private final int maxDataBytes;
        private @Nullable Boolean mayRefer;
        private final BulkReading reading;
        private boolean schema;
        private @Nullable Integer failOnErrors;
        private @Nullable List<Operation> operations;

        Reader(JsonFactory factory, JsonParser parser, byte[] body, ServiceLimits limits, BulkReading reading) {
            this.factory = factory;
            this.parser = parser;
            this.body = body;
            this.maxOperations = limits.maxBulkOperations();
            this.maxDataBytes = limits.maxBodyBytes();
            this.reading = reading;
        }

        BulkRequest read() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw syntax("a Bulk request must be a JSON object");
            }
            Set<String> seen = new HashSet<>(8);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = nameOfMember(seen);
                switch (name) {
                    case "schemas" -> schema = Message.BULK_REQUEST.isNamed(parser);
                    case "failonerrors" -> readFailOnErrors();
                    case "operations" -> readOperations();
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw syntax("there is text after the Bulk request");
            }
            Message.BULK_REQUEST.require(schema);
            List<Operation> read = operations;
            if (read == null || read.isEmpty()) {
                throw syntax("'Operations' must be an array of one or more operations");
            }
            requireDifferentBulkIds(read);
            return new BulkRequest(body, failOnErrors, read);
        }

        /** The name in lower case; names that differ only in case are the same (RFC 7643 §2.1). */
        private String nameOfMember(Set<String> seen) throws IOException {
            String name = lowerCase(parser.currentName());
            parser.nextToken();
            if (!seen.add(name)) {
                throw syntax("'" + name + "' is given twice");
            }
            return name;
        }

        private static String lowerCase(String name) {
            return switch (name) {
                case "method", "path", "data", "version" -> name;
                case "bulkId" -> "bulkid";
                default -> name.toLowerCase(Locale.ROOT);
            };
        }

        private void readFailOnErrors() throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || parser.getNumberType() != JsonParser.NumberType.INT) {
                throw syntax("'failOnErrors' must be an integer");
            }
            failOnErrors = Math.max(1, parser.getIntValue());
        }

        private void readOperations() throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw syntax("'Operations' must be an array of operations");
            }
            List<Operation> read = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (read.size() == maxOperations) {
                    throw ScimException.withStatus(
                            413, "a Bulk request may have " + maxOperations + " operations at most (maxOperations)");
                }
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw syntax("an operation must be a JSON object");
                }
                read.add(readOperation());
            }
            operations = read;
        }

        private Operation readOperation() throws IOException {
            String method = null;
            String bulkId = null;
            String version = null;
            String path = null;
            int offset = -1;
            int length = 0;
            RequestBody data = null;
            Set<String> uses = Set.of();
            Set<String> seen = new HashSet<>(8);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = nameOfMember(seen);
                switch (name) {
                    case "method" -> method = orEmpty(text()).toUpperCase(Locale.ROOT);
                    case "bulkid" -> bulkId = text();
                    case "version" -> version = text();
                    case "path" -> path = text();
                    case "data" -> {
                        if (parser.currentToken() == JsonToken.START_OBJECT) {
                            EmbeddedBody embedded = new EmbeddedBody(parser, body);
                            offset = embedded.start();
                            data = method == null || path == null ? null : reading.read(method, path, embedded);
                            length = embedded.end();
                            uses = data == null && mayRefer() ? namesIn(offset, length) : Set.of();
                        } else {
                            parser.skipChildren();
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
            ScimException fault = length > maxDataBytes
                    ? ScimException.withStatus(
                            413,
                            "the data of an operation is larger than " + maxDataBytes
                                    + " bytes, the most that is taken (maxBodyBytes)")
                    : fault(orEmpty(method), bulkId, path, offset);
            return new Operation(orEmpty(method), bulkId, version, orEmpty(path), offset, length, data, uses, fault);
        }

        private static @Nullable ScimException fault(
                String method, @Nullable String bulkId, @Nullable String path, int dataOffset) {
            boolean known =
                    method.equals("POST") || method.equals("PUT") || method.equals("PATCH") || method.equals("DELETE");
            if (!known) {
                return syntax("'method' must be POST, PUT, PATCH or DELETE");
            }
            if (path == null || path.isEmpty()) {
                return syntax("an operation needs a 'path'");
            }
            if (method.equals("POST") && (bulkId == null || bulkId.isEmpty())) {
                return syntax("POST needs a 'bulkId'");
            }
            return dataOffset < 0 && !method.equals("DELETE") ? syntax(method + " needs 'data', a JSON object") : null;
        }

        /** The bulkIds that stand somewhere in the data. Which of them are references is known only when the data is read. */
        private Set<String> namesIn(int offset, int length) throws IOException {
            Set<String> names = new LinkedHashSet<>(2);
            try (JsonParser again = factory.createParser(body, offset, length)) {
                for (JsonToken token = again.nextToken(); token != null; token = again.nextToken()) {
                    if (token == JsonToken.VALUE_STRING) {
                        BulkIds.forEachName(again.getText(), names::add);
                    }
                }
            }
            return names;
        }

        /** Whether some text of the message may be a reference; asked only if some data was not read yet. */
        private boolean mayRefer() {
            Boolean known = mayRefer;
            if (known == null) {
                known = mayRefer(body);
                mayRefer = known;
            }
            return known;
        }

        /** Whether some text may be a reference: {@code bulkId:} is there, or an escape that it may be written with. */
        private static boolean mayRefer(byte[] body) {
            for (int i = 0; i + 1 < body.length; i++) {
                if (body[i] == ':' && endsWithBulkId(body, i) || body[i] == '\\' && body[i + 1] == 'u') {
                    return true;
                }
            }
            return false;
        }

        private static boolean endsWithBulkId(byte[] body, int end) {
            int start = end - BULK_ID.length;
            return start >= 0 && body[end - 1] == 'd' && Arrays.equals(body, start, end, BULK_ID, 0, BULK_ID.length);
        }

        private @Nullable String text() throws IOException {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
            parser.skipChildren();
            if (text != null && Surrogates.firstLone(text) >= 0) {
                throw syntax("a text of an operation holds half of a surrogate pair, which is no character");
            }
            return text;
        }

        private static String orEmpty(@Nullable String text) {
            return text == null ? "" : text;
        }

        private static void requireDifferentBulkIds(List<Operation> operations) {
            Set<String> seen = new HashSet<>();
            for (Operation operation : operations) {
                if (operation.isPost() && operation.bulkId() != null && !seen.add(operation.bulkId())) {
                    throw syntax("the bulkId '" + operation.bulkId() + "' is given to two operations");
                }
            }
        }
    }
}
