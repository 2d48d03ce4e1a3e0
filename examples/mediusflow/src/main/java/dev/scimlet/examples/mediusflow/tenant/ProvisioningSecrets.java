package dev.scimlet.examples.mediusflow.tenant;

import dev.scimlet.directory.Credential;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectorySettings;
import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.NewCredential;
import dev.scimlet.directory.jdbc.JdbcDirectoryStore;
import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.database.DatabaseException;
import dev.scimlet.examples.mediusflow.database.Row;
import dev.scimlet.protocol.access.StoredToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The secrets with which directories provision tenants: pasted tokens of the one directory that a tenant has. Several may live side
 * by side, so that one can be replaced without a gap. What the application adds is whose they are.
 */
public final class ProvisioningSecrets {

    /** Says to a person, and to tools that search for leaked secrets, what kind of secret this is. */
    public static final String PREFIX = "mf_";

    /** What the secrets of a check of our own are called, and with what its directory's name begins. */
    private static final String CHECK = "Connection check";

    private static final Duration CHECKED_WITHIN = Duration.ofMinutes(1);

    /** A check that has not ended by then was cut short. */
    private static final Duration LONGEST_CHECK = Duration.ofMinutes(5);

    private static final String CONNECTION = "Directory";

    /** Who generated which secret, each with what has become of that administrator. */
    private static final String SELECT =
            "select o.*, coalesce(least(a.rights_lost_at, a.left_at), a.left_at, a.rights_lost_at) as owner_gone_at"
                    + " from secret_owners o left join administrators a on a.id = o.owner_id";

    private final Database database;
    private final DirectoryStore store;
    private final Directories directories;
    private final Clock clock;

    public ProvisioningSecrets(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.store = JdbcDirectoryStore.over(database.source());
        this.directories = Directories.builder(store).clock(clock).build();
    }

    /** The connection of a tenant, with all that may authenticate for it. */
    public Directory connection(Tenant tenant) {
        return connection(tenant.id());
    }

    /** As {@link #connection(Tenant)}, by the id of the tenant. */
    public Directory connection(String tenantId) {
        return found(tenantId).orElseGet(() -> {
            try {
                return directories.create(
                        tenantId,
                        CONNECTION,
                        IdentityProvider.OTHER,
                        more -> more.settings(
                                DirectorySettings.builder().rate(2_000, 10_000).build()));
            } catch (IllegalArgumentException madeByAnotherNode) {
                return found(tenantId).orElseThrow(() -> madeByAnotherNode);
            }
        });
    }

    private Optional<Directory> found(String tenantId) {
        return directories.ofTenant(tenantId).stream()
                .filter(directory -> directory.name().equals(CONNECTION))
                .findFirst();
    }

    /**
     * Makes a secret.
     *
     * @param createdBy the login name of the administrator to whom it belongs
     * @param formId what the form that asks for it was given, so that the same form sent again makes no second one
     * @return the secret, kept nowhere else, or why there is none
     */
    public Generated generate(Tenant tenant, String label, Duration life, String createdBy, String formId) {
        try {
            database.change(
                    "insert into secret_owners (form_id, tenant_id, label, created_by, owner_id) values (?, ?, ?, ?,"
                            + " (select id from administrators where organisation_id = ? and login_key = lower(?)))",
                    formId,
                    tenant.id(),
                    label,
                    createdBy,
                    tenant.organisationId(),
                    createdBy);
        } catch (DatabaseException e) {
            if (!e.duplicate()) {
                throw e;
            }
            boolean sentBefore =
                    database.number("select count(*) as number from secret_owners where form_id = ?", formId) > 0;
            return sentBefore ? Generated.Nothing.FORM_WAS_SENT_BEFORE : Generated.Nothing.LABEL_IS_TAKEN;
        }
        String secret = PREFIX + RandomText.unguessable();
        try {
            Credential made =
                    directories.credentials().registerToken(connection(tenant).id(), secret, label, life);
            database.change("update secret_owners set credential_id = ? where form_id = ?", made.id(), formId);
            return new Generated.Secret(secret);
        } catch (IllegalArgumentException tooMany) {
            database.change("delete from secret_owners where form_id = ?", formId);
            return Generated.Nothing.TOO_MANY_WORK;
        }
    }

    /** What came of asking for a secret. */
    public sealed interface Generated {

        /** The secret, kept nowhere else. */
        record Secret(String text) implements Generated {}

        /** Why there is none. */
        enum Nothing implements Generated {
            FORM_WAS_SENT_BEFORE,
            LABEL_IS_TAKEN,
            TOO_MANY_WORK
        }

        /** The secret, if there is one. */
        default Optional<String> secret() {
            return this instanceof Secret made ? Optional.of(made.text()) : Optional.empty();
        }
    }

    /**
     * What a check of our own asks with.
     *
     * @param directoryId of a directory of its own
     * @param secret one that works
     * @param revoked one that works no longer
     */
    public record Check(String directoryId, String secret, String revoked) {}

    /** Secrets for a check of our own, gone with {@link #endCheck}; what a check has left that was cut short goes now. */
    public Check beginCheck(Tenant tenant) {
        Instant cutShort = clock.instant().minus(LONGEST_CHECK);
        directories.ofTenant(tenant.id()).stream()
                .filter(directory -> isCheck(directory) && directory.created().isBefore(cutShort))
                .forEach(directory -> directories.delete(directory.id()));
        String id = directories
                .create(tenant.id(), CHECK + " " + UUID.randomUUID(), IdentityProvider.OTHER)
                .id();
        NewCredential revoked = directories.credentials().createToken(id, CHECK, CHECKED_WITHIN);
        directories.credentials().revoke(id, revoked.credential().id());
        NewCredential works = directories.credentials().createToken(id, CHECK, CHECKED_WITHIN);
        return new Check(id, works.secret(), revoked.secret());
    }

    public void endCheck(Check check) {
        directories.delete(check.directoryId());
    }

    /** Whether a directory is there for a check of our own. */
    public static boolean isCheck(Directory directory) {
        return directory.name().startsWith(CHECK);
    }

    public Optional<ProvisioningSecret> withId(Tenant tenant, String id) {
        return of(tenant).stream().filter(secret -> secret.id().equals(id)).findFirst();
    }

    /** The secrets of a whole organisation that work, and that one administrator generated. */
    public List<ProvisioningSecret> liveOf(Administrator administrator) {
        Instant now = clock.instant();
        return database
                .list(
                        "select distinct tenant_id from secret_owners where owner_id = ?",
                        row -> row.text("tenant_id"),
                        administrator.id())
                .stream()
                .flatMap(tenantId -> of(tenantId, Optional.of(administrator.id())).stream())
                .filter(secret -> secret.state(now) == ProvisioningSecret.State.LIVE)
                .sorted(Comparator.comparing(ProvisioningSecret::label))
                .toList();
    }

    /** A tenant's secrets, the newest first. */
    public List<ProvisioningSecret> of(Tenant tenant) {
        return of(tenant.id(), Optional.empty());
    }

    private List<ProvisioningSecret> of(String tenantId, Optional<String> ownerId) {
        Map<String, Owned> owned = new LinkedHashMap<>();
        database.list(SELECT + " where o.tenant_id = ? and o.credential_id is not null", Owned::read, tenantId).stream()
                .filter(each -> ownerId.isEmpty() || ownerId.equals(each.ownerId()))
                .forEach(each -> owned.put(each.credentialId(), each));
        if (owned.isEmpty()) {
            return List.of();
        }
        return directories.credentials().tokens(connection(tenantId).id()).stream()
                .flatMap(token -> Stream.ofNullable(owned.get(token.id())).map(owner -> secret(tenantId, token, owner)))
                .sorted(Comparator.comparing(ProvisioningSecret::created)
                        .reversed()
                        .thenComparing(ProvisioningSecret::id))
                .toList();
    }

    /** Whose a secret is. */
    private record Owned(String credentialId, String createdBy, Optional<String> ownerId, Optional<Instant> ownerGone) {

        static Owned read(Row row) {
            return new Owned(
                    row.text("credential_id"),
                    row.text("created_by"),
                    Optional.of(row.text("owner_id")).filter(id -> !id.isEmpty()),
                    row.optionalTime("owner_gone_at"));
        }
    }

    private static ProvisioningSecret secret(String tenantId, Credential token, Owned owned) {
        return new ProvisioningSecret(
                token.id(),
                tenantId,
                token.label(),
                token.hint(),
                owned.createdBy(),
                token.created(),
                token.expires().orElse(Instant.MAX),
                token.lastUsed(),
                token.revoked(),
                owned.ownerGone());
    }

    /**
     * Makes a secret useless at once.
     *
     * @return the secret, or empty if this tenant has none with this id that was not revoked before
     */
    public Optional<ProvisioningSecret> revoke(Tenant tenant, String id) {
        boolean revoked = withId(tenant, id).isPresent()
                && directories.credentials().revoke(connection(tenant).id(), id);
        return revoked ? withId(tenant, id) : Optional.empty();
    }

    /** Whether the administrator who generated a secret has lost the rights or has left. */
    public boolean ownerIsGone(Credential credential) {
        return database.number(
                        "select count(*) as number from secret_owners o join administrators a on a.id = o.owner_id"
                                + " where o.credential_id = ? and coalesce(a.rights_lost_at, a.left_at) is not null",
                        credential.id())
                > 0;
    }

    // ---- before there were directories

    /**
     * Takes over what the table {@code provisioning_secrets} holds: each works on, and is kept before it is taken out there, so that
     * a start that was cut short goes on. Several nodes may call this at once.
     */
    public void takeOverFormer() {
        database.list("select * from provisioning_secrets order by created_at, id", FormerSecret::read)
                .forEach(former -> {
                    Directory connection = connection(former.tenantId());
                    String hash = former.token().hash();
                    directories.credentials().takeOver(connection.id(), former.token(), former.lastFour());
                    String credentialId =
                            store.present(hash).orElseThrow().credential().id();
                    own(former, credentialId);
                    database.change("delete from provisioning_secrets where id = ?", former.id());
                });
    }

    private void own(FormerSecret former, String credentialId) {
        try {
            database.change(
                    "insert into secret_owners (form_id, credential_id, tenant_id, label, created_by, owner_id)"
                            + " values (?, ?, ?, ?, ?, nullif(?, ''))",
                    former.formId(),
                    credentialId,
                    former.tenantId(),
                    former.token().label(),
                    former.createdBy(),
                    former.ownerId());
        } catch (DatabaseException e) {
            if (!e.duplicate()) {
                throw e;
            }
        }
    }

    /** A row of the table that was there before. */
    private record FormerSecret(
            String id,
            String tenantId,
            StoredToken token,
            String lastFour,
            String formId,
            String createdBy,
            String ownerId) {

        static FormerSecret read(Row row) {
            return new FormerSecret(
                    row.text("id"),
                    row.text("tenant_id"),
                    StoredToken.builder(row.text("secret_hash"), row.text("label"), row.time("created_at"))
                            .expires(row.time("expires_at"))
                            .revoked(row.optionalTime("revoked_at").orElse(null))
                            .lastUsed(row.optionalTime("last_used_at").orElse(null))
                            .build(),
                    row.text("last_four"),
                    row.text("form_id"),
                    row.text("created_by"),
                    row.text("owner_id"));
        }
    }
}
