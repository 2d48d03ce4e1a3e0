package dev.scimlet.testkit.simulator.server;

/** What some service providers do wrong. */
public enum ServerFault {
    /** A remove of members with a list of values empties the group. */
    EMPTIES_GROUP,
    /** A search without a hit is answered 404. */
    NOT_FOUND_FOR_EMPTY_LIST,
    /** Data of an extension that 'schemas' does not name is dropped. */
    LOSES_EXTENSION,
    /** The manager is returned as text. */
    MANAGER_AS_TEXT,
    /** A filter is ignored: everything is returned. */
    IGNORES_FILTER,
    /** Inactive users are not found. */
    HIDES_INACTIVE,
    /** Keys with dots in a value without a path are stored as they are. */
    STORES_DOTTED_KEYS
}
