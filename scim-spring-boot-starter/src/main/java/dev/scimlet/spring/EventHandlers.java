package dev.scimlet.spring;

import dev.scimlet.directory.feed.DirectoryEventHandler;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.context.SmartLifecycle;

/**
 * Starts a consumer for each bean that handles events, once all beans are there, and stops it before the first of them goes. Its name
 * is that of the bean.
 */
final class EventHandlers implements SmartLifecycle {

    private final Feed feed;
    private final Map<String, DirectoryEventHandler> handlers;
    private final List<FeedConsumer> started = new ArrayList<>();

    EventHandlers(Feed feed, Map<String, DirectoryEventHandler> handlers) {
        this.feed = feed;
        this.handlers = handlers;
    }

    @Override
    public synchronized void start() {
        handlers.forEach((name, handler) ->
                started.add(feed.consumer(name).handler(handler).start()));
    }

    @Override
    public synchronized void stop() {
        started.forEach(FeedConsumer::stop);
        started.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !started.isEmpty();
    }
}
