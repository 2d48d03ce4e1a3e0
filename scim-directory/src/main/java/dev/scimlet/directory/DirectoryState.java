package dev.scimlet.directory;

/** Whether the requests of a directory are served. What is stored of it says the name of the constant. */
public enum DirectoryState {
    /** They are. */
    ACTIVE,
    /** Not for now: 503 with {@code Retry-After}, so that the provider tries again and does not give the connection up. */
    PAUSED,
    /** No longer: 401, as if there were no such credentials. The access tokens that it had are gone. */
    DISABLED
}
