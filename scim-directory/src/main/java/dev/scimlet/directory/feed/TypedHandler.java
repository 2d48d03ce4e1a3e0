package dev.scimlet.directory.feed;

import dev.scimlet.spi.Unit;
import java.util.Set;

/** A handler of events of some types. */
record TypedHandler(Set<String> types, DirectoryEventHandler handler) implements DirectoryEventHandler {

    TypedHandler {
        types = Set.copyOf(types);
        types.forEach(EventTypes::checked);
        if (types.isEmpty()) {
            throw new IllegalArgumentException("a handler of no type of events takes none");
        }
    }

    @Override
    public void on(FeedEvent event, Unit unit) {
        handler.on(event, unit);
    }
}
