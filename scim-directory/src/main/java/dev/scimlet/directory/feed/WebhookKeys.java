package dev.scimlet.directory.feed;

import dev.scimlet.core.webhook.WebhookKey;
import dev.scimlet.directory.KeyRing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The secrets of endpoints: in the store they are encrypted, each for its endpoint alone. */
final class WebhookKeys {

    private final WebhookStore store;
    private final KeyRing ring;

    WebhookKeys(WebhookStore store, KeyRing ring) {
        this.store = store;
        this.ring = ring;
    }

    private static String purpose(String tenant, String name) {
        return "webhooks of " + tenant.length() + ' ' + tenant + ' ' + name;
    }

    WebhookStore.Secret closed(String tenant, String name, WebhookKey key, Instant now) {
        return new WebhookStore.Secret(
                UUID.randomUUID().toString(), now, null, ring.close(purpose(tenant, name), key.text()));
    }

    /**
     * The keys with which messages of an endpoint are signed now.
     *
     * @throws Delivery.NotTaken if there is none, or one cannot be opened
     */
    List<WebhookKey> of(String tenant, String name) {
        List<WebhookKey> keys = store.secrets(tenant, name).stream()
                .map(secret -> ring.open(purpose(tenant, name), secret.closed())
                        .map(WebhookKey::parse)
                        .orElseThrow(() -> unsigned("a secret of the endpoint cannot be opened: the key ring lacks the"
                                + " key that it was closed with")))
                .toList();
        if (keys.isEmpty()) {
            throw unsigned("the endpoint has no secret");
        }
        return keys;
    }

    /** Whether an endpoint is signed for by a private key. Where nothing can be opened any longer, it begins anew with a secret. */
    boolean hasPair(String tenant, String name) {
        try {
            List<WebhookKey> keys = of(tenant, name);
            return keys.get(keys.size() - 1).isPair();
        } catch (Delivery.NotTaken closed) {
            return false;
        }
    }

    private static Delivery.NotTaken unsigned(String reason) {
        return new Delivery.NotTaken(reason, null, false, Duration.ZERO, null);
    }
}
