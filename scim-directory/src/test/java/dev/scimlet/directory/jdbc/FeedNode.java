package dev.scimlet.directory.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.Webhooks;
import dev.scimlet.spi.Unit;
import java.net.InetAddress;
import java.time.Duration;

/** A process that serves, relays, consumes and sends webhooks until it is killed: what {@link FeedKillTest} kills. */
final class FeedNode {

    private FeedNode() {}

    /**
     * Creates users, deactivates each, and has both noted with a row in {@code mails}.
     *
     * @param arguments database, URL, schema or catalog, name of the node, user of the database
     */
    public static void main(String[] arguments) {
        FeedFixture.On on = FeedFixture.On.valueOf(arguments[0]);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[1]);
        config.setUsername(arguments[4]);
        config.setMaximumPoolSize(6);
        if (on == FeedFixture.On.POSTGRESQL) {
            config.setSchema(arguments[2]);
        } else if (on == FeedFixture.On.MARIADB) {
            config.setCatalog(arguments[2]);
        }
        FeedFixture node = new FeedFixture(
                on,
                new HikariDataSource(config),
                new FeedFixture.Time(),
                builder -> builder.relayLease(Duration.ofSeconds(2)).consumerLease(Duration.ofSeconds(3)),
                StandardTypes.user());
        node.feed
                .consumer("mails")
                .on("user.created", FeedNode::greet)
                .on("user.deactivated", FeedNode::greet)
                .start();
        Webhooks unused = webhooks(node.feed);
        for (int i = 0; ; i++) {
            String id = node.create(arguments[3] + "-" + i, ",\"active\":true");
            node.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}");
            System.out.println(FeedKillTest.MADE);
        }
    }

    /** Whose endpoints are on this machine. */
    static Webhooks webhooks(Feed feed) {
        return Webhooks.builder(feed, KeyRing.of("k1", new byte[32]))
                .allowing(InetAddress.getLoopbackAddress())
                .build();
    }

    private static void greet(FeedEvent event, Unit unit) {
        unit.sql()
                .orElseThrow()
                .update("INSERT INTO mails (user_id, seq) VALUES (?, ?)", event.resourceId(), event.seq());
    }
}
