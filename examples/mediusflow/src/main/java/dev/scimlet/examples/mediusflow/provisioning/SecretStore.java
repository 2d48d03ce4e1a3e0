package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.RandomText;
import dev.scimlet.protocol.access.StoredToken;
import dev.scimlet.protocol.access.TokenStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * The application's provisioning secrets, for the library that checks them. The recorder is told whose secret was
 * presented, also if it does not work any more: a stranger it is not.
 */
final class SecretStore implements TokenStore {

    /** What the table wants of a token that shall live for ever. */
    private static final long YEARS_FOR_EVER = 100;

    private final Database database;
    private final Recorder recorder;

    SecretStore(Database database, Recorder recorder) {
        this.database = database;
        this.recorder = recorder;
    }

    @Override
    public Optional<StoredToken> find(String hash) {
        Optional<Found> found = database.first(
                "select s.*, coalesce(least(a.rights_lost_at, a.left_at), a.left_at, a.rights_lost_at) as owner_gone_at"
                        + " from provisioning_secrets s left join administrators a on a.id = s.owner_id"
                        + " where s.secret_hash = ?",
                row -> new Found(
                        StoredToken.builder(hash, row.text("label"), row.time("created_at"))
                                .tenant(row.text("tenant_id"))
                                .expires(row.time("expires_at"))
                                .revoked(row.optionalTime("revoked_at").orElse(null))
                                .lastUsed(row.optionalTime("last_used_at").orElse(null))
                                .build(),
                        row.optionalTime("owner_gone_at").isPresent()),
                hash);
        found.ifPresent(each -> recorder.current().presented(each.token.label(), each.token.tenant(), each.ownerGone));
        return found.map(Found::token);
    }

    private record Found(StoredToken token, boolean ownerGone) {}

    @Override
    public void add(StoredToken token) {
        Instant forEver = token.created().plus(365 * YEARS_FOR_EVER, ChronoUnit.DAYS);
        database.change(
                "insert into provisioning_secrets"
                        + " (id, tenant_id, label, secret_hash, form_id, created_by, created_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                UUID.randomUUID().toString(),
                token.tenant().orElseThrow(() -> new IllegalArgumentException("a secret belongs to a tenant")),
                token.label(),
                token.hash(),
                RandomText.unguessable(),
                "MediusFlow",
                token.created(),
                token.expires().orElse(forEver));
    }

    @Override
    public void used(String hash, Instant when) {
        database.change("update provisioning_secrets set last_used_at = ? where secret_hash = ?", when, hash);
    }

    @Override
    public void revoke(String hash, Instant when) {
        database.change(
                "update provisioning_secrets set revoked_at = ? where secret_hash = ? and revoked_at is null",
                when,
                hash);
    }
}
