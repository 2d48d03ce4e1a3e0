package dev.scimlet.examples.mediusflow.account;

import java.time.Instant;

/** A group of accounts, such as those who approve invoices. */
public record UserGroup(
        String id, String name, String externalId, long members, long version, Instant created, Instant updated) {}
