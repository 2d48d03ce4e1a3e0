package dev.scimlet.directory;

import dev.scimlet.core.profile.ClientProfile;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One customer's connection to its identity provider. A tenant may have several. Immutable; {@link Directories} makes and
 * changes them.
 */
public final class Directory {

    /** More characters than this are no name. */
    private static final int LONGEST_NAME = 200;

    private static final int LONGEST_TENANT = 200;

    private final String id;
    private final String tenant;
    private final String name;
    private final String clientId;
    private final IdentityProvider identityProvider;
    private final DirectoryState state;
    private final ClientProfile profile;
    private final DirectorySettings settings;
    private final Instant created;
    private final long version;

    private Directory(Builder from) {
        this.id = requireId("the id of a directory", from.id, 64);
        this.tenant = requireText("a tenant", from.tenant, LONGEST_TENANT);
        this.name = requireText("the name of a directory", from.name, LONGEST_NAME);
        this.clientId = requireId("a client id", from.clientId, 128);
        this.identityProvider = from.identityProvider;
        this.state = from.state;
        this.profile = from.profile;
        this.settings = from.settings;
        this.created = from.created;
        this.version = from.version;
    }

    private static String requireText(String what, String text, int longest) {
        if (text.isBlank() || text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + " has 1 to " + longest + " characters, none of which is a control character");
        }
        return text;
    }

    /** Also those that clients send without encoding them are read as they are (RFC 6749 §2.3.1). */
    private static String requireId(String what, String text, int longest) {
        if (!text.matches("[A-Za-z0-9_-]{1," + longest + "}")) {
            throw new IllegalArgumentException(what + " has 1 to " + longest + " letters, digits, '-' and '_'");
        }
        return text;
    }

    /**
     * An active directory with default profile and settings.
     *
     * @param id names it for ever, in stores and logs
     * @param tenant whose resources it provisions
     * @param name what people call it; no other directory of the tenant is called so
     * @param clientId by which its provider names itself at the token endpoint; no other directory has it
     * @param created when it was made
     */
    public static Builder builder(String id, String tenant, String name, String clientId, Instant created) {
        return new Builder(id, tenant, name, clientId, created);
    }

    /** A directory that starts as this one. */
    public Builder toBuilder() {
        return builder(id, tenant, name, clientId, created)
                .identityProvider(identityProvider)
                .state(state)
                .profile(profile)
                .settings(settings)
                .version(version);
    }

    /** Names it for ever, in stores and logs. */
    public String id() {
        return id;
    }

    /** Whose resources it provisions. */
    public String tenant() {
        return tenant;
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /** By which its provider names itself at the token endpoint. It is no secret. */
    public String clientId() {
        return clientId;
    }

    /** Whose directory it is. */
    public IdentityProvider identityProvider() {
        return identityProvider;
    }

    /** Whether its requests are served. */
    public DirectoryState state() {
        return state;
    }

    /** What is tolerated of its provider. */
    public ClientProfile profile() {
        return profile;
    }

    /** How it may authenticate, and how much it may ask for. */
    public DirectorySettings settings() {
        return settings;
    }

    /** When it was made. */
    public Instant created() {
        return created;
    }

    /** Grows with each change: who changes what another has changed since is told. */
    public long version() {
        return version;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Directory that
                && id.equals(that.id)
                && tenant.equals(that.tenant)
                && name.equals(that.name)
                && clientId.equals(that.clientId)
                && identityProvider == that.identityProvider
                && state == that.state
                && profile.equals(that.profile)
                && settings.equals(that.settings)
                && created.equals(that.created)
                && version == that.version;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, version);
    }

    @Override
    public String toString() {
        return "directory '" + name + "' of tenant " + tenant;
    }

    /** Collects a directory. */
    public static final class Builder {

        private final String id;
        private final String tenant;
        private final String clientId;
        private final Instant created;
        private String name;
        private IdentityProvider identityProvider = IdentityProvider.OTHER;
        private DirectoryState state = DirectoryState.ACTIVE;
        private ClientProfile profile = ClientProfile.INTEROPERABLE;
        private DirectorySettings settings = DirectorySettings.DEFAULT;
        private long version = 1;

        private Builder(String id, String tenant, String name, String clientId, Instant created) {
            this.id = id;
            this.tenant = tenant;
            this.name = name;
            this.clientId = clientId;
            this.created = created;
        }

        /** What people call it. */
        public Builder name(String value) {
            this.name = value;
            return this;
        }

        /** Whose directory it is; by default another than those that are named. */
        public Builder identityProvider(IdentityProvider value) {
            this.identityProvider = value;
            return this;
        }

        /** Whether its requests are served; by default they are. */
        public Builder state(DirectoryState value) {
            this.state = value;
            return this;
        }

        /** What is tolerated of its provider; by default {@link ClientProfile#INTEROPERABLE}. */
        public Builder profile(ClientProfile value) {
            this.profile = value;
            return this;
        }

        /** How it may authenticate, and how much it may ask for. */
        public Builder settings(DirectorySettings value) {
            this.settings = value;
            return this;
        }

        /** Of a directory that a store has read. */
        public Builder version(long value) {
            this.version = value;
            return this;
        }

        /**
         * The directory.
         *
         * @throws IllegalArgumentException if an id, the tenant or the name is empty, too long, or has characters that it may not
         *     have
         */
        public Directory build() {
            return new Directory(this);
        }
    }
}
