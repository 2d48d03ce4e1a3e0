package dev.scimlet.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/**
 * Any form is answered, and never with a failure of the endpoint nor with a token. The normal build replays the texts in the
 * folder of this class's inputs; with {@code JAZZER_FUZZ=1} Jazzer looks for others. What it finds is kept there.
 */
final class TokenEndpointFuzzTest {

    private final TestService test = new TestService();

    @FuzzTest(maxDuration = "10m")
    void form(byte[] input) {
        ScimResponse answer = test.send(ScimRequest.builder("POST", "/acme/oauth2/token")
                .baseUrl(TestService.ISSUER)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(new ByteArrayInputStream(input)));

        assertThat(answer.status()).isIn(400, 401, 429);
        assertThat(TestKey.read(answer.bodyText()).get("error")).isNotNull();
    }

    @FuzzTest(maxDuration = "10m")
    void header(byte[] input) {
        ScimResponse answer = test.send(TestService.post("/acme/oauth2/token", TestService.body(TestService.form()))
                .header("Authorization", new String(input, StandardCharsets.ISO_8859_1)));

        assertThat(answer.status()).isIn(400, 401, 429);
    }
}
