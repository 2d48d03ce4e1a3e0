package dev.scimlet.directory.feed;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a webhook endpoint wants its events. {@link #standard} is all of them from now on, each when the one before it was taken, signed with a secret.
 *
 * @param types of which types; empty for all
 * @param ordered whether an event is sent when the one before it was taken; otherwise up to eight at once, each with retries of its own
 * @param fromOldest whether the endpoint begins with the oldest event that is kept, and not with what comes
 * @param asymmetric whether messages are signed with a private key (Ed25519) of which the receiver gets the public half
 */
public record WebhookSettings(Set<String> types, boolean ordered, boolean fromOldest, boolean asymmetric) {

    /** What the column for types takes. */
    private static final int LONGEST_TYPES = 4_000;

    /**
     * Copies and checks the types.
     *
     * @throws IllegalArgumentException if one is none, or they are over 4,000 characters in all
     */
    public WebhookSettings {
        types = types.stream().map(EventTypes::checked).collect(Collectors.toUnmodifiableSet());
        if (String.join(",", types).length() > LONGEST_TYPES) {
            throw new IllegalArgumentException("an endpoint names types of up to 4,000 characters in all");
        }
    }

    /** All events from now on, ordered, signed with a secret. */
    public static WebhookSettings standard() {
        return new WebhookSettings(Set.of(), true, false, false);
    }

    /** The same, of some types only, such as {@code user.deactivated}. */
    public WebhookSettings only(String... values) {
        return new WebhookSettings(
                Arrays.stream(values).collect(Collectors.toUnmodifiableSet()), ordered, fromOldest, asymmetric);
    }

    /** The same, with up to eight events at once, in no order. */
    public WebhookSettings unordered() {
        return new WebhookSettings(types, false, fromOldest, asymmetric);
    }

    /** The same, beginning with the oldest event that is kept. */
    public WebhookSettings beginningWithOldest() {
        return new WebhookSettings(types, ordered, true, asymmetric);
    }

    /** The same, signed with a private key. */
    public WebhookSettings signedByPrivateKey() {
        return new WebhookSettings(types, ordered, fromOldest, true);
    }
}
