package dev.scimlet.simulator.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SigningKeyTest {

    /** As {@code openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256} wrote it, for this test alone. */
    static final String P_256 = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg642ci3Djba8q9pBy
            CFAutbWS2gaGigngakjSP6PoJMyhRANCAAQJB4ejuPUrUM7Eq0phfPqAHZV7Yl6z
            dDQuqOzCK2RMF8k5YBrPN6mjwSaRAdd7dxx7gL1zh3kco4TIE8zQuMWK
            -----END PRIVATE KEY-----
            """;

    static String rsaPem(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return pem(generator.generateKeyPair().getPrivate().getEncoded());
    }

    private static String pem(byte[] encoded) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PRIVATE KEY-----\n";
    }

    @Test
    void readsKeysThatOpensslWrites() throws Exception {
        SigningKey ec = SigningKey.ofPem(P_256);
        SigningKey rsa = SigningKey.ofPem(rsaPem(2_048));

        assertThat(ec.algorithm()).isEqualTo("ES256");
        assertThat(ec.jwk()).containsEntry("kty", "EC").containsEntry("crv", "P-256");
        assertThat(ec.jwk().get("x")).isEqualTo("CQeHo7j1K1DOxKtKYXz6gB2Ve2Jes3Q0Lqjswitk TBc".replace(" ", ""));
        assertThat(rsa.algorithm()).isEqualTo("RS256");
        assertThat(rsa.jwk()).containsEntry("kty", "RSA").containsEntry("e", "AQAB");
        assertThat(SigningKey.ofPem(P_256).id())
                .as("the same key has the same id")
                .isEqualTo(ec.id());
    }

    @Test
    void refusesWhatIsNoKeyItCanSignWith() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.ofPem("a certificate"))
                .withMessageContaining("there is no '-----BEGIN PRIVATE KEY-----'");
        String weak = rsaPem(1_024);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.ofPem(weak))
                .withMessage("the key is neither RSA of 2,048 bits or more nor P-256");
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.ofPem(pem(new byte[] {1, 2, 3})));
        assertThatIllegalArgumentException()
                .as("the public point is that of another key")
                .isThrownBy(() -> SigningKey.ofPem(P_256.replace("642ci3Djba8q9p", "642ci3Djba8q9q")));
    }
}
