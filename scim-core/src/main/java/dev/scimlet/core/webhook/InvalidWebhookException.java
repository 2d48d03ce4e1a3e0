package dev.scimlet.core.webhook;

/** A request that is no webhook of the sender: it is refused, with a status of 400 or 401, and nothing of it is believed. */
public final class InvalidWebhookException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason a sentence for logs, in which neither a key nor the content stands */
    InvalidWebhookException(String reason) {
        super(reason);
    }
}
