package dev.scimlet.simulator.server;

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
    /** A filter on what is not a name or an id is answered 400. */
    SEARCHES_NAMES_ONLY,
    /** Inactive users are not found. */
    HIDES_INACTIVE,
    /** Keys with dots in a value without a path are stored as they are. */
    STORES_DOTTED_KEYS,
    /** A group keeps two members at most. */
    CUTS_MEMBERS,
    /** A member who is added again is there twice. */
    DOUBLES_MEMBERS,
    /** Members are returned although the request excludes them. */
    RETURNS_EXCLUDED_MEMBERS,
    /** {@code active} is returned as text. */
    ACTIVE_AS_TEXT,
    /** A filter compares names with regard to case, though they are unique without. */
    MINDS_CASE,
    /** {@code totalResults} counts everything there is, whatever the filter. */
    COUNTS_EVERYTHING,
    /** Every page is the first. */
    IGNORES_START_INDEX,
    /** A PATCH is answered 200, and nothing is stored. */
    STORES_NO_PATCH,
    /** To set the manager empties the rest of the extension. */
    REPLACES_EXTENSION,
    /** A DELETE is answered 204, and everything stays. */
    DELETES_NOTHING
}
