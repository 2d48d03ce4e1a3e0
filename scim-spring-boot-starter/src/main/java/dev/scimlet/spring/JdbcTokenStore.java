package dev.scimlet.spring;

import dev.scimlet.protocol.access.StoredToken;
import dev.scimlet.protocol.access.TokenStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Bearer tokens, by their hashes, in the table {@code scimlet_tokens}, as applications have them that were there before directories
 * or that define this bean. Its statements are in the jar: {@code
 * dev/scimlet/spring/tokens.sql} for H2 and PostgreSQL, {@code tokens-mysql.sql} for MariaDB and MySQL. Times are those of UTC.
 */
public final class JdbcTokenStore implements TokenStore {

    private static final String COLUMNS = "hash, label, tenant, created_at, expires_at, revoked_at, last_used_at";

    private final JdbcTemplate jdbc;

    /** Tokens in a table that is there. */
    public JdbcTokenStore(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** Creates the table if it is not there. */
    public void createTable() {
        DataSource dataSource = Objects.requireNonNull(jdbc.getDataSource());
        String product = Objects.requireNonNullElse(
                jdbc.execute((ConnectionCallback<String>)
                        connection -> connection.getMetaData().getDatabaseProductName()),
                "");
        String script = product.equals("MariaDB") || product.equals("MySQL") ? "tokens-mysql.sql" : "tokens.sql";
        new ResourceDatabasePopulator(new ClassPathResource(script, JdbcTokenStore.class)).execute(dataSource);
    }

    /** Whether the table is there, with all of its columns. */
    boolean isThere() {
        try {
            find("");
            return true;
        } catch (BadSqlGrammarException missing) {
            return false;
        }
    }

    /** All tokens, the oldest first. */
    List<StoredToken> all() {
        return jdbc.query(
                "SELECT " + COLUMNS + " FROM scimlet_tokens ORDER BY created_at, hash", (row, number) -> token(row));
    }

    /** Takes a token out of the table. */
    void remove(String hash) {
        jdbc.update("DELETE FROM scimlet_tokens WHERE hash = ?", hash);
    }

    @Override
    public Optional<StoredToken> find(String hash) {
        return jdbc
                .query("SELECT " + COLUMNS + " FROM scimlet_tokens WHERE hash = ?", (row, number) -> token(row), hash)
                .stream()
                .findFirst();
    }

    private static StoredToken token(ResultSet row) throws SQLException {
        return StoredToken.builder(row.getString(1), row.getString(2), required(row, 4))
                .tenant(row.getString(3))
                .expires(time(row, 5))
                .revoked(time(row, 6))
                .lastUsed(time(row, 7))
                .build();
    }

    private static Instant required(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }

    @Override
    public void add(StoredToken token) {
        jdbc.update(
                "INSERT INTO scimlet_tokens (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                token.hash(),
                token.label(),
                new SqlParameterValue(Types.VARCHAR, token.tenant().orElse(null)),
                parameter(token.created()),
                parameter(token.expires().orElse(null)),
                parameter(token.revoked().orElse(null)),
                parameter(token.lastUsed().orElse(null)));
    }

    @Override
    public void used(String hash, Instant when) {
        jdbc.update("UPDATE scimlet_tokens SET last_used_at = ? WHERE hash = ?", parameter(when), hash);
    }

    @Override
    public void revoke(String hash, Instant when) {
        jdbc.update(
                "UPDATE scimlet_tokens SET revoked_at = ? WHERE hash = ? AND revoked_at IS NULL",
                parameter(when),
                hash);
    }

    private static SqlParameterValue parameter(@Nullable Instant time) {
        return new SqlParameterValue(
                Types.TIMESTAMP, time == null ? null : LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    }
}
