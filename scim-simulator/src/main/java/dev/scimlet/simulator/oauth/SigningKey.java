package dev.scimlet.simulator.oauth;

import dev.scimlet.testkit.json.PlainJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key that signs JWTs: RSA for RS256, P-256 for ES256 (RFC 7518 §3.3, §3.4). Its private part is never shown. */
public final class SigningKey {

    private static final int RSA_BITS = 2_048;
    private static final String P_256 = "secp256r1";
    private static final int P_256_BYTES = 32;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** What stands before the public point in a private key as OpenSSL writes it (RFC 5915 §3). */
    private static final byte[] BEFORE_POINT = {(byte) 0xa1, 0x44, 0x03, 0x42, 0x00, 0x04};

    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final String id;

    private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.id = thumbprint(members(publicKey));
    }

    /** A new RSA key of 2,048 bits. */
    public static SigningKey rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException missing) {
            throw everyPlatformHas(missing);
        }
    }

    /** A new key on the curve P-256. */
    public static SigningKey ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(P_256));
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException missing) {
            throw everyPlatformHas(missing);
        }
    }

    private static IllegalStateException everyPlatformHas(GeneralSecurityException missing) {
        return new IllegalStateException("every Java platform has RSA, P-256 and SHA-256", missing);
    }

    /**
     * The key in a text as {@code openssl genpkey} writes it.
     *
     * @param pem PKCS #8 between {@code -----BEGIN PRIVATE KEY-----} and its end, not encrypted
     * @throws IllegalArgumentException if it has no key, or another than RSA of 2,048 bits or more or P-256
     */
    public static SigningKey ofPem(String pem) {
        Matcher block = PEM.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException(
                    "there is no '-----BEGIN PRIVATE KEY-----'; 'openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048'"
                            + " writes one");
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(block.group(1));
        } catch (IllegalArgumentException malformed) {
            throw unusable(malformed);
        }
        try {
            return ofRsa(encoded);
        } catch (GeneralSecurityException notRsa) {
            try {
                return ofEc(encoded);
            } catch (GeneralSecurityException neither) {
                throw unusable(neither);
            }
        }
    }

    private static IllegalArgumentException unusable(Exception cause) {
        return new IllegalArgumentException("the key is neither RSA of 2,048 bits or more nor P-256", cause);
    }

    private static SigningKey ofRsa(byte[] encoded) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("RSA");
        PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
        if (!(key instanceof RSAPrivateCrtKey rsa) || rsa.getModulus().bitLength() < RSA_BITS) {
            throw unusable(new GeneralSecurityException("too short"));
        }
        return new SigningKey(
                key, factory.generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())));
    }

    /** The JDK keeps the private number alone, so the public point is read from where OpenSSL has it, and tried. */
    private static SigningKey ofEc(byte[] encoded) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("EC");
        ECPrivateKey key = (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
        ECParameterSpec curve = key.getParams();
        int point = encoded.length - 2 * P_256_BYTES;
        int before = point - BEFORE_POINT.length;
        if (curve.getCurve().getField().getFieldSize() != 8 * P_256_BYTES
                || before < 0
                || !Arrays.equals(encoded, before, point, BEFORE_POINT, 0, BEFORE_POINT.length)) {
            throw new GeneralSecurityException("the key does not hold its public point");
        }
        ECPoint publicPoint = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(encoded, point, point + P_256_BYTES)),
                new BigInteger(1, Arrays.copyOfRange(encoded, point + P_256_BYTES, encoded.length)));
        SigningKey read = new SigningKey(key, factory.generatePublic(new ECPublicKeySpec(publicPoint, curve)));
        byte[] tried = {1, 2, 3};
        Signature verifier = Signature.getInstance(read.signatureName());
        verifier.initVerify(read.publicKey);
        verifier.update(tried);
        if (!verifier.verify(read.signature(tried))) {
            throw new GeneralSecurityException("the public point is that of another key");
        }
        return read;
    }

    /** What {@code kid} says: the key's thumbprint (RFC 7638 §3). */
    public String id() {
        return id;
    }

    /** The algorithm that it signs with: {@code RS256} or {@code ES256}. */
    public String algorithm() {
        return publicKey instanceof RSAPublicKey ? "RS256" : "ES256";
    }

    /** The public key as a member of a JWK set (RFC 7517 §4). */
    public Map<String, Object> jwk() {
        Map<String, Object> jwk = new LinkedHashMap<>(members(publicKey));
        jwk.put("use", "sig");
        jwk.put("alg", algorithm());
        jwk.put("kid", id);
        return jwk;
    }

    private static Map<String, String> members(PublicKey key) {
        Map<String, String> members = new TreeMap<>();
        if (key instanceof RSAPublicKey rsa) {
            members.put("kty", "RSA");
            members.put("n", encode(unsigned(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8)));
            BigInteger exponent = rsa.getPublicExponent();
            members.put("e", encode(unsigned(exponent, (exponent.bitLength() + 7) / 8)));
        } else if (key instanceof ECPublicKey ec) {
            members.put("kty", "EC");
            members.put("crv", "P-256");
            members.put("x", encode(unsigned(ec.getW().getAffineX(), P_256_BYTES)));
            members.put("y", encode(unsigned(ec.getW().getAffineY(), P_256_BYTES)));
        }
        return members;
    }

    private static String thumbprint(Map<String, String> members) {
        byte[] text =
                PlainJson.write(new LinkedHashMap<String, Object>(members)).getBytes(StandardCharsets.UTF_8);
        try {
            return encode(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (GeneralSecurityException missing) {
            throw everyPlatformHas(missing);
        }
    }

    private static byte[] unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] exact = new byte[length];
        int take = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - take, exact, length - take, take);
        return exact;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * A signed JWT (RFC 7515 §3.1).
     *
     * @param type what {@code typ} says
     */
    String sign(String type, Map<String, Object> claims) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", type);
        header.put("alg", algorithm());
        header.put("kid", id);
        String text = encode(PlainJson.write(header).getBytes(StandardCharsets.UTF_8)) + "."
                + encode(PlainJson.write(claims).getBytes(StandardCharsets.UTF_8));
        try {
            return text + "." + encode(signature(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException missing) {
            throw everyPlatformHas(missing);
        }
    }

    private String signatureName() {
        return publicKey instanceof RSAPublicKey ? "SHA256withRSA" : "SHA256withECDSAinP1363Format";
    }

    private byte[] signature(byte[] text) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(signatureName());
        signer.initSign(privateKey);
        signer.update(text);
        return signer.sign();
    }

    @Override
    public String toString() {
        return algorithm() + " key " + id;
    }
}
