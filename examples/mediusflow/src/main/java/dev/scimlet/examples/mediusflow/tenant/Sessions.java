package dev.scimlet.examples.mediusflow.tenant;

import dev.scimlet.examples.mediusflow.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who is signed in. A session is an unguessable token in the browser and its fingerprint in the database, so that it
 * holds on every node and ends everywhere at once.
 */
public final class Sessions {

    public static final Duration IDLE_LIMIT = Duration.ofMinutes(30);
    public static final Duration LIFE_LIMIT = Duration.ofHours(10);

    /** A page that refreshes itself shall not write its session's last use each time. */
    private static final Duration WRITE_INTERVAL = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;

    public Sessions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Starts a session, and forgets those that have ended.
     *
     * @return the token for the browser, kept nowhere else
     */
    public String open(Administrator administrator) {
        Instant now = clock.instant();
        database.change(
                "delete from sessions where last_used_at < ? or created_at < ?",
                now.minus(IDLE_LIMIT),
                now.minus(LIFE_LIMIT));
        String token = RandomText.unguessable();
        database.change(
                "insert into sessions (token_hash, administrator_id, created_at, last_used_at) values (?, ?, ?, ?)",
                RandomText.fingerprint(token),
                administrator.id(),
                now,
                now);
        return token;
    }

    /** Who holds this token, unless the session was idle or open for too long. */
    public Optional<Administrator> find(String token) {
        Instant now = clock.instant();
        String hash = RandomText.fingerprint(token);
        Optional<Administrator> found = database.first(
                "select a.* from sessions s join administrators a on a.id = s.administrator_id"
                        + " where a.left_at is null and s.token_hash = ? and s.last_used_at >= ? and s.created_at >= ?",
                Administrators::read,
                hash,
                now.minus(IDLE_LIMIT),
                now.minus(LIFE_LIMIT));
        if (found.isPresent()) {
            database.change(
                    "update sessions set last_used_at = ? where token_hash = ? and last_used_at < ?",
                    now,
                    hash,
                    now.minus(WRITE_INTERVAL));
        }
        return found;
    }

    public void close(String token) {
        database.change("delete from sessions where token_hash = ?", RandomText.fingerprint(token));
    }

    public void closeAll(Administrator administrator) {
        database.change("delete from sessions where administrator_id = ?", administrator.id());
    }
}
