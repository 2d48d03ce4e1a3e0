package dev.scimlet.jdbc.sql;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a column holds, in the words of Java: the raw value of a column is of the type that its kind names. */
public enum Kind {
    /** {@link String}. */
    TEXT(Types.VARCHAR, "varchar"),
    /** {@link Long}. */
    NUMBER(Types.BIGINT, "bigint"),
    /** {@link BigDecimal}. */
    DECIMAL(Types.NUMERIC, "numeric"),
    /** {@link Boolean}. */
    BOOLEAN(Types.BOOLEAN, "boolean"),
    /** {@link Instant}, in microseconds. */
    TIME(Types.TIMESTAMP_WITH_TIMEZONE, "timestamptz"),
    /** {@link UUID}. */
    UUID(Types.OTHER, "uuid");

    private final int sqlType;
    private final String elementType;

    Kind(int sqlType, String elementType) {
        this.sqlType = sqlType;
        this.elementType = elementType;
    }

    /** The name of the type for elements of an SQL array. */
    public String elementType() {
        return elementType;
    }

    @Nullable
    Object read(ResultSet row, int column) throws SQLException {
        Object value = switch (this) {
            case TEXT -> row.getString(column);
            case NUMBER -> row.getLong(column);
            case DECIMAL -> row.getBigDecimal(column);
            case BOOLEAN -> row.getBoolean(column);
            case TIME -> instant(row.getObject(column, OffsetDateTime.class));
            case UUID -> row.getObject(column, UUID.class);
        };
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : Times.within(time.toInstant());
    }

    void set(PreparedStatement statement, int index, @Nullable Object raw) throws SQLException {
        if (raw == null) {
            statement.setNull(index, sqlType);
            return;
        }
        switch (this) {
            case TEXT -> statement.setString(index, (String) raw);
            case NUMBER -> statement.setLong(index, (Long) raw);
            case DECIMAL -> statement.setBigDecimal(index, (BigDecimal) raw);
            case BOOLEAN -> statement.setBoolean(index, (Boolean) raw);
            case TIME -> statement.setObject(index, ((Instant) raw).atOffset(ZoneOffset.UTC));
            case UUID -> statement.setObject(index, raw);
        }
    }

    /** The raw value that a client's text names exactly, as with ids; null if there can be none. */
    @Nullable
    public Object exact(String text) {
        return switch (this) {
            case TEXT -> Texts.isStorable(text) ? text : null;
            case NUMBER -> number(text);
            case UUID -> uuid(text);
            default -> throw new IllegalStateException("no id is " + this);
        };
    }

    private static @Nullable Long number(String text) {
        if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        BigDecimal number = new BigDecimal(text);
        boolean exact =
                number.toPlainString().equals(text) && number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return exact ? number.longValue() : null;
    }

    private static @Nullable UUID uuid(String text) {
        if (!Texts.UUID_FORM.matcher(text).matches()) {
            return null;
        }
        return java.util.UUID.fromString(text);
    }

    /** Whether two raw values are the same one to the database. */
    public static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            return x.compareTo(y) == 0;
        }
        return a == null ? b == null : a.equals(b);
    }
}
