package dev.scimlet.directory.jose;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public key that checks signatures (RFC 7517, RFC 7518 §6, RFC 8037): RSA of 2,048 bits or more, P-256, or Ed25519.
 */
public final class JsonWebKey {

    private static final int SMALLEST_RSA = 2_048;

    /** What takes longer to check is no key that anybody uses. */
    private static final int LARGEST_RSA = 8_192;

    private static final int LARGEST_EXPONENT_BITS = 32;

    private static final int SHA_256_BYTES = 32;

    private static final ECParameterSpec P_256 = p256();

    private final @Nullable String id;
    private final @Nullable String algorithm;
    private final Family family;
    private final PublicKey key;

    /** Kinds of keys. */
    private enum Family {
        RSA,
        P_256,
        ED25519;

        boolean signsBy(String algorithm) {
            return switch (this) {
                case RSA -> algorithm.equals("RS256") || algorithm.equals("PS256");
                case P_256 -> algorithm.equals("ES256");
                case ED25519 -> algorithm.equals("EdDSA");
            };
        }
    }

    private JsonWebKey(@Nullable String id, @Nullable String algorithm, Family family, PublicKey key) {
        this.id = id;
        this.algorithm = algorithm;
        this.family = family;
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @throws InvalidTokenException if it is malformed, or none that could check a signature of ours
     */
    static JsonWebKey read(Map<?, ?> members) throws InvalidTokenException {
        requireToVerify(members);
        String id = text(members, "kid").orElse(null);
        String algorithm = text(members, "alg").orElse(null);
        String type = text(members, "kty").orElse("");
        String curve = text(members, "crv").orElse("");
        try {
            if (type.equals("RSA")) {
                return new JsonWebKey(id, algorithm, Family.RSA, rsa(members));
            }
            if (type.equals("EC") && curve.equals("P-256")) {
                return new JsonWebKey(id, algorithm, Family.P_256, p256(members));
            }
            if (type.equals("OKP") && curve.equals("Ed25519")) {
                return new JsonWebKey(id, algorithm, Family.ED25519, ed25519(members));
            }
        } catch (GeneralSecurityException refused) {
            throw new InvalidTokenException("the key is not valid");
        }
        throw new InvalidTokenException("a key of type '" + type + "' is of no use here");
    }

    private static void requireToVerify(Map<?, ?> members) throws InvalidTokenException {
        boolean otherUse =
                text(members, "use").filter(use -> !use.equals("sig")).isPresent();
        boolean otherOperations =
                members.get("key_ops") instanceof List<?> operations && !operations.contains("verify");
        if (otherUse || otherOperations) {
            throw new InvalidTokenException("the key is not for signatures");
        }
    }

    private static Optional<String> text(Map<?, ?> members, String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static BigInteger number(Map<?, ?> members, String name) throws InvalidTokenException {
        return new BigInteger(1, Base64Url.decode("'" + name + "' of a key", members.get(name)));
    }

    private static PublicKey rsa(Map<?, ?> members) throws InvalidTokenException, GeneralSecurityException {
        BigInteger modulus = number(members, "n");
        BigInteger exponent = number(members, "e");
        if (modulus.bitLength() < SMALLEST_RSA || modulus.bitLength() > LARGEST_RSA) {
            throw new InvalidTokenException("an RSA key has " + SMALLEST_RSA + " to " + LARGEST_RSA + " bits");
        }
        if (!exponent.testBit(0) || exponent.equals(BigInteger.ONE) || exponent.bitLength() > LARGEST_EXPONENT_BITS) {
            throw new InvalidTokenException("the exponent of an RSA key is not valid");
        }
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    private static ECParameterSpec p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has P-256", missing);
        }
    }

    private static PublicKey p256(Map<?, ?> members) throws InvalidTokenException, GeneralSecurityException {
        BigInteger x = number(members, "x");
        BigInteger y = number(members, "y");
        BigInteger prime = ((ECFieldFp) P_256.getCurve().getField()).getP();
        BigInteger right = x.pow(3)
                .add(P_256.getCurve().getA().multiply(x))
                .add(P_256.getCurve().getB())
                .mod(prime);
        boolean onCurve = x.compareTo(prime) < 0
                && y.compareTo(prime) < 0
                && y.multiply(y).mod(prime).equals(right);
        if (!onCurve) {
            throw new InvalidTokenException("the key is no point of P-256");
        }
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), P_256));
    }

    /** Its form is that of RFC 8032 §5.1.2: y in little endian, and the lowest bit of x above it. */
    private static PublicKey ed25519(Map<?, ?> members) throws InvalidTokenException, GeneralSecurityException {
        byte[] encoded = Base64Url.decode("'x' of a key", members.get("x"));
        if (encoded.length != 32) {
            throw new InvalidTokenException("an Ed25519 key has 32 bytes");
        }
        boolean xOdd = (encoded[31] & 0x80) != 0;
        byte[] y = new byte[encoded.length];
        for (int i = 0; i < y.length; i++) {
            y[y.length - 1 - i] = encoded[i];
        }
        y[0] &= 0x7f;
        EdECPoint point = new EdECPoint(xOdd, new BigInteger(1, y));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    /** Its {@code kid}; empty if it has none. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** Whether it can check signatures of an algorithm: by its type, its curve, and its {@code alg} where it has one. */
    public boolean fits(String wanted) {
        return family.signsBy(wanted) && (algorithm == null || algorithm.equals(wanted));
    }

    /** Whether a signature is that of the text, by an algorithm that the key fits. */
    boolean verifies(String wanted, byte[] text, byte[] signature) {
        if (!fits(wanted)) {
            return false;
        }
        try {
            Signature verifier = verifier(wanted);
            verifier.initVerify(key);
            verifier.update(text);
            return verifier.verify(signature);
        } catch (InvalidKeyException | SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + wanted, missing);
        }
    }

    private static Signature verifier(String algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case "RS256" -> Signature.getInstance("SHA256withRSA");
            case "PS256" -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SHA_256_BYTES, 1));
                yield pss;
            }
            case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
            case "EdDSA" -> Signature.getInstance("Ed25519");
            default -> throw new AssertionError("no key fits " + algorithm);
        };
    }
}
