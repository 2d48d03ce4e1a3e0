package dev.scimlet.directory.jose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A set of public keys (RFC 7517 §5). Keys that could not check a signature of ours are left out. Immutable. */
public final class JsonWebKeys {

    private static final int MOST = 100;

    private final List<JsonWebKey> keys;

    private JsonWebKeys(List<JsonWebKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads a set; members that are not known, and keys that are of no use here, are passed over.
     *
     * @throws InvalidTokenException if it is no set, has over a hundred keys, or a private one
     */
    public static JsonWebKeys read(byte[] json) throws InvalidTokenException {
        if (!(Json.object(json).get("keys") instanceof List<?> members)) {
            throw new InvalidTokenException("a set of keys has a list 'keys'");
        }
        if (members.size() > MOST) {
            throw new InvalidTokenException("a set has at most " + MOST + " keys");
        }
        List<JsonWebKey> keys = new ArrayList<>();
        for (Object member : members) {
            if (member instanceof Map<?, ?> key) {
                requirePublic(key);
                readInto(keys, key);
            }
        }
        return new JsonWebKeys(keys);
    }

    /** Whoever publishes a private key must hear of it. */
    private static void requirePublic(Map<?, ?> key) throws InvalidTokenException {
        if (key.containsKey("d") || key.containsKey("k")) {
            throw new InvalidTokenException("the set holds a private key or a secret: only public keys belong here");
        }
    }

    private static void readInto(List<JsonWebKey> keys, Map<?, ?> key) {
        try {
            keys.add(JsonWebKey.read(key));
        } catch (InvalidTokenException ofNoUse) {
            return;
        }
    }

    /** Whether none of the keys is of use. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /**
     * The keys that may have signed a token.
     *
     * @param id the {@code kid} of the token, or null: then the only key that fits the algorithm, if just one does
     */
    public List<JsonWebKey> candidates(@Nullable String id, String algorithm) {
        List<JsonWebKey> fitting =
                keys.stream().filter(key -> key.fits(algorithm)).toList();
        if (id == null) {
            return fitting.size() == 1 ? fitting : List.of();
        }
        return fitting.stream()
                .filter(key -> key.id().filter(id::equals).isPresent())
                .toList();
    }
}
