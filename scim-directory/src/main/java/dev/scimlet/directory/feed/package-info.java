/**
 * The feed: what changes in the resources of a tenant, as events in an order, recorded in the unit that makes the change, and read
 * by consumers inside the application or outside.
 *
 * <p>Start at {@link dev.scimlet.directory.feed.Feed}. Tables are the matter of {@link dev.scimlet.directory.feed.FeedStore} and those
 * who implement it.
 */
@NullMarked
package dev.scimlet.directory.feed;

import org.jspecify.annotations.NullMarked;
