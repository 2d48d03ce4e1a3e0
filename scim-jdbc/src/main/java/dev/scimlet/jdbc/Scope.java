package dev.scimlet.jdbc;

import dev.scimlet.core.ScimException;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.spi.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * A column that says to whom or what a row belongs: the tenant, or a constant that tells kinds of rows apart. It stands
 * in the condition of each statement and is written with each new row.
 *
 * @param column the column
 * @param kind what it holds
 * @param constant the value, or null for the tenant of the request
 */
record Scope(String column, Kind kind, @Nullable Object constant) {

    /** The raw form of a constant that a host gave. */
    static Object constant(String column, Object value) {
        Object raw = value instanceof Integer number ? Long.valueOf(number) : value;
        if (!(raw instanceof String || raw instanceof Boolean || raw instanceof Long)) {
            throw new IllegalArgumentException(
                    "column " + column + " is compared with " + value + ", no text, boolean or whole number");
        }
        return raw;
    }

    /** How the mapping says it. */
    String text() {
        return constant == null ? "'.tenant(...)'" : "'.only(...)'";
    }

    static Kind kindOf(Object raw) {
        return raw instanceof String ? Kind.TEXT : raw instanceof Boolean ? Kind.BOOLEAN : Kind.NUMBER;
    }

    Object raw(RequestContext context) {
        if (constant != null) {
            return constant;
        }
        Object tenant = kind.exact(context.tenant());
        if (tenant == null) {
            throw ScimException.withStatus(404, "there is no such tenant");
        }
        return tenant;
    }

    /** {@code alias.column = ?}. */
    void write(Sql sql, String alias, RequestContext context) {
        sql.equal(alias + "." + column, kind, raw(context));
    }
}
