package dev.scimlet.simulator.oauth;

import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The keys of one signer: one signs, and those that others may know are published. Many threads use it at once. */
public final class SigningKeys {

    private final List<SigningKey> published = new ArrayList<>();
    private final Deque<SigningKey> successors = new ArrayDeque<>();
    private SigningKey signing;

    private SigningKeys(SigningKey first) {
        this.signing = first;
        published.add(first);
    }

    /** Begins with a key, which is published. Those that follow are RSA keys, as Entra ID's are. */
    public static SigningKeys of(SigningKey first) {
        return new SigningKeys(first);
    }

    /** Begins with a new RSA key. */
    public static SigningKeys generated() {
        return of(SigningKey.rsa());
    }

    /**
     * Publishes the next keys before they sign, as issuers do: a service that has fetched the keys since need not ask again at each
     * rotation.
     */
    public synchronized void publishAhead(int count) {
        for (int i = 0; i < count; i++) {
            SigningKey next = SigningKey.rsa();
            successors.add(next);
            published.add(next);
        }
    }

    /**
     * Has the next key sign: one that is published already, else a new one, which is published now. The former ones stay published,
     * for what they have signed.
     */
    public synchronized void rotate() {
        if (successors.isEmpty()) {
            publishAhead(1);
        }
        signing = successors.remove();
    }

    /** Takes the former keys back: what they have signed is refused by whoever fetches the keys from now on. */
    public synchronized void withdrawFormer() {
        published.removeIf(key -> !key.equals(signing) && !successors.contains(key));
    }

    /** Has a key sign that is not published, as somebody's who only claims to be this signer. */
    public synchronized void signWithUnknownKey() {
        signing = SigningKey.rsa();
    }

    /** The published keys as a JWK set (RFC 7517 §5), for a service to fetch or an administrator to paste. */
    public synchronized String jwks() {
        return PlainJson.write(
                Map.of("keys", published.stream().map(SigningKey::jwk).toList()));
    }

    synchronized SigningKey signing() {
        return signing;
    }
}
