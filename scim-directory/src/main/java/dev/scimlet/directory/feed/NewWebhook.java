package dev.scimlet.directory.feed;

/**
 * An endpoint that was just made, or has a new secret.
 *
 * @param secret with which the receiver verifies: {@code whsec_…}, or {@code whpk_…} where a private key signs. It is shown this once
 */
public record NewWebhook(WebhookEndpoint endpoint, String secret) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "NewWebhook[" + endpoint + "]";
    }
}
