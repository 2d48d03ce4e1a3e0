package dev.scimlet.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A key of an issuer or of a client, as those have it. */
final class TestKey {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String id;
    private final String algorithm;
    private final KeyPair pair;

    private TestKey(String id, String algorithm, KeyPair pair) {
        this.id = id;
        this.algorithm = algorithm;
        this.pair = pair;
    }

    static TestKey of(String id, String algorithm) {
        try {
            KeyPairGenerator generator;
            if (algorithm.equals("ES256")) {
                generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else if (algorithm.equals("EdDSA")) {
                generator = KeyPairGenerator.getInstance("Ed25519");
            } else {
                generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2_048);
            }
            return new TestKey(id, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    static TestKey rsa(String id, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return new TestKey(id, "RS256", generator.generateKeyPair());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    String id() {
        return id;
    }

    PublicKey publicKey() {
        return pair.getPublic();
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String fixed(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] exact = new byte[length];
        int take = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - take, exact, length - take, take);
        return encode(exact);
    }

    /** The public key as a member of a JWK set. */
    Map<String, Object> jwk() {
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kid", id);
        jwk.put("use", "sig");
        PublicKey key = pair.getPublic();
        if (key instanceof RSAPublicKey rsa) {
            jwk.put("kty", "RSA");
            jwk.put("n", fixed(rsa.getModulus(), rsa.getModulus().bitLength() / 8));
            jwk.put("e", encode(rsa.getPublicExponent().toByteArray()));
        } else if (key instanceof ECPublicKey ec) {
            jwk.put("kty", "EC");
            jwk.put("crv", "P-256");
            jwk.put("x", fixed(ec.getW().getAffineX(), 32));
            jwk.put("y", fixed(ec.getW().getAffineY(), 32));
        } else if (key instanceof EdECPublicKey) {
            byte[] encoded = key.getEncoded();
            jwk.put("kty", "OKP");
            jwk.put("crv", "Ed25519");
            jwk.put("x", encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
        }
        return jwk;
    }

    static String set(TestKey... keys) {
        return json(Map.of("keys", Stream.of(keys).map(TestKey::jwk).toList()));
    }

    static String json(Object document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Map<?, ?> read(String json) {
        try {
            return JSON.readValue(json, Map.class);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException(json, malformed);
        }
    }

    /** A token with these claims, of type JWT. */
    String sign(Map<String, ?> claims) {
        return sign(Map.of("typ", "JWT", "alg", algorithm, "kid", id), json(claims));
    }

    String sign(Map<String, ?> header, String claims) {
        return sign(json(header), claims);
    }

    String sign(String header, String claims) {
        String text =
                encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        return text + "." + encode(signature(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] signature(byte[] text) {
        try {
            Signature signer = switch (algorithm) {
                case "RS256" -> Signature.getInstance("SHA256withRSA");
                case "PS256" -> Signature.getInstance("RSASSA-PSS");
                case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
                default -> Signature.getInstance("Ed25519");
            };
            if (algorithm.equals("PS256")) {
                signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signer.initSign(pair.getPrivate());
            signer.update(text);
            return signer.sign();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    static List<String> algorithms() {
        return List.of("RS256", "PS256", "ES256", "EdDSA");
    }
}
