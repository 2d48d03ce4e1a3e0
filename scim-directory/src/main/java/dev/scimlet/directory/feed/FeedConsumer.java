package dev.scimlet.directory.feed;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the feed inside the application. It is given the events of all tenants, those of each tenant in their order, on one node at
 * a time; how far it is stands in the database, so it goes on there after a restart, on whichever node.
 */
public final class FeedConsumer {

    static final String KIND = "APPLICATION";

    private final Feed feed;
    private final String name;

    FeedConsumer(Feed feed, String name) {
        this.feed = feed;
        this.name = name;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Ends its work on this node, after the event that it is at. What comes meanwhile waits for it. */
    public void stop() {
        feed.stopConsumer(name);
    }

    /** Says what a consumer does with which events. */
    public static final class Builder {

        private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,100}");

        /** Half a minute of trouble passes without much of a pause; what lasts is tried every five minutes. */
        private static final List<Duration> PAUSES = List.of(
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                Duration.ofMinutes(5));

        private final Feed feed;
        private final String name;
        private final Map<String, DirectoryEventHandler> handlers = new LinkedHashMap<>();
        private @Nullable DirectoryEventHandler ofOthers;
        private List<Duration> pauses = PAUSES;
        private boolean fromNow;

        Builder(Feed feed, String name) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no name of a consumer: 1 to 100 letters, digits, '_', '.' and '-'");
            }
            this.feed = feed;
            this.name = name;
        }

        /**
         * Gives events of a type to a handler. Events of types that nobody takes are passed over.
         *
         * @throws IllegalArgumentException if the type is none, or has a handler
         */
        public Builder on(String type, DirectoryEventHandler handler) {
            if (handlers.putIfAbsent(EventTypes.checked(type), handler) != null) {
                throw new IllegalArgumentException("'" + type + "' has a handler already");
            }
            return this;
        }

        /** Gives all events that no other handler takes to a handler. */
        public Builder onOthers(DirectoryEventHandler handler) {
            this.ofOthers = handler;
            return this;
        }

        /** Gives a handler the events of the types that it names, or all that no other handler takes if it names none. */
        public Builder handler(DirectoryEventHandler handler) {
            if (handler.types().isEmpty()) {
                return onOthers(handler);
            }
            handler.types().forEach(type -> on(type, handler));
            return this;
        }

        /** Begins, when its name is first seen, with what comes from then on. By default it begins with the oldest event that is kept. */
        public Builder fromNow() {
            this.fromNow = true;
            return this;
        }

        /**
         * The pauses after an attempt that failed; the last is that of all further ones. After five attempts the event is put aside if
         * another one is taken.
         */
        public Builder pauses(List<Duration> values) {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("there is at least one pause");
            }
            this.pauses = List.copyOf(values);
            return this;
        }

        /**
         * Has the consumer work on this node as soon as the feed runs.
         *
         * @throws IllegalStateException if a consumer of the name works here already
         */
        public FeedConsumer start() {
            feed.startConsumer(
                    name,
                    KIND,
                    fromNow,
                    units -> new HandlerDelivery(name, feed.store(), units, handlers, ofOthers, pauses));
            return new FeedConsumer(feed, name);
        }
    }
}
