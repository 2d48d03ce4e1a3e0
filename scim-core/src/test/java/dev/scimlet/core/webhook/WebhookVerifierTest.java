package dev.scimlet.core.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures of webhooks, from both sides. */
final class WebhookVerifierTest {

    private static final String SECRET = "whsec_c2NpbWxldC1leGFtcGxlLXNlY3JldC1ub3QtZm9yLXVzZSEh";
    private static final String ID = "evt_01J9ZK3Q8D2V";
    private static final Instant SENT = Instant.ofEpochSecond(1_796_016_480);
    private static final String BODY =
            "{\"type\":\"user.updated\",\"timestamp\":\"2026-11-30T05:28:00Z\",\"data\":{\"id\":\"7\"}}";
    private static final String SIGNATURE = "v1,mHf59UdTNuzUQKNM/XoMX3PCQtfah7g39xIzvFvzNzY=";

    private final Map<String, String> headers = new HashMap<>(Map.of(
            "webhook-id",
            ID,
            "webhook-timestamp",
            String.valueOf(SENT.getEpochSecond()),
            "webhook-signature",
            SIGNATURE));

    private WebhookMessage verify(WebhookVerifier verifier, Instant now, String body) throws InvalidWebhookException {
        return verifier.withClock(Clock.fixed(now, ZoneOffset.UTC)).verify(headers::get, body.getBytes(UTF_8));
    }

    @Test
    @DisplayName("Standard Webhooks: v1 is HMAC-SHA256 over id, timestamp and body, byte for byte")
    void signsAsTheSampleIsSigned() throws Exception {
        assertThat(WebhookKey.parse(SECRET).sign(ID, SENT.getEpochSecond(), BODY.getBytes(UTF_8)))
                .isEqualTo(SIGNATURE);
        assertThat(WebhookKey.parse(SECRET).forReceiver()).isEqualTo(SECRET);
        assertThat(verify(WebhookVerifier.of(SECRET), SENT, BODY)).isEqualTo(new WebhookMessage(ID, SENT, BODY));
    }

    @Test
    void signsAsAnyOtherImplementationVerifies() throws Exception {
        WebhookKey key = WebhookKey.secret();
        byte[] body = "{\"name\":\"Zoë\"}".getBytes(UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(key.text().substring(6)), "HmacSHA256"));
        mac.update("evt_1.1796016480.".getBytes(UTF_8));

        assertThat(key.sign("evt_1", 1_796_016_480L, body))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
        assertThat(key.text()).hasSize(6 + 44).startsWith("whsec_");
        assertThat(key).hasToString("whsec_…");
    }

    @Test
    @DisplayName("Standard Webhooks: v1a is Ed25519, whose public half the receiver has")
    void signsWithAPairOfKeys() throws Exception {
        WebhookKey pair = WebhookKey.pair();
        byte[] body = BODY.getBytes(UTF_8);
        String signature = pair.sign(ID, SENT.getEpochSecond(), body);
        assertThat(signature).startsWith("v1a,");
        assertThat(pair.forReceiver()).startsWith("whpk_");

        // As the JDK reads it from the form of certificates (RFC 8410 §4)
        byte[] raw = Base64.getDecoder().decode(pair.forReceiver().substring(5));
        byte[] encoded = HexFormat.of()
                .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(raw));
        Signature other = Signature.getInstance("Ed25519");
        other.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        other.update((ID + "." + SENT.getEpochSecond() + "." + BODY).getBytes(UTF_8));
        assertThat(other.verify(Base64.getDecoder().decode(signature.substring(4))))
                .isTrue();

        headers.put("webhook-signature", signature);
        WebhookVerifier verifier = WebhookVerifier.of(pair.forReceiver());
        assertThat(verify(verifier, SENT, BODY).id()).isEqualTo(ID);
        assertThat(WebhookKey.parse(pair.text()).sign(ID, SENT.getEpochSecond(), body))
                .isEqualTo(signature);
        assertThatThrownBy(() -> verify(verifier, SENT, BODY + " ")).hasMessageContaining("no signature fits");
        assertThatThrownBy(() -> verify(WebhookVerifier.of(WebhookKey.pair().forReceiver()), SENT, BODY))
                .hasMessageContaining("no signature fits");
    }

    @Test
    @DisplayName("RFC 8032 §7.1, test 1: the public key of a seed")
    void knowsTheKeysOfTheRfc() throws Exception {
        String seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        String known = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        String text =
                "whsk_" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(seed + known));
        WebhookKey pair = WebhookKey.parse(text);
        headers.put("webhook-signature", pair.sign(ID, SENT.getEpochSecond(), BODY.getBytes(UTF_8)));

        assertThat(pair.forReceiver())
                .isEqualTo("whpk_"
                        + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(known)));
        assertThat(verify(WebhookVerifier.of(pair.forReceiver()), SENT, BODY).id())
                .isEqualTo(ID);
    }

    @Test
    void takesOneSignatureOfSeveral() throws Exception {
        WebhookKey other = WebhookKey.secret();
        String both = other.sign(ID, SENT.getEpochSecond(), BODY.getBytes(UTF_8)) + " v2,unknown " + SIGNATURE;
        headers.put("webhook-signature", both);

        assertThat(verify(WebhookVerifier.of(SECRET), SENT, BODY).body()).isEqualTo(BODY);
        assertThat(verify(WebhookVerifier.of(other.forReceiver()), SENT, BODY).body())
                .isEqualTo(BODY);
        assertThat(verify(WebhookVerifier.of(WebhookKey.secret().text(), SECRET), SENT, BODY)
                        .body())
                .isEqualTo(BODY);
    }

    @ParameterizedTest
    @CsvSource({"-301,false", "-299,true", "0,true", "299,true", "301,false"})
    void toleratesFiveMinutesEachWay(long seconds, boolean taken) throws Exception {
        Instant now = SENT.plus(Duration.ofSeconds(seconds));
        if (taken) {
            assertThat(verify(WebhookVerifier.of(SECRET), now, BODY).sent()).isEqualTo(SENT);
        } else {
            assertThatThrownBy(() -> verify(WebhookVerifier.of(SECRET), now, BODY))
                    .hasMessage("'webhook-timestamp' is 301 seconds away from the time here, and 300 are tolerated");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "webhook-id = '' = the header 'webhook-id' is missing",
                "webhook-id = evt_other = no signature fits",
                "webhook-id = evt.1 = has a dot",
                "webhook-timestamp = soon = no number of seconds",
                "webhook-timestamp = 1796016481 = no signature fits",
                "webhook-timestamp = 99999999999999 = no number of seconds",
                "webhook-signature = '' = the header 'webhook-signature' is missing",
                "webhook-signature = v1 = no signature fits",
                "webhook-signature = v1,%%% = no signature fits",
                "webhook-signature = v1a,AAAA = no signature fits"
            })
    void refusesWhatIsNotAsItWasSigned(String header, String value, String reason) {
        headers.put(header, value);

        assertThatThrownBy(() -> verify(WebhookVerifier.of(SECRET), SENT, BODY))
                .isInstanceOf(InvalidWebhookException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesAChangedByte() {
        assertThatThrownBy(() -> verify(WebhookVerifier.of(SECRET), SENT, BODY.replace('7', '8')))
                .hasMessageContaining("no signature fits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_%", "whsec_AAAA", "secret", "whpk_AAAA", "whsk_AAAA"})
    void refusesWhatIsNoKey(String text) {
        assertThatThrownBy(() -> WebhookVerifier.of(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WebhookKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(WebhookVerifier::of).hasMessageContaining("one secret or public key at least");
        assertThatThrownBy(() -> WebhookKey.secret().sign("a.b", 1, new byte[0]))
                .hasMessageContaining("no dot");
    }
}
