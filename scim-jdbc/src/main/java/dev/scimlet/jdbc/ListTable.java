package dev.scimlet.jdbc;

import dev.scimlet.jdbc.sql.Texts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The table of a multi-valued attribute: one row for each entry. */
public final class ListTable {

    private final Map<String, String> columns = new LinkedHashMap<>();
    private final Map<String, ColumnOptions> options = new LinkedHashMap<>();
    private final Map<String, Object> fixed = new LinkedHashMap<>();
    private final Map<String, Object> constants = new LinkedHashMap<>();
    private @Nullable String tenant;
    private @Nullable String position;
    private boolean positionsByVersion;
    private boolean cascades;

    ListTable() {}

    /** Binds a sub-attribute to a column; of a list of simple values, {@code value} means these. */
    public ListTable column(String subAttribute, String column) {
        return column(subAttribute, column, plain -> plain);
    }

    /** Binds a sub-attribute to a column with options. */
    public ListTable column(String subAttribute, String column, UnaryOperator<ColumnOptions> choose) {
        if (columns.put(subAttribute, column) != null) {
            throw new IllegalArgumentException("'" + subAttribute + "' is bound twice");
        }
        options.put(subAttribute, choose.apply(new ColumnOptions()));
        return this;
    }

    /**
     * A sub-attribute that has the same value in all entries and no column: the {@code type} of members that are all
     * users.
     *
     * @param value a text or boolean
     */
    public ListTable constant(String subAttribute, Object value) {
        if (columns.containsKey(subAttribute) || fixed.put(subAttribute, value) != null) {
            throw new IllegalArgumentException("'" + subAttribute + "' is bound twice");
        }
        return this;
    }

    /** A column of whole numbers that keeps the order of entries. Without it they are ordered by their columns. */
    public ListTable position(String column) {
        this.position = Texts.name(column);
        return this;
    }

    /**
     * As {@link #position}, in a column wide enough for the version of the owner: each of its writers has another one, so
     * that no statement asks for the last position.
     */
    ListTable positionByVersion(String column) {
        this.positionsByVersion = true;
        return position(column);
    }

    /** The database takes the entries away with their owner. */
    ListTable cascading() {
        this.cascades = true;
        return this;
    }

    /** A column that holds the tenant, of the same type as the tenant column of the resources. */
    public ListTable tenant(String column) {
        this.tenant = Texts.name(column);
        return this;
    }

    /**
     * Only rows with this value belong to the attribute, as where one table holds phone numbers and e-mails.
     *
     * @param value a text, boolean or whole number
     */
    public ListTable only(String column, Object value) {
        constants.put(Texts.name(column), Scope.constant(column, value));
        return this;
    }

    Map<String, String> columns() {
        return columns;
    }

    ColumnOptions options(String subAttribute) {
        return options.getOrDefault(subAttribute, new ColumnOptions());
    }

    Map<String, Object> fixed() {
        return fixed;
    }

    Map<String, Object> constants() {
        return constants;
    }

    @Nullable
    String tenant() {
        return tenant;
    }

    @Nullable
    String position() {
        return position;
    }

    boolean positionsByVersion() {
        return positionsByVersion;
    }

    boolean cascades() {
        return cascades;
    }
}
