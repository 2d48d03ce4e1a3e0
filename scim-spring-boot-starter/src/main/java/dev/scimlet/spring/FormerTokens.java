package dev.scimlet.spring;

import dev.scimlet.directory.Credential;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.protocol.access.StoredToken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the tokens of {@code scimlet_tokens} into directories: one for each tenant and label, with all tokens that were called so.
 * Each is kept there before it is taken out here, so that it is good at any time and a start that was cut short goes on.
 */
final class FormerTokens {

    private static final Logger LOG = LoggerFactory.getLogger(FormerTokens.class);

    private static final int LONGEST_NAME = 200;

    private final JdbcTokenStore table;
    private final DirectoryStore store;
    private final Directories directories;

    FormerTokens(JdbcTokenStore table, DirectoryStore store, Directories directories) {
        this.table = table;
        this.store = store;
        this.directories = directories;
    }

    /**
     * Moves them.
     *
     * @param onlyTenant whose those are that name no tenant; null if they are good for all, and so have to stay
     */
    void move(@Nullable String onlyTenant) {
        int moved = 0;
        int left = 0;
        for (StoredToken token : table.all()) {
            String tenant = token.tenant().orElse(onlyTenant);
            if (tenant == null) {
                left++;
            } else {
                move(token, tenant);
                moved++;
            }
        }
        if (moved + left > 0) {
            LOG.info(
                    "tokens of the table scimlet_tokens: {} are those of directories now{}",
                    moved,
                    left == 0 ? "" : ", " + left + " that are good for all tenants stay where they are");
        }
    }

    private void move(StoredToken token, String tenant) {
        String name = name(token.label());
        StoredToken named = token.label().equals(name) ? token : relabelled(token, name);
        Optional<DirectoryStore.Presented> known = store.present(token.hash());
        if (known.isEmpty()) {
            directories.credentials().takeOver(directory(tenant, name).id(), named, "");
        } else if (token.revoked().isPresent()) {
            // Revoked by a node of the version before, when it was moved already
            Credential credential = known.get().credential();
            directories.credentials().revoke(credential.directoryId(), credential.id());
        }
        table.remove(token.hash());
    }

    private static StoredToken relabelled(StoredToken token, String label) {
        return StoredToken.builder(token.hash(), label, token.created())
                .tenant(token.tenant().orElse(null))
                .expires(token.expires().orElse(null))
                .revoked(token.revoked().orElse(null))
                .lastUsed(token.lastUsed().orElse(null))
                .build();
    }

    /** Labels were free; names of directories have letters, and no control characters. */
    private static String name(String label) {
        String plain = label.replaceAll("\\p{Cntrl}", " ").strip();
        String name = plain.isEmpty() ? "Token" : plain;
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    private Directory directory(String tenant, String name) {
        return named(tenant, name).orElseGet(() -> {
            try {
                return directories.create(tenant, name, IdentityProvider.OTHER);
            } catch (IllegalArgumentException madeByAnotherNode) {
                return named(tenant, name).orElseThrow(() -> madeByAnotherNode);
            }
        });
    }

    private Optional<Directory> named(String tenant, String name) {
        return directories.ofTenant(tenant).stream()
                .filter(directory -> directory.name().equals(name))
                .findFirst();
    }
}
