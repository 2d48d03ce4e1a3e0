package dev.scimlet.directory.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.webhook.InvalidWebhookException;
import dev.scimlet.core.webhook.WebhookKey;
import dev.scimlet.core.webhook.WebhookVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample of {@code docs/events.md}'s section on Standard Webhooks, and what is sent, against another implementation. */
final class WebhookSignaturesTest {

    private static final String SECRET = "whsec_c2NpbWxldC1leGFtcGxlLXNlY3JldC1ub3QtZm9yLXVzZSEh";
    private static final Instant SENT = Instant.ofEpochSecond(1_796_016_480);
    private static final String BODY =
            "{\"type\":\"user.updated\",\"timestamp\":\"2026-11-30T05:28:00Z\",\"data\":{\"id\":\"7\"}}";

    private static final Map<String, String> HEADERS = Map.of(
            "webhook-id",
            "evt_01J9ZK3Q8D2V",
            "webhook-timestamp",
            "1796016480",
            "webhook-signature",
            "v1,mHf59UdTNuzUQKNM/XoMX3PCQtfah7g39xIzvFvzNzY=");

    private static WebhookVerifier at(Instant now) {
        return WebhookVerifier.of(SECRET).withClock(Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    @Proves({"V-W-03", "V-W-04"})
    void signsTheSample() throws Exception {
        String signature = WebhookKey.parse(SECRET).sign("evt_01J9ZK3Q8D2V", 1_796_016_480, BODY.getBytes(UTF_8));

        assertThat(signature).isEqualTo(HEADERS.get("webhook-signature"));
        assertThat(at(SENT).verify(HEADERS::get, BODY.getBytes(UTF_8)).body()).isEqualTo(BODY);
    }

    @Test
    @Proves({"V-W-03", "V-W-04"})
    void signsAsAnotherImplementationDoes() throws Exception {
        WebhookKey key = WebhookKey.secret();
        byte[] secret = Base64.getDecoder().decode(key.text().substring("whsec_".length()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        byte[] expected = mac.doFinal(("evt_1.1796016480." + BODY).getBytes(UTF_8));

        assertThat(secret).hasSizeBetween(24, 64);
        assertThat(key.sign("evt_1", 1_796_016_480, BODY.getBytes(UTF_8)))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(expected));
        assertThat(WebhookKey.pair().text()).startsWith("whsk_");
        assertThat(WebhookKey.pair().forReceiver()).startsWith("whpk_");
    }

    @ParameterizedTest
    @CsvSource({"-301,false", "-299,true", "299,true", "301,false"})
    @Proves("V-W-07")
    void toleratesFiveMinutes(int seconds, boolean taken) throws Exception {
        WebhookVerifier receiver = at(SENT.plus(Duration.ofSeconds(seconds)));
        if (taken) {
            assertThat(receiver.verify(HEADERS::get, BODY.getBytes(UTF_8)).id()).isEqualTo("evt_01J9ZK3Q8D2V");
        } else {
            assertThatThrownBy(() -> receiver.verify(HEADERS::get, BODY.getBytes(UTF_8)))
                    .isInstanceOf(InvalidWebhookException.class)
                    .hasMessageContaining("301 seconds away");
        }
    }

    /** Whichever byte is another one, in the body or the signature: the whole is compared. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 70})
    @Proves("V-W-07")
    void refusesAChangedByte(int position) {
        byte[] changed = BODY.getBytes(UTF_8);
        changed[position] ^= 1;

        assertThatThrownBy(() -> at(SENT).verify(HEADERS::get, changed))
                .isInstanceOf(InvalidWebhookException.class)
                .hasMessageContaining("no signature fits");
    }
}
