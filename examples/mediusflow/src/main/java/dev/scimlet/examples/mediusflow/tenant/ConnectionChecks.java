package dev.scimlet.examples.mediusflow.tenant;

import dev.scimlet.examples.mediusflow.database.Database;
import java.time.Clock;
import java.time.Duration;

/**
 * The tokens with which the application tries its own SCIM links. They are kept in the database, as fingerprints, because
 * the request may reach another node than the one that sends it.
 */
public final class ConnectionChecks {

    /** A check that was cut short leaves its tokens behind; none takes as long. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Database database;
    private final Clock clock;

    public ConnectionChecks(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Lets requests with this token be known as a check of our own, until {@link #end}. */
    public void begin(Tenant tenant, String token) {
        database.change(
                "delete from connection_checks where begun_at < ?",
                clock.instant().minus(LONGEST));
        database.change(
                "insert into connection_checks (token_hash, tenant_id, begun_at) values (?, ?, ?)",
                RandomText.fingerprint(token),
                tenant.id(),
                clock.instant());
    }

    public void end(String token) {
        database.change("delete from connection_checks where token_hash = ?", RandomText.fingerprint(token));
    }

    public boolean knows(Tenant tenant, String token) {
        return database.number(
                        "select count(*) as number from connection_checks"
                                + " where token_hash = ? and tenant_id = ? and begun_at >= ?",
                        RandomText.fingerprint(token),
                        tenant.id(),
                        clock.instant().minus(LONGEST))
                > 0;
    }
}
