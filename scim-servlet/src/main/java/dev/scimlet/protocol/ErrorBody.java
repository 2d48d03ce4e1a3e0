package dev.scimlet.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.message.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The body of an error (RFC 7644 §3.12): {@code schemas}, {@code status} as text, {@code scimType}, {@code detail}. */
final class ErrorBody {

    /** Details quote what the client sent; nobody reads more. */
    private static final int LONGEST_DETAIL = 8_000;

    private static final JsonFactory FACTORY = new JsonFactory();

    private ErrorBody() {}

    static byte[] of(ScimException error) {
        return of(error.status(), error.type(), error.detail());
    }

    static byte[] of(int status, Optional<ErrorType> type, String detail) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            write(generator, status, type, detail);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static void write(JsonGenerator generator, int status, Optional<ErrorType> type, String detail) throws IOException {
        generator.writeStartObject();
        Message.ERROR.writeSchemas(generator);
        generator.writeStringField("status", Integer.toString(status));
        if (type.isPresent()) {
            generator.writeStringField("scimType", type.get().keyword());
        }
        generator.writeStringField("detail", writable(detail));
        generator.writeEndObject();
    }

    /** The detail, cut if it is very long; halves of surrogate pairs, which UTF-8 cannot say, as question marks. */
    private static String writable(String detail) {
        String cut = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) + "…" : detail;
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
