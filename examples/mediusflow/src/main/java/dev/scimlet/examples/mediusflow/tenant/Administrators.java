package dev.scimlet.examples.mediusflow.tenant;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.database.Row;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The administrators of all organisations, and their passwords as hashes. */
public final class Administrators {

    /** What a password must have at least; longer is better than odd characters. */
    public static final int SHORTEST_PASSWORD = 12;

    /** Longer ones would only make hashing them slow. */
    public static final int LONGEST_PASSWORD = 200;

    private final Database database;
    private final Clock clock;
    private final PasswordHashing hashing;

    public Administrators(Database database, Clock clock, PasswordHashing hashing) {
        this.database = database;
        this.clock = clock;
        this.hashing = hashing;
    }

    /**
     * Adds an administrator.
     *
     * @return the password for the first sign-in, kept nowhere else
     */
    public String add(String organisationId, String loginName) {
        String password = RandomText.password();
        database.change(
                "insert into administrators (id, organisation_id, login_name, password_hash, password_once, created_at)"
                        + " values (?, ?, ?, ?, ?, ?)",
                UUID.randomUUID().toString(),
                organisationId,
                loginName,
                hashing.hash(password),
                true,
                clock.instant());
        return password;
    }

    /**
     * The administrator of the tenant's organisation who has this name, in any case, and this password.
     *
     * <p>Takes as long for a name that nobody has, so that an answer's time does not tell which names exist.
     */
    public Optional<Administrator> authenticate(Optional<Tenant> tenant, String loginName, String password) {
        Optional<Candidate> candidate = tenant.flatMap(known -> database.first(
                "select * from administrators where organisation_id = ? and login_key = lower(?) and left_at is null",
                row -> new Candidate(read(row), row.text("password_hash")),
                known.organisationId(),
                loginName.strip()));
        boolean right = password.length() <= LONGEST_PASSWORD
                && PasswordHashing.matches(
                        password, candidate.map(Candidate::hash).orElse(hashing.nobodysHash()));
        return right ? candidate.map(Candidate::administrator) : Optional.empty();
    }

    /** An organisation's administrators by name, those who have left last. */
    public List<Administrator> of(String organisationId) {
        return database.list(
                "select * from administrators where organisation_id = ?"
                        + " order by case when left_at is null then 0 else 1 end, login_key",
                Administrators::read,
                organisationId);
    }

    /** Takes the administrator's rights, or gives them back. The secrets that this one generated need them. */
    public void giveRights(Administrator administrator, boolean rights) {
        database.change(
                "update administrators set rights_lost_at = ? where id = ?",
                rights ? Optional.empty() : Optional.of(clock.instant()),
                administrator.id());
    }

    /** Notes that somebody has left: no session and no secret of this one works any more, for good. */
    public void leave(Administrator administrator) {
        database.inTransaction(transaction -> {
            transaction.change(
                    "update administrators set left_at = ? where id = ? and left_at is null",
                    clock.instant(),
                    administrator.id());
            transaction.change("delete from sessions where administrator_id = ?", administrator.id());
        });
    }

    /** Whether this is the password that an administrator has. */
    public boolean has(Administrator administrator, String password) {
        return database.first(
                        "select password_hash from administrators where id = ?",
                        row -> row.text("password_hash"),
                        administrator.id())
                .filter(hash -> password.length() <= LONGEST_PASSWORD && PasswordHashing.matches(password, hash))
                .isPresent();
    }

    /** Replaces a password by one that its owner has chosen. */
    public void choosePassword(Administrator administrator, String password) {
        database.change(
                "update administrators set password_hash = ?, password_once = ? where id = ?",
                hashing.hash(password),
                false,
                administrator.id());
    }

    /**
     * Replaces a forgotten password and ends all of its owner's sessions.
     *
     * @return the password for the next sign-in, or empty if nobody has this name
     */
    public Optional<String> resetPassword(Tenant tenant, String loginName) {
        String password = RandomText.password();
        int changed = database.change(
                "update administrators set password_hash = ?, password_once = ?"
                        + " where organisation_id = ? and login_key = lower(?) and left_at is null",
                hashing.hash(password),
                true,
                tenant.organisationId(),
                loginName);
        database.change(
                "delete from sessions where administrator_id in"
                        + " (select id from administrators where organisation_id = ? and login_key = lower(?))",
                tenant.organisationId(),
                loginName);
        return changed == 1 ? Optional.of(password) : Optional.empty();
    }

    static Administrator read(Row row) {
        return new Administrator(
                row.text("id"),
                row.text("organisation_id"),
                row.text("login_name"),
                row.flag("password_once"),
                row.optionalTime("rights_lost_at"),
                row.optionalTime("left_at"));
    }

    private record Candidate(Administrator administrator, String hash) {}
}
