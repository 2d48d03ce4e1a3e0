package dev.scimlet.directory.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;
import java.util.List;

/**
 * Any text is a token or is refused, and none is signed by a key that has signed nothing. The normal build replays the texts in the
 * folder of this class's inputs; with {@code JAZZER_FUZZ=1} Jazzer looks for others. What it finds is kept there.
 */
final class JsonWebTokenFuzzTest {

    private static final List<JsonWebKey> KEYS = keys();

    private static List<JsonWebKey> keys() {
        try {
            JsonWebKeys set = JsonWebKeys.read(("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\","
                            + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"},"
                            + "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}")
                    .getBytes(UTF_8));
            return List.of(
                    set.candidates(null, "ES256").get(0),
                    set.candidates(null, "EdDSA").get(0));
        } catch (InvalidTokenException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void token(byte[] input) {
        read(new String(input, UTF_8));
    }

    /** The bytes of header and claims, with a line break between. */
    @FuzzTest(maxDuration = "10m")
    void parts(byte[] input) {
        String text = new String(input, UTF_8);
        int end = text.indexOf('\n');
        String header = end < 0 ? "{\"alg\":\"ES256\"}" : text.substring(0, end);
        read(encoded(header) + "." + encoded(text.substring(end + 1)) + "." + encoded("s".repeat(64)));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static void read(String text) {
        try {
            JsonWebToken token = JsonWebToken.read(text);
            assertThat(token.algorithm()).isNotNull();
            assertThat(token.isSignedBy(KEYS)).isFalse();
            token.text("iss");
            token.audiences();
            token.time("exp");
        } catch (InvalidTokenException refused) {
            assertThat(refused.reason()).isNotEmpty();
        }
    }

    @FuzzTest(maxDuration = "10m")
    void keySet(byte[] input) {
        try {
            JsonWebKeys.read(input).candidates("k", "RS256");
        } catch (InvalidTokenException refused) {
            assertThat(refused.reason()).isNotEmpty();
        }
    }
}
