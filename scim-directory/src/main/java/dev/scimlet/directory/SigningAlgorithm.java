package dev.scimlet.directory;

import java.util.Set;

/** With what assertions are signed (RFC 7518 §3.1, RFC 8037 §3.1); none of them has a secret that both sides know. */
public enum SigningAlgorithm {
    /** RSA with PKCS #1 padding and SHA-256. */
    RS256("RS256"),
    /** RSA with PSS padding and SHA-256. */
    PS256("PS256"),
    /** ECDSA over P-256 with SHA-256. */
    ES256("ES256"),
    /** Ed25519. */
    EDDSA("EdDSA");

    /** What is taken unless a trust says otherwise. */
    public static final Set<SigningAlgorithm> USUAL = Set.of(RS256, PS256, ES256);

    private final String word;

    SigningAlgorithm(String word) {
        this.word = word;
    }

    /** The value of {@code alg}. */
    public String word() {
        return word;
    }
}
