package dev.scimlet.directory.feed;

import java.util.List;

/**
 * Some events of a tenant, oldest first.
 *
 * @param events that were asked for
 * @param next from where reading goes on, also where there is no event
 * @param more whether more are there already
 */
public record FeedPage(List<FeedEvent> events, String next, boolean more) {

    /** Copies the list. */
    public FeedPage {
        events = List.copyOf(events);
    }
}
