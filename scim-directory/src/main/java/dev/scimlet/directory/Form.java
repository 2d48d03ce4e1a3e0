package dev.scimlet.directory;

import dev.scimlet.protocol.message.ScimRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a request to the token endpoint (RFC 6749 §3.2, appendix B). */
final class Form {

    private static final int MOST_BYTES = 16 * 1024;

    private final Map<String, String> parameters = new HashMap<>();

    private Form() {}

    /** @throws OAuthException {@code invalid_request} if it is not a form of UTF-8, too long, or names a parameter twice */
    static Form read(ScimRequest request) {
        requireForm(request.header("Content-Type").orElse(""));
        request.query().ifPresent(Form::requireNoSecret);
        Form form = new Form();
        String text = utf8(body(request));
        if (text == null) {
            throw OAuthException.invalidRequest("the body is not in UTF-8");
        }
        for (String pair : text.split("&")) {
            form.add(pair);
        }
        return form;
    }

    private static void requireForm(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", 2);
        boolean utf8 = parts.length == 1 || parts[1].strip().matches("(charset=\"?utf-8\"?)?");
        if (!parts[0].strip().equals("application/x-www-form-urlencoded") || !utf8) {
            throw OAuthException.invalidRequest("the body must be application/x-www-form-urlencoded in UTF-8");
        }
    }

    /** What stands in a URL, stands in logs. */
    private static void requireNoSecret(String query) {
        if (query.contains("secret") || query.contains("assertion") || query.contains("token")) {
            throw OAuthException.invalidRequest("credentials belong into the body, not into the URL");
        }
    }

    private static byte[] body(ScimRequest request) {
        long announced = request.header("Content-Length")
                .filter(length -> length.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
        if (announced > MOST_BYTES) {
            throw tooLong();
        }
        try {
            byte[] body = request.body().readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                throw tooLong();
            }
            return body;
        } catch (IOException cutOff) {
            throw OAuthException.invalidRequest("the body was cut off");
        }
    }

    private static OAuthException tooLong() {
        return OAuthException.invalidRequest("the body has over " + MOST_BYTES + " bytes");
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            return null;
        }
    }

    private void add(String pair) {
        if (pair.isEmpty()) {
            return;
        }
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        if (parameters.putIfAbsent(name, value) != null) {
            throw OAuthException.invalidRequest("a parameter is sent twice");
        }
    }

    private static String decoded(String text) {
        return decode(text).orElseThrow(() -> OAuthException.invalidRequest("a parameter is not encoded as a form is"));
    }

    /** A text that is encoded as those of forms are; empty if it is not. */
    static Optional<String> decode(String text) {
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7e || c < 0x20) {
                return Optional.empty();
            }
            if (c != '%') {
                bytes[length++] = (byte) (c == '+' ? ' ' : c);
                continue;
            }
            boolean whole = i + 2 < text.length();
            int high = whole ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = whole ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes[length++] = (byte) (high << 4 | low);
            i += 2;
        }
        return Optional.ofNullable(utf8(Arrays.copyOf(bytes, length)));
    }

    /** The value of a parameter; one without value counts as absent. */
    Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }
}
