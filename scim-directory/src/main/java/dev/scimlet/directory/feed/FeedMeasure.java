package dev.scimlet.directory.feed;

import java.util.Map;

/**
 * A measure of how the feed stands, for a registry of metrics: each is a gauge. It comes from the database, so every node tells
 * the same: take the largest of them, not their sum. No tag names a tenant, of whom there may be many, unless {@link
 * Feed.Builder#measureTenants} asks for it.
 *
 * <table>
 *   <caption>Names</caption>
 *   <tr><td>{@code scimlet.feed.unnumbered}</td><td>events that the relay has not numbered yet</td></tr>
 *   <tr><td>{@code scimlet.feed.consumer.last}</td><td>the number of the newest event; of several tenants the sum</td></tr>
 *   <tr><td>{@code scimlet.feed.consumer.position}</td><td>the number of the last event that it has taken, in the same way</td></tr>
 *   <tr><td>{@code scimlet.feed.consumer.age}</td><td>seconds since the oldest event that it has to read; 0 if there is none</td></tr>
 *   <tr><td>{@code scimlet.feed.consumer.attempts}</td><td>how often the event was tried that was tried most often</td></tr>
 *   <tr><td>{@code scimlet.feed.consumer.stopped}</td><td>for how many tenants it is paused or has expired</td></tr>
 *   <tr><td>{@code scimlet.feed.consumer.parked}</td><td>events that are put aside</td></tr>
 *   <tr><td>{@code scimlet.feed.webhooks.endpoints}</td><td>webhook endpoints, where the application has {@link Webhooks}, as in what follows</td></tr>
 *   <tr><td>{@code scimlet.feed.webhooks.waiting}</td><td>events that they have still to get or to pass over</td></tr>
 *   <tr><td>{@code scimlet.feed.webhooks.age}</td><td>seconds since the oldest of these; 0 if there is none</td></tr>
 *   <tr><td>{@code scimlet.feed.webhooks.failing}</td><td>endpoints that took nothing the last time, and are tried again</td></tr>
 *   <tr><td>{@code scimlet.feed.webhooks.paused}</td><td>endpoints that somebody has paused</td></tr>
 *   <tr><td>{@code scimlet.feed.webhooks.off}</td><td>endpoints that are switched off, or have expired</td></tr>
 *   <tr><td>{@code scimlet.feed.webhooks.parked}</td><td>events that are put aside</td></tr>
 * </table>
 *
 * @param tags {@code consumer}, the name of a consumer of the application, and {@code tenant} where it is asked for; no tag names an endpoint or its
 *     address
 */
public record FeedMeasure(String name, long value, Map<String, String> tags) {

    /** Copies the tags. */
    public FeedMeasure {
        tags = Map.copyOf(tags);
    }
}
