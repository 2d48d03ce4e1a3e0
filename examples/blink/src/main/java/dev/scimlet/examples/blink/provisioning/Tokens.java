package dev.scimlet.examples.blink.provisioning;

import dev.scimlet.examples.blink.database.Database;
import dev.scimlet.protocol.access.StoredToken;
import dev.scimlet.protocol.access.TokenStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tokens of the customers' directories, as hashes in a table of the application. */
public final class Tokens implements TokenStore {

    private final Database database;

    /** A token in a list for people, who name it by its number. */
    public record Numbered(long number, StoredToken token) {}

    public Tokens(Database database) {
        this.database = database;
    }

    @Override
    public Optional<StoredToken> find(String hash) {
        return list("where token_hash = ?", hash).stream().findFirst().map(Numbered::token);
    }

    @Override
    public void add(StoredToken token) {
        String customer =
                token.tenant().orElseThrow(() -> new IllegalArgumentException("a token belongs to a customer"));
        change(
                "insert into provisioning_tokens (customer, token_hash, created_at, expires_at) values (?, ?, ?, ?)",
                customer,
                token.hash(),
                token.created(),
                token.expires().orElse(null));
    }

    @Override
    public void used(String hash, Instant when) {
        change("update provisioning_tokens set last_used_at = ? where token_hash = ?", when, hash);
    }

    @Override
    public void revoke(String hash, Instant when) {
        change("update provisioning_tokens set revoked_at = ? where token_hash = ? and revoked_at is null", when, hash);
    }

    /** All tokens that were ever issued. */
    public List<Numbered> all() {
        return list("");
    }

    private List<Numbered> list(String condition, Object... parameters) {
        try {
            return database.list(
                    "select * from provisioning_tokens " + condition + " order by token_no",
                    List.of(parameters),
                    Tokens::token);
        } catch (SQLException e) {
            throw new IllegalStateException("the tokens cannot be read", e);
        }
    }

    private static Numbered token(ResultSet row) throws SQLException {
        String customer = row.getString("customer");
        return new Numbered(
                row.getLong("token_no"),
                StoredToken.builder(
                                row.getString("token_hash"),
                                "directory of " + customer,
                                Objects.requireNonNull(Database.time(row, "created_at")))
                        .tenant(customer)
                        .expires(Database.time(row, "expires_at"))
                        .revoked(Database.time(row, "revoked_at"))
                        .lastUsed(Database.time(row, "last_used_at"))
                        .build());
    }

    private void change(String statement, @Nullable Object... parameters) {
        try {
            database.change(statement, Arrays.asList(parameters));
        } catch (SQLException e) {
            throw new IllegalStateException("the tokens cannot be written", e);
        }
    }
}
