package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import java.util.List;

/** Where the databases differ in what the Criteria API leaves to them. */
enum Database {
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
    },
    POSTGRESQL("PostgreSQL") {
        @Override
        Expression<?> byCodePoint(CriteriaBuilder criteria, Expression<String> text) {
            return criteria.function("convert_to", byte[].class, text, criteria.literal("UTF8"));
        }
    };

    private final String productName;

    Database(String productName) {
        this.productName = productName;
    }

    /** The text in a form that orders by code point. */
    abstract Expression<?> byCodePoint(CriteriaBuilder criteria, Expression<String> text);

    /** The text in lower case, whatever the language of the database. */
    Expression<String> lower(CriteriaBuilder criteria, Expression<String> text) {
        return criteria.lower(text);
    }

    /**
     * Asks the database what it is, by a table that only it has: a statement that fails nowhere, where {@code version()} is a
     * mistake in some.
     *
     * @throws IllegalArgumentException if it is none that is supported
     */
    static Database of(EntityManager entities) {
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
        }
        throw new IllegalArgumentException("the database is not supported; H2 and PostgreSQL are");
    }

    @Override
    public String toString() {
        return productName;
    }
}
