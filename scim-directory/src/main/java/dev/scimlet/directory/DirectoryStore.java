package dev.scimlet.directory;

import dev.scimlet.spi.RequestContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps directories with what they own. Many threads and nodes call it at once; each call is stored as a whole or not at all.
 * Times have milliseconds.
 *
 * <p>Whatever cannot be reached is a {@link dev.scimlet.core.ScimException} with status 503.
 */
public interface DirectoryStore {

    /**
     * A credential with the directory that it belongs to.
     *
     * @param credential of any kind but a secret, live or not
     */
    record Presented(Credential credential, Directory directory) {}

    /** What is wrong with it, each a sentence that says how to mend it; asked once, when a service is built. */
    default List<String> check() {
        return List.of();
    }

    // ---- directories

    /** Keeps a new directory. @return false if its tenant has one of that name, or its id or client id is taken */
    boolean add(Directory directory);

    /** The directory of an id. */
    Optional<Directory> find(String id);

    /** The directory of a client id. */
    Optional<Directory> findByClientId(String clientId);

    /** The directories of a tenant, by their names. */
    List<Directory> ofTenant(String tenant);

    /**
     * The directories of all tenants, by their ids.
     *
     * @param after the id behind which to go on; empty to begin
     */
    List<Directory> all(String after, int most);

    /**
     * Keeps a directory in the place of the version that it says it is made of, with the next version. If it is disabled then, its
     * access tokens are gone.
     *
     * @return the directory as kept; empty if there is none of that id and version
     * @throws IllegalArgumentException if another directory of the tenant has the name
     */
    Optional<Directory> replace(Directory changed);

    /** Removes a directory and all that it owns; nothing happens if there is none. */
    void delete(String id);

    // ---- credentials

    /**
     * Keeps a new credential.
     *
     * @param most how many of its kind the directory may have live when it is created, this one with them. Of access tokens the
     *     oldest go
     * @return false if a secret or a pasted token is one too many, another credential has its hash, or there is no such directory
     */
    boolean add(Credential credential, int most);

    /** The token of a hash with its directory: one statement. Secrets are not found so. */
    Optional<Presented> present(String hash);

    /** The credentials of a kind, live or not, the oldest first. */
    List<Credential> credentials(String directoryId, Credential.Kind kind);

    /**
     * Refuses a credential from now on, and removes the access tokens that were obtained by it.
     *
     * @return false if there is none of that id, or it is revoked already
     */
    boolean revoke(String directoryId, String credentialId, Instant when);

    /** Notes when credentials were last used, by their ids; an earlier time does not replace a later one. */
    void used(Map<String, Instant> times);

    // ---- trusts

    /**
     * Keeps a new trust.
     *
     * @return false if there is no such directory, or a directory of another tenant trusts the same issuer for the same subject and
     *     audience
     */
    boolean add(Trust trust);

    /** The trusts of a directory, the oldest first. */
    List<Trust> trusts(String directoryId);

    /** Removes a trust, and the access tokens that were obtained by it. @return false if there is none of that id */
    boolean removeTrust(String directoryId, String trustId);

    /**
     * Notes that an assertion is used.
     *
     * @param hash of its issuer and {@code jti}
     * @param expires until when it must be remembered
     * @return false if it was used before, on whichever node
     */
    boolean useOnce(String hash, Instant expires);

    // ---- what came by which directory

    /**
     * The directories that have written a resource, and are there, in any order. In a unit of a database this and what follows use its connection,
     * so that what is kept is stored with the resource or not at all; elsewhere each is stored by itself.
     */
    List<ManagedResource> managers(RequestContext context, String tenant, String resourceType, String resourceId);

    /**
     * Keeps that a directory has written a resource for the first time; nothing if there is no such directory any longer.
     *
     * @throws dev.scimlet.spi.ConflictException if the unit has to begin again, because another one has kept the same since
     */
    void keep(RequestContext context, ManagedResource managed);

    /** Keeps that a directory has written a resource again; nothing happens if it was not kept before. */
    void change(RequestContext context, ManagedResource managed);

    /** Forgets a resource that is deleted. */
    void forget(RequestContext context, String tenant, String resourceType, String resourceId);

    /**
     * The resources of a type that a directory has created or written, by their ids.
     *
     * @param after the id behind which to go on; empty to begin
     */
    List<ManagedResource> managed(String directoryId, String resourceType, String after, int most);

    // ---- beside requests

    /** Removes access tokens and assertions that have ended. @return how many, at most about {@code most} */
    int deleteExpired(Instant now, int most);

    /** Notes what directories did, by their ids; what is noted already stays where it is later. */
    void note(Map<String, ActivityTimes> times);

    /** What is noted of a directory; {@link ActivityTimes#NONE} if nothing is. */
    ActivityTimes noted(String directoryId);
}
