package dev.scimlet.examples.mediusflow.tenant;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.database.DatabaseException;
import dev.scimlet.examples.mediusflow.database.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The secrets with which directories provision tenants. Several may live side by side, so that one can be replaced
 * without a gap.
 */
public final class ProvisioningSecrets {

    /** Says to a person, and to tools that search for leaked secrets, what kind of secret this is. */
    public static final String PREFIX = "mf_";

    /** With this begins what the secret of a check of our own is called. */
    public static final String CHECK = "Connection check";

    /** Secrets, each with what has become of the administrator who generated it. */
    private static final String SELECT =
            "select s.*, coalesce(least(a.rights_lost_at, a.left_at), a.left_at, a.rights_lost_at) as owner_gone_at"
                    + " from provisioning_secrets s left join administrators a on a.id = s.owner_id";

    private final Database database;
    private final Clock clock;

    public ProvisioningSecrets(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes a secret.
     *
     * @param createdBy the login name of the administrator to whom it belongs
     * @param formId what the form that asks for it was given, so that the same form sent again makes no second one
     * @return the secret, kept nowhere else, or why there is none
     */
    public Generated generate(Tenant tenant, String label, Duration life, String createdBy, String formId) {
        String secret = PREFIX + RandomText.unguessable();
        Instant now = clock.instant();
        try {
            database.change(
                    "insert into provisioning_secrets"
                            + " (id, tenant_id, label, last_four, secret_hash, form_id, created_by, created_at,"
                            + " expires_at, owner_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?,"
                            + " (select id from administrators where organisation_id = ? and login_key = lower(?)))",
                    UUID.randomUUID().toString(),
                    tenant.id(),
                    label,
                    secret.substring(secret.length() - 4),
                    RandomText.fingerprint(secret),
                    formId,
                    createdBy,
                    now,
                    now.plus(life),
                    tenant.organisationId(),
                    createdBy);
            return new Generated.Secret(secret);
        } catch (DatabaseException e) {
            if (!e.duplicate()) {
                throw e;
            }
            boolean sentBefore =
                    database.number("select count(*) as number from provisioning_secrets where form_id = ?", formId)
                            > 0;
            return sentBefore ? Generated.Nothing.FORM_WAS_SENT_BEFORE : Generated.Nothing.LABEL_IS_TAKEN;
        }
    }

    /** What came of asking for a secret. */
    public sealed interface Generated {

        /** The secret, kept nowhere else. */
        record Secret(String text) implements Generated {}

        /** Why there is none. */
        enum Nothing implements Generated {
            FORM_WAS_SENT_BEFORE,
            LABEL_IS_TAKEN
        }

        /** The secret, if there is one. */
        default Optional<String> secret() {
            return this instanceof Secret made ? Optional.of(made.text()) : Optional.empty();
        }
    }

    /** Takes a secret out of the list as if it had never been made: one that only a check of our own has used. */
    public void forget(String secret) {
        database.change("delete from provisioning_secrets where secret_hash = ?", RandomText.fingerprint(secret));
    }

    public Optional<ProvisioningSecret> withId(Tenant tenant, String id) {
        return of(tenant).stream().filter(secret -> secret.id().equals(id)).findFirst();
    }

    /** The secrets of a whole organisation that work, and that one administrator generated. */
    public List<ProvisioningSecret> liveOf(Administrator administrator) {
        Instant now = clock.instant();
        return database
                .list(SELECT + " where s.owner_id = ? order by s.label", ProvisioningSecrets::read, administrator.id())
                .stream()
                .filter(secret -> secret.state(now) == ProvisioningSecret.State.LIVE)
                .toList();
    }

    /** A tenant's secrets, the newest first. */
    public List<ProvisioningSecret> of(Tenant tenant) {
        return database.list(
                SELECT + " where s.tenant_id = ? order by s.created_at desc, s.id",
                ProvisioningSecrets::read,
                tenant.id());
    }

    /**
     * Makes a secret useless at once.
     *
     * @return the secret, or empty if this tenant has none with this id that was not revoked before
     */
    public Optional<ProvisioningSecret> revoke(Tenant tenant, String id) {
        int changed = database.change(
                "update provisioning_secrets set revoked_at = ?"
                        + " where id = ? and tenant_id = ? and revoked_at is null",
                clock.instant(),
                id,
                tenant.id());
        return changed == 0
                ? Optional.empty()
                : database.first(SELECT + " where s.id = ?", ProvisioningSecrets::read, id);
    }

    /** What is known of a secret that a client presents, whatever its state and whichever tenant it is for. */
    public Optional<ProvisioningSecret> find(String secret) {
        // What is compared in the index is a hash of 256 random bits: how long that takes helps nobody to guess.
        return database.first(
                SELECT + " where s.secret_hash = ?", ProvisioningSecrets::read, RandomText.fingerprint(secret));
    }

    private static ProvisioningSecret read(Row row) {
        return new ProvisioningSecret(
                row.text("id"),
                row.text("tenant_id"),
                row.text("label"),
                row.text("last_four"),
                row.text("created_by"),
                row.time("created_at"),
                row.time("expires_at"),
                row.optionalTime("last_used_at"),
                row.optionalTime("revoked_at"),
                row.optionalTime("owner_gone_at"));
    }
}
