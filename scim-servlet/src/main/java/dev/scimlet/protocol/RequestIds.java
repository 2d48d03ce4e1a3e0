package dev.scimlet.protocol;

import dev.scimlet.protocol.message.ScimRequest;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Names requests: as the host does, where it gives a usable name, or at random. */
final class RequestIds {

    /** Longer ones would make log lines long; trace ids have 32 characters. */
    private static final int LONGEST = 128;

    private final Function<ScimRequest, String> host;

    /** @param host null or empty if it gives none */
    RequestIds(Function<ScimRequest, String> host) {
        this.host = host;
    }

    String of(ScimRequest request) {
        String given = host.apply(request);
        return isUsable(given)
                ? given
                : Long.toHexString(ThreadLocalRandom.current().nextLong() | 1L << 63);
    }

    /** It goes into logs and a header: no blanks, no controls, nothing beyond ASCII. */
    private static boolean isUsable(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && name.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }
}
