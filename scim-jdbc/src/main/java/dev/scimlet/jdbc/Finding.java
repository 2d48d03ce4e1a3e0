package dev.scimlet.jdbc;

/**
 * Something about the tables of a mapping that makes requests slow or answers wrong, and what mends it.
 *
 * @param rule which rule is broken
 * @param table the table, as the mapping names it, or as the catalog does if it is another one of the application
 * @param detail what it does, in a sentence
 * @param remedy the statement that mends it; of {@link Rule#STATEMENT_CACHE} the end of the URL of the database
 */
public record Finding(Rule rule, String table, String detail, String remedy) {

    /** What should be so. */
    public enum Rule {
        /** A column that refers to a resource has an index: without one, each deletion looks at all rows. */
        INDEX,
        /** An attribute that is unique has a unique constraint: without one, two that come at once are both stored. */
        UNIQUE,
        /** Times are kept in milliseconds or finer: those of a whole second tell no changes apart. */
        TIMES,
        /** Texts that differ are not equal to the database: else two users are one, or a tenant reads what is another's. */
        COLLATION,
        /** Rows of a list refer to their resource by a foreign key: else some may stay when it goes. */
        FOREIGN_KEY,
        /** H2 remembers as many statements as there are: else it reads each of them again and again. */
        STATEMENT_CACHE
    }
}
