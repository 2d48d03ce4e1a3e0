package dev.scimlet.directory.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.directory.Proves;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonWebTokenTest {

    /** RFC 7515, appendix A.2. */
    private static final String RSA_KEY =
            "{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yR"
                    + "T-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7W"
                    + "TBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2"
                    + "PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"}";

    private static final String PAYLOAD =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private static final String RSA_TOKEN = "eyJhbGciOiJSUzI1NiJ9." + PAYLOAD
            + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZ"
            + "cAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-e"
            + "OkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    /** RFC 7515, appendix A.3. */
    private static final String EC_KEY =
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                    + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

    private static final String EC_TOKEN = "eyJhbGciOiJFUzI1NiJ9." + PAYLOAD
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    /** RFC 7515, appendix A.1, signed with a secret that both sides know. */
    private static final String HMAC_TOKEN =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + PAYLOAD + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    /** RFC 8037, appendix A.2 and A.4; its payload is no object. */
    private static final String ED_KEY =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    private static final String ED_TEXT = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";

    private static final String ED_SIGNATURE =
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    private static List<JsonWebKey> keys(String algorithm, String... keys) throws InvalidTokenException {
        return JsonWebKeys.read(("{\"keys\":[" + String.join(",", keys) + "]}").getBytes(UTF_8))
                .candidates(null, algorithm);
    }

    @Test
    @DisplayName("RFC 7515 A.2: RS256")
    void verifiesTheVectorOfRs256() throws InvalidTokenException {
        JsonWebToken token = JsonWebToken.read(RSA_TOKEN);

        assertThat(token.isSignedBy(keys("RS256", RSA_KEY, EC_KEY))).isTrue();
        assertThat(token.isSignedBy(keys("ES256", EC_KEY))).isFalse();
        assertThat(token.text("iss")).contains("joe");
        assertThat(token.time("exp")).contains(Instant.ofEpochSecond(1_300_819_380));
        assertThat(token.audiences()).isEmpty();
    }

    @Test
    @DisplayName("RFC 7515 A.3: ES256")
    void verifiesTheVectorOfEs256() throws InvalidTokenException {
        JsonWebToken token = JsonWebToken.read(EC_TOKEN);

        assertThat(token.isSignedBy(keys("ES256", RSA_KEY, EC_KEY))).isTrue();
        assertThat(token.isSignedBy(keys("RS256", RSA_KEY))).isFalse();
    }

    @Test
    @DisplayName("RFC 8037 A.4: Ed25519")
    void verifiesTheVectorOfEd25519() throws InvalidTokenException {
        JsonWebKey key = keys("EdDSA", ED_KEY).get(0);

        assertThat(key.verifies(
                        "EdDSA", ED_TEXT.getBytes(UTF_8), Base64.getUrlDecoder().decode(ED_SIGNATURE)))
                .isTrue();
        assertThat(key.verifies(
                        "EdDSA",
                        (ED_TEXT + "x").getBytes(UTF_8),
                        Base64.getUrlDecoder().decode(ED_SIGNATURE)))
                .isFalse();
        assertThat(key.verifies("EdDSA", ED_TEXT.getBytes(UTF_8), new byte[3])).isFalse();
    }

    @Test
    void refusesEachChangedBitOfASignature() throws InvalidTokenException {
        int dot = EC_TOKEN.lastIndexOf('.');
        byte[] signature = Base64.getUrlDecoder().decode(EC_TOKEN.substring(dot + 1));
        List<JsonWebKey> keys = keys("ES256", EC_KEY);
        for (int bit = 0; bit < signature.length * 8; bit += 7) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String text = EC_TOKEN.substring(0, dot + 1)
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(changed);

            assertThat(JsonWebToken.read(text).isSignedBy(keys))
                    .as("bit " + bit)
                    .isFalse();
        }
    }

    @Test
    @DisplayName("RFC 7515 A.1: a secret that both sides know signs nothing")
    void verifiesNoHmac() throws InvalidTokenException {
        JsonWebToken token = JsonWebToken.read(HMAC_TOKEN);

        assertThat(token.algorithm()).isEqualTo("HS256");
        for (JsonWebKey key : List.of(
                keys("RS256", RSA_KEY).get(0),
                keys("ES256", EC_KEY).get(0),
                keys("EdDSA", ED_KEY).get(0))) {
            assertThat(token.isSignedBy(List.of(key))).isFalse();
        }
    }

    private static String token(String header, String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(header.getBytes(UTF_8)) + "." + encoder.encodeToString(claims.getBytes(UTF_8))
                + ".c2ln";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a.b",
                "..",
                "e30.e30.",
                "e30.e30.c2ln",
                "e30=.e30.c2ln",
                "e31.e30.c2ln",
                "e30.e30.c2ln.c2ln",
                "e30.e30.e30.e30.c2ln",
                "e3 0.e30.c2ln",
                "W10.e30.c2ln"
            })
    void refusesWhatIsNoToken(String text) {
        assertThatThrownBy(() -> JsonWebToken.read(text)).isInstanceOf(InvalidTokenException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":1}",
                "{\"alg\":null}",
                "{\"alg\":\"RS256\",\"kid\":7}",
                "{\"alg\":\"RS256\",\"crit\":[\"exp\"],\"exp\":1}",
                "{\"alg\":\"RS256\",\"crit\":[]}",
                "{\"alg\":\"RS256\",\"alg\":\"none\"}",
                "{\"alg\":\"RS256\"}x",
                "[\"alg\"]",
                "null",
                "{\"alg\":\"RS256\",\"x\":[[[[[[[[[[[[1]]]]]]]]]]]]}"
            })
    void refusesAHeader(String header) {
        assertThatThrownBy(() -> JsonWebToken.read(token(header, "{}"))).isInstanceOf(InvalidTokenException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "null", "-1", "1e300", "true", "[1]", "99999999999999999999999999"})
    void refusesATimeThatIsNone(String value) throws InvalidTokenException {
        JsonWebToken token = JsonWebToken.read(token("{\"alg\":\"RS256\"}", "{\"exp\":" + value + "}"));

        assertThatThrownBy(() -> token.time("exp"))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessage("'exp' is not a time in seconds");
    }

    @Test
    void readsTimesWithFractions() throws InvalidTokenException {
        JsonWebToken token = JsonWebToken.read(token("{\"alg\":\"RS256\"}", "{\"exp\":1300819380.75}"));

        assertThat(token.time("exp")).contains(Instant.ofEpochSecond(1_300_819_380));
    }

    @Test
    void refusesTextsThatAreNone() throws InvalidTokenException {
        JsonWebToken token =
                JsonWebToken.read(token("{\"alg\":\"RS256\"}", "{\"iss\":1,\"sub\":null,\"aud\":[\"a\",2]}"));

        assertThatThrownBy(() -> token.text("iss")).isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(() -> token.text("sub")).isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(token::audiences).isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void refusesATokenThatIsTooLong() {
        assertThatThrownBy(() -> JsonWebToken.read("a".repeat(JsonWebToken.LONGEST + 1)))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessageContaining("over 8192 characters");
    }

    // ---- keys

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kty\":\"oct\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AA\",\"y\":\"AA\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQAB\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQ\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AQ\"}",
                "{\"kty\":7}",
                "{}",
                "7"
            })
    void passesOverKeysThatAreOfNoUse(String key) throws InvalidTokenException {
        assertThat(JsonWebKeys.read(("{\"keys\":[" + key + "]}").getBytes(UTF_8))
                        .isEmpty())
                .isTrue();
        assertThat(keys("ES256", key, EC_KEY)).hasSize(1);
    }

    @Test
    void passesOverKeysForOtherUses() throws InvalidTokenException {
        String encrypting = EC_KEY.replace("}", ",\"use\":\"enc\"}");
        String signing = EC_KEY.replace("}", ",\"key_ops\":[\"sign\"]}");
        String ofOther = RSA_KEY.replace("}", ",\"alg\":\"PS256\"}");

        assertThat(keys("ES256", encrypting)).isEmpty();
        assertThat(keys("ES256", signing)).isEmpty();
        assertThat(keys("RS256", ofOther)).isEmpty();
        assertThat(keys("PS256", ofOther)).hasSize(1);
        assertThat(keys("ES256", EC_KEY.replace("}", ",\"use\":\"sig\",\"key_ops\":[\"verify\"],\"x5c\":[\"?\"]}")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"keys\":{}}",
                "[]",
                "",
                "x",
                "{\"keys\":[{\"kty\":\"RSA\",\"d\":\"AQ\"}]}",
                "{\"keys\":[{\"k\":\"AQ\"}]}"
            })
    void refusesASetThatIsNone(String text) {
        assertThatThrownBy(() -> JsonWebKeys.read(text.getBytes(UTF_8))).isInstanceOf(InvalidTokenException.class);
    }

    @Test
    @Proves("O-K-01")
    void refusesTooManyKeys() {
        String set = "{\"keys\":[" + "{},".repeat(100) + "{}]}";

        assertThatThrownBy(() -> JsonWebKeys.read(set.getBytes(UTF_8)))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessage("a set has at most 100 keys");
    }
}
