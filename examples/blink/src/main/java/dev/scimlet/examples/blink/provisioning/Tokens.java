package dev.scimlet.examples.blink.provisioning;

import dev.scimlet.directory.Credential;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.jdbc.JdbcDirectoryStore;
import dev.scimlet.examples.blink.database.Database;
import dev.scimlet.protocol.access.StoredToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The tokens of the customers' directories, one directory for each customer. */
public final class Tokens {

    private static final String CONNECTION = "Directory";
    private static final int PAGE = 1_000;

    private final Database database;
    private final JdbcDirectoryStore store;
    private final Directories directories;

    /** A token in a list for people. */
    public record Issued(String customer, Credential token) {}

    public Tokens(Database database, Clock clock) {
        this.database = database;
        this.store = JdbcDirectoryStore.over(database.source());
        this.directories = Provisioning.directories(database, clock);
    }

    /** Makes the tables of directories, and takes over the tokens of the table that was there before. */
    public void bringUpToDate() throws SQLException {
        store.createTables();
        for (StoredToken token : database.list("select * from provisioning_tokens", List.of(), Tokens::former)) {
            directories
                    .credentials()
                    .takeOver(directory(token.tenant().orElseThrow()).id(), token, "");
            database.change("delete from provisioning_tokens where token_hash = ?", List.of(token.hash()));
        }
    }

    private static StoredToken former(ResultSet row) throws SQLException {
        return StoredToken.builder(
                        row.getString("token_hash"),
                        "token " + row.getLong("token_no"),
                        Objects.requireNonNull(Database.time(row, "created_at")))
                .tenant(row.getString("customer"))
                .expires(Database.time(row, "expires_at"))
                .revoked(Database.time(row, "revoked_at"))
                .lastUsed(Database.time(row, "last_used_at"))
                .build();
    }

    /** Makes a token, which is kept nowhere else. */
    public String issue(String customer, Duration life) {
        String label = UUID.randomUUID().toString();
        return directories
                .credentials()
                .createToken(directory(customer).id(), label, life)
                .secret();
    }

    private Directory directory(String customer) {
        return directories.ofTenant(customer).stream()
                .findFirst()
                .orElseGet(() -> directories.create(customer, CONNECTION, IdentityProvider.OTHER));
    }

    /** All tokens that were ever issued, the oldest first. */
    public List<Issued> all() {
        List<Issued> issued = new ArrayList<>();
        List<Directory> page = store.all("", PAGE);
        while (!page.isEmpty()) {
            page.forEach(directory -> directories
                    .credentials()
                    .tokens(directory.id())
                    .forEach(token -> issued.add(new Issued(directory.tenant(), token))));
            page = store.all(page.get(page.size() - 1).id(), PAGE);
        }
        issued.sort(
                Comparator.comparing((Issued each) -> each.token().created()).thenComparing(Issued::customer));
        return issued;
    }

    /** Makes a token useless at once. @return false if there is none of that id that is not revoked yet */
    public boolean revoke(String id) {
        return all().stream()
                .map(Issued::token)
                .filter(token -> token.id().equals(id))
                .anyMatch(token -> directories.credentials().revoke(token.directoryId(), id));
    }
}
