package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the databases differ in what the Criteria API leaves to them. */
enum Dialect {
    H2("H2") {
        @Override
        Expression<?> byCodePoint(CriteriaBuilder criteria, Expression<String> text) {
            return criteria.function("stringtoutf8", byte[].class, text);
        }

        /** H2 folds case by the language of its JVM: in Turkish I is no i, in Lithuanian what has an accent above is not. */
        @Override
        Expression<String> lower(CriteriaBuilder criteria, Expression<String> text) {
            Expression<String> plain = criteria.function(
                    "translate",
                    String.class,
                    text,
                    criteria.literal("IJ\u012E\u00CC\u00CD\u0128"),
                    criteria.literal("ij\u012F\u00EC\u00ED\u0129"));
            return criteria.lower(criteria.function(
                    "replace", String.class, plain, criteria.literal("\u0130"), criteria.literal("i\u0307")));
        }

        /** By their names, those of constraints and of indexes: messages tell one or the other. */
        @Override
        String constraintsOfTables(String names) {
            return "SELECT k.constraint_name, k.table_name, k.column_name FROM information_schema.key_column_usage k"
                    + within("k", names)
                    + " UNION ALL SELECT i.index_name, i.table_name, i.column_name"
                    + " FROM information_schema.index_columns i" + within("i", names)
                    + " UNION ALL SELECT u.constraint_name, u.table_name, u.column_name"
                    + " FROM information_schema.constraint_column_usage u JOIN information_schema.check_constraints c"
                    + " ON c.constraint_schema = u.constraint_schema AND c.constraint_name = u.constraint_name"
                    + within("u", names);
        }

        @Override
        String keysOfTables(String names) {
            return "SELECT k.constraint_name, k.table_name, k.column_name, r.table_name AS target, r.column_name AS target_column"
                    + " FROM information_schema.key_column_usage k"
                    + " JOIN information_schema.referential_constraints c"
                    + " ON c.constraint_schema = k.constraint_schema AND c.constraint_name = k.constraint_name"
                    + " JOIN information_schema.key_column_usage r"
                    + " ON r.constraint_schema = c.unique_constraint_schema"
                    + " AND r.constraint_name = c.unique_constraint_name"
                    + " AND r.ordinal_position = k.position_in_unique_constraint" + within("k", names);
        }
    },
    POSTGRESQL("PostgreSQL") {
        @Override
        Expression<?> byCodePoint(CriteriaBuilder criteria, Expression<String> text) {
            return criteria.function("convert_to", byte[].class, text, criteria.literal("UTF8"));
        }

        @Override
        String collationFunction() {
            return "pg_collation_for";
        }

        @Override
        boolean isByCodePoint(String collation) {
            return BY_CODE_POINT.contains(collation.replace("pg_catalog.", "").replace("\"", ""));
        }

        @Override
        boolean ordersMissingLast() {
            return true;
        }

        @Override
        String constraintsOfTables(String names) {
            String tables = " JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace"
                    + " WHERE n.nspname = CURRENT_SCHEMA AND LOWER(REPLACE(CAST(t.relname AS text), '_', '')) IN "
                    + names;
            return "SELECT CAST(x.relname AS text), CAST(t.relname AS text),"
                    + " regexp_replace(pg_get_indexdef(x.oid), '^.* USING ', '')"
                    + " FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid"
                    + " JOIN pg_catalog.pg_class t ON t.oid = i.indrelid" + tables + " AND i.indisunique"
                    + " UNION ALL SELECT CAST(c.conname AS text), CAST(t.relname AS text),"
                    + " regexp_replace(pg_get_constraintdef(c.oid), ' REFERENCES .*$', '')"
                    + " FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_class t ON t.oid = c.conrelid" + tables
                    + " AND c.contype IN ('f', 'c', 'x')";
        }

        /** Of keys of several columns there is no row. A key sees rows that row-level security hides. */
        @Override
        String keysOfTables(String names) {
            return "SELECT CAST(c.conname AS text), CAST(t.relname AS text), CAST(a.attname AS text),"
                    + " CAST(o.relname AS text) AS target, CAST(b.attname AS text) AS target_column"
                    + " FROM pg_catalog.pg_constraint c"
                    + " JOIN pg_catalog.pg_class t ON t.oid = c.conrelid"
                    + " JOIN pg_catalog.pg_class o ON o.oid = c.confrelid"
                    + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND ARRAY[a.attnum] = c.conkey"
                    + " JOIN pg_catalog.pg_attribute b ON b.attrelid = c.confrelid AND ARRAY[b.attnum] = c.confkey"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace"
                    + " WHERE n.nspname = CURRENT_SCHEMA AND o.relnamespace = t.relnamespace"
                    + " AND LOWER(REPLACE(CAST(t.relname AS text), '_', '')) IN " + names
                    + " AND c.contype = 'f' AND c.convalidated AND NOT c.condeferrable"
                    + " AND NOT o.relrowsecurity";
        }
    },
    /** MariaDB, and MySQL by the same rules: most collations ignore case and accents, or spaces at the end; bytes do not. */
    MARIADB("MariaDB") {
        @Override
        Expression<?> byCodePoint(CriteriaBuilder criteria, Expression<String> text) {
            return bytes(criteria, text);
        }

        /** What the collation calls equal is found by an index, and then looked at. */
        @Override
        Predicate equal(CriteriaBuilder criteria, Expression<String> text, Expression<String> operand) {
            return criteria.and(
                    criteria.equal(text, operand), criteria.equal(bytes(criteria, text), bytes(criteria, operand)));
        }

        @Override
        Predicate in(CriteriaBuilder criteria, Expression<?> text, Collection<?> values) {
            return criteria.and(
                    text.in(values), bytes(criteria, text.as(String.class)).in(values));
        }

        @Override
        Predicate like(CriteriaBuilder criteria, Expression<String> text, Expression<String> pattern) {
            return criteria.and(
                    criteria.like(text, pattern, Texts.ESCAPE),
                    criteria.like(bytes(criteria, text), bytes(criteria, pattern), Texts.ESCAPE));
        }

        @Override
        String equal(String text, String parameter) {
            return text + " = " + parameter + " and function('binary', " + text + ") = " + parameter;
        }

        @Override
        String in(String text, String parameter) {
            return text + " in " + parameter + " and function('binary', " + text + ") in " + parameter;
        }

        private Expression<String> bytes(CriteriaBuilder criteria, Expression<String> text) {
            return criteria.function("binary", String.class, text);
        }

        @Override
        String collationFunction() {
            return "collation";
        }

        /** Spaces at the end count, as they do not in {@code utf8mb4_bin}. */
        @Override
        boolean isByCodePoint(String collation) {
            return collation.equals("utf8mb4_nopad_bin") || collation.equals("utf8mb4_0900_bin");
        }

        @Override
        Instant earliest() {
            return Instant.parse("0001-01-01T00:00:00Z");
        }

        @Override
        Instant latest() {
            return Instant.parse("9999-12-31T23:59:59.999999Z");
        }

        @Override
        void check(EntityManager entities) {
            for (Object row : entities.createNativeQuery("SHOW SESSION VARIABLES"
                            + " WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')")
                    .getResultList()) {
                String level = String.valueOf(((Object[]) row)[1]);
                if (level.equals("REPEATABLE-READ")) {
                    throw new IllegalArgumentException(
                            "transactions on MariaDB run in REPEATABLE READ, in which a deletion"
                                    + " that has waited does not see who was added meanwhile: have connections run in READ COMMITTED,"
                                    + " with HikariCP by transactionIsolation=TRANSACTION_READ_COMMITTED");
                }
            }
        }

        @Override
        String schema() {
            return "DATABASE()";
        }

        /** Checks are named in the whole schema; what MySQL tells of them names no table. */
        @Override
        String constraintsOfTables(String names) {
            return "SELECT s.index_name, s.table_name, s.column_name FROM information_schema.statistics s"
                    + within("s", names) + " AND s.non_unique = 0 AND s.column_name IS NOT NULL"
                    + " UNION ALL SELECT k.constraint_name, k.table_name, k.column_name"
                    + " FROM information_schema.key_column_usage k" + within("k", names)
                    + " AND k.referenced_table_name IS NOT NULL"
                    + " UNION ALL SELECT t.constraint_name, t.table_name, CAST(c.check_clause AS CHAR(1000))"
                    + " FROM information_schema.table_constraints t JOIN information_schema.check_constraints c"
                    + " ON c.constraint_schema = t.constraint_schema AND c.constraint_name = t.constraint_name"
                    + within("t", names);
        }

        @Override
        String keysOfTables(String names) {
            return "SELECT k.constraint_name, k.table_name, k.column_name, k.referenced_table_name,"
                    + " k.referenced_column_name FROM information_schema.key_column_usage k" + within("k", names)
                    + " AND k.referenced_table_schema = " + schema();
        }
    };

    private static final Set<String> BY_CODE_POINT =
            Set.of("C", "POSIX", "ucs_basic", "C.UTF-8", "C.utf8", "pg_c_utf8");

    private final String productName;

    Dialect(String productName) {
        this.productName = productName;
    }

    /** The text in a form that orders by code point. */
    abstract Expression<?> byCodePoint(CriteriaBuilder criteria, Expression<String> text);

    /** The text is this one, whatever the collation of its column. */
    Predicate equal(CriteriaBuilder criteria, Expression<String> text, Expression<String> operand) {
        return criteria.equal(text, operand);
    }

    /** The text is one of these, whatever the collation of its column. */
    Predicate in(CriteriaBuilder criteria, Expression<?> text, Collection<?> values) {
        return text.in(values);
    }

    /** As {@link #equal(CriteriaBuilder, Expression, Expression)}, in words of JPQL. */
    String equal(String text, String parameter) {
        return text + " = " + parameter;
    }

    /** As {@link #in(CriteriaBuilder, Expression, Collection)}, in words of JPQL. */
    String in(String text, String parameter) {
        return text + " in " + parameter;
    }

    /** The text is like a pattern with {@link Texts#ESCAPE}, whatever the collation of its column. */
    Predicate like(CriteriaBuilder criteria, Expression<String> text, Expression<String> pattern) {
        return criteria.like(text, pattern, Texts.ESCAPE);
    }

    /** The function that tells the collation of a text; null where none compares by code point. */
    @Nullable
    String collationFunction() {
        return null;
    }

    /** Whether texts of a collation, as {@link #collationFunction} tells it, are equal and ordered as their code points are. */
    boolean isByCodePoint(String collation) {
        return false;
    }

    /** Whether what is missing comes last by itself, and first where the order descends. */
    boolean ordersMissingLast() {
        return false;
    }

    /** The first time that there is. */
    Instant earliest() {
        return AttributeValue.EARLIEST;
    }

    /** The last time that there is. */
    Instant latest() {
        return AttributeValue.LATEST;
    }

    /**
     * Looks at what the database must be set to.
     *
     * @throws IllegalArgumentException if it is not, with what to set
     */
    void check(EntityManager entities) {}

    /** The schema of the connection. */
    String schema() {
        return "CURRENT_SCHEMA";
    }

    /** Keeps rows of a catalog to tables of the schema that may have some names, without underscores and in small letters. */
    final String within(String alias, String names) {
        return " WHERE " + alias + ".table_schema = " + schema() + " AND LOWER(REPLACE(" + alias
                + ".table_name, '_', '')) IN " + names;
    }

    /** Asks for the columns of tables: table, column, and how many characters it takes. */
    final String columnsOfTables(String names) {
        return "SELECT c.table_name, c.column_name, c.character_maximum_length FROM information_schema.columns c"
                + within("c", names);
    }

    /** Asks for unique indexes, references and checks of tables: name, table, and a column or what it is defined by. */
    abstract String constraintsOfTables(String names);

    /**
     * Asks for foreign keys of tables that are looked at by each statement: name, table, and one of its columns with the table and
     * column that it refers to.
     */
    abstract String keysOfTables(String names);

    /** The text in lower case, whatever the language of the database. */
    Expression<String> lower(CriteriaBuilder criteria, Expression<String> text) {
        return criteria.lower(text);
    }

    /**
     * Asks the database what it is, by a table that only it has: a statement that fails nowhere, where {@code version()} is a
     * mistake in some.
     *
     * @throws IllegalArgumentException if it is none that is supported, or not set as it must be
     */
    static Dialect of(EntityManager entities) {
        List<?> found = entities.createNativeQuery("SELECT table_schema, table_name FROM information_schema.tables"
                        + " WHERE table_name IN ('pg_class', 'SETTINGS', 'ENGINES')")
                .getResultList();
        for (Object row : found) {
            String name = ((Object[]) row)[0] + "." + ((Object[]) row)[1];
            if (name.equals("pg_catalog.pg_class")) {
                return POSTGRESQL;
            }
            if (name.equals("INFORMATION_SCHEMA.SETTINGS")) {
                return H2;
            }
            if (name.equals("information_schema.ENGINES")) {
                MARIADB.check(entities);
                return MARIADB;
            }
        }
        throw new IllegalArgumentException("the database is not supported; H2, PostgreSQL and MariaDB are");
    }

    @Override
    public String toString() {
        return productName;
    }
}
