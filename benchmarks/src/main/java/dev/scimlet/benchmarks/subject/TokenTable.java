package dev.scimlet.benchmarks.subject;

import dev.scimlet.protocol.access.StoredToken;
import dev.scimlet.protocol.access.TokenStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Pasted tokens as an application keeps them that has nothing else: one statement for each request. */
final class TokenTable implements TokenStore {

    static final String SCRIPT = """
            CREATE TABLE tokens (
                hash varchar(64) PRIMARY KEY,
                label varchar(100) NOT NULL,
                tenant varchar(100),
                created_at timestamp NOT NULL,
                revoked_at timestamp,
                used_at timestamp
            );
            """;

    private final DataSource dataSource;

    TokenTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Optional<StoredToken> find(String hash) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT label, tenant, created_at, revoked_at, used_at FROM tokens WHERE hash = ?")) {
            select.setString(1, hash);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(token(hash, row)) : Optional.empty();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static StoredToken token(String hash, ResultSet row) throws SQLException {
        return StoredToken.builder(hash, row.getString(1), Objects.requireNonNull(instant(row.getTimestamp(3))))
                .tenant(row.getString(2))
                .revoked(instant(row.getTimestamp(4)))
                .lastUsed(instant(row.getTimestamp(5)))
                .build();
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    @Override
    public void add(StoredToken token) {
        update(
                "INSERT INTO tokens (label, tenant, created_at, hash) VALUES (?, ?, ?, ?)",
                token.label(),
                token.tenant().orElse(null),
                token.created(),
                token.hash());
    }

    @Override
    public void used(String hash, Instant when) {
        update("UPDATE tokens SET used_at = ? WHERE hash = ?", when, hash);
    }

    @Override
    public void revoke(String hash, Instant when) {
        update("UPDATE tokens SET revoked_at = ? WHERE hash = ?", when, hash);
    }

    private void update(String sql, @Nullable Object... values) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            for (int place = 0; place < values.length; place++) {
                update.setObject(
                        place + 1, values[place] instanceof Instant time ? Timestamp.from(time) : values[place]);
            }
            update.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
