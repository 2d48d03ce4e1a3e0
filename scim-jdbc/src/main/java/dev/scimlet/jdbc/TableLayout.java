package dev.scimlet.jdbc;

import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.jdbc.sql.TableFacts;
import dev.scimlet.jdbc.sql.TimeLimit;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.mapping.MappedPath;
import dev.scimlet.spi.mapping.MappedType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the resources of one type stand: the table, its columns, and the side tables of lists.
 *
 * @param isOurs whether the tables are of our making, so that columns hold what is written and nothing else
 */
record TableLayout(
        MappedType mapped,
        String table,
        String id,
        IdType idType,
        List<Scope> scopes,
        @Nullable String version,
        String created,
        String lastModified,
        List<@Nullable MappedColumn> columnsByPath,
        List<@Nullable SideTable> tablesByPath,
        @Nullable String rest,
        List<MappedColumn> display,
        boolean isOurs,
        TimeLimit statementLimit) {

    /** The name of the table in statements. */
    static final String ALIAS = "r";

    private static final Set<Kind> KEPT = Set.of(Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN);

    TableLayout {
        scopes = List.copyOf(scopes);
        columnsByPath = java.util.Collections.unmodifiableList(new ArrayList<>(columnsByPath));
        tablesByPath = java.util.Collections.unmodifiableList(new ArrayList<>(tablesByPath));
        display = List.copyOf(display);
    }

    /** A statement on the table. */
    Sql sql(Dialect dialect) {
        return new Sql(dialect, statementLimit);
    }

    /**
     * Whether what was written is what will be read: no default, trigger or type of a column makes it another. Texts, numbers that
     * are whole and flags stay as they are; what the host has added to the mapping may not.
     */
    boolean keepsWhatIsWritten() {
        return isOurs
                && version != null
                && rest == null
                && columnsByPath.stream().allMatch(column -> column == null || KEPT.contains(column.kind()));
    }

    /**
     * Whether a statement may compare the key with columns of other tables: texts in tables of the host may have collations that
     * do not go together.
     */
    boolean comparesKeys(Dialect dialect) {
        return isOurs || idKind() != Kind.TEXT || dialect.exactly("?") == null;
    }

    /** The column of a line of the mapping; null if it has a table of its own. */
    @Nullable
    MappedColumn column(MappedPath path) {
        return columnsByPath.get(path.index());
    }

    @Nullable
    SideTable table(MappedPath path) {
        return tablesByPath.get(path.index());
    }

    /** The side table of a list, or null. */
    @Nullable
    SideTable tableOf(BoundPath list) {
        MappedPath line = mapped.list(list);
        return line == null ? null : table(line);
    }

    /** The column of the line with this very path; null if it is none of a line, or of a list. */
    @Nullable
    MappedColumn columnAt(BoundPath path) {
        for (MappedPath line : mapped.paths()) {
            if (line.path() == path) {
                return column(line);
            }
        }
        return null;
    }

    List<SideTable> sideTables() {
        List<SideTable> all = new ArrayList<>();
        for (SideTable side : tablesByPath) {
            if (side != null) {
                all.add(side);
            }
        }
        return all;
    }

    /** What stands in the row of a resource, so that no other table is asked for it. */
    Wanted inRow() {
        Wanted inRow = Wanted.nothing();
        for (MappedPath line : mapped.paths()) {
            boolean listed = sideTables().stream().anyMatch(side -> side.path().topLevel() == line.topLevel());
            inRow = listed ? inRow : inRow.and(line.path());
        }
        return inRow;
    }

    /** {@code r.tenant = ? AND ...}, or nothing; with the given word behind. */
    void writeScopes(Sql sql, RequestContext context, String wordAfter) {
        for (Scope scope : scopes) {
            scope.write(sql, ALIAS, context);
            sql.add(wordAfter);
        }
    }

    /**
     * What people call a resource: the first name that its row has, or an empty text.
     *
     * @param place of each of the columns of {@link #display} in what was read
     */
    String displayName(Dialect dialect, ResultSet row, IntUnaryOperator place) throws SQLException {
        for (int i = 0; i < display.size(); i++) {
            MappedColumn column = display.get(i);
            Object name = column.fromRaw(dialect.read(column.kind(), row, place.applyAsInt(i)));
            if (name != null && !name.equals("")) {
                return name.toString();
            }
        }
        return "";
    }

    Kind idKind() {
        return idType.kind();
    }

    String idColumn() {
        return ALIAS + "." + id;
    }

    /** Whether the line holds the id of a resource that this one refers to, such as its manager. */
    static boolean refers(MappedPath line) {
        AttributeDefinition attribute = line.path().attribute();
        return attribute != null
                && attribute.isReference()
                && !attribute.multiValued()
                && line.target() == attribute.valueSubAttribute();
    }

    /** The readOnly list of groups that resources of the type have, if they do; it is made of memberships. */
    @Nullable
    AttributeDefinition backReference() {
        AttributeDefinition groups = mapped.type().definition().find("groups");
        return groups != null && MembershipSource.isMadeOfMemberships(groups) ? groups : null;
    }

    /** All tables that the mapping names. */
    Set<String> tables() {
        Set<String> tables = new LinkedHashSet<>(List.of(table));
        sideTables().forEach(side -> tables.add(side.table()));
        return tables;
    }

    /**
     * What is wrong with the column whose time is the version of its row, or null. Versions that stay the same for a second let
     * two clients overwrite each other.
     */
    @Nullable
    String mistakenVersion(TableFacts facts) {
        return version != null || facts.fraction(table, lastModified) >= 3
                ? null
                : "column " + lastModified + " of " + table
                        + " is the version of its row and must hold milliseconds: 'timestamp(3) with time zone' or finer;"
                        + " or name a '.version(...)'";
    }

    /**
     * What is wrong with a key that the mapping says to be a text; null for nothing, or if the table is not there yet. The
     * database gives numbers as texts, but takes none: all that is read works, and no row can be made.
     */
    @Nullable
    String mistakenKey(Connection connection, Dialect dialect) throws SQLException {
        if (idKind() != Kind.TEXT || !TableFacts.isWholeNumber(connection, dialect, table, id)) {
            return null;
        }
        return "the key " + id + " of the table " + table + " is a whole number: say '.id(\""
                + id.replace("\"", "\\\"")
                + "\", IdType.number(...))' with a prefix that tells types apart, or IdType.NUMBER";
    }
}
