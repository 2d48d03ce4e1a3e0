package dev.scimlet.directory.feed;

import org.jspecify.annotations.Nullable;

/**
 * What the relay looks at of an event that has no number yet.
 *
 * @param id of the event
 * @param tenant whose it is
 * @param resource type and id of the resource, as one text
 * @param versionBefore as {@link NewEvent#versionBefore}
 * @param versionAfter as {@link NewEvent#versionAfter}
 * @param transaction as {@link NewEvent#transaction}
 */
public record Unnumbered(
        String id,
        String tenant,
        String resource,
        @Nullable String versionBefore,
        @Nullable String versionAfter,
        String transaction) {}
