package dev.scimlet.jdbc;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Values;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Names;
import dev.scimlet.jdbc.sql.TableFacts;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.MappedPath;
import dev.scimlet.spi.sql.Refusal;
import dev.scimlet.spi.sql.SqlDatabase;
import dev.scimlet.spi.sql.SqlFailure;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which attribute the database refused to take. It names a constraint or a column, and never a value; where it
 * names nothing that the mapping knows, no attribute is named.
 */
final class Refusals {

    private final TableLayout layout;
    private final SqlUnitOfWork units;
    private volatile @Nullable TableFacts facts;

    Refusals(TableLayout layout, SqlUnitOfWork units) {
        this.layout = layout;
        this.units = units;
    }

    /** The refusal of a value that somebody else has, or that the same list has already. */
    ScimException taken(SQLException failure) {
        TableFacts.Constraint constraint = constraint(failure);
        SideTable side = constraint == null ? null : side(constraint.table());
        if (constraint != null
                && side != null
                && constraint.columns().stream().anyMatch(column -> Names.same(column, side.owner()))) {
            return Refusal.twice("'" + side.path().path().text() + "'");
        }
        return Refusal.taken(layout.mapped().type().name(), attributesOf(constraint));
    }

    /** The refusal of a reference that leads nowhere. */
    ScimException brokenReference(SQLException failure) {
        return Refusal.brokenReference(attributesOf(constraint(failure)));
    }

    /**
     * The refusal of a value that does not fit.
     *
     * @param given what was to be stored, as far as it is known
     */
    ScimException unfit(SQLException failure, @Nullable Attributes given) {
        return switch (SqlFailure.state(failure)) {
            case "22001" -> Refusal.tooLong(given == null ? List.of() : tooLong(given));
            case "23502" -> {
                SqlDatabase database = units.knownDatabase().orElse(null);
                String column = database == null ? null : database.columnNamed(message(failure));
                List<String> missing = column == null ? List.of() : attributesOf(layout.table(), List.of(column));
                yield Refusal.missing(missing.stream().limit(1).toList());
            }
            case "23513", "23514" -> Refusal.notTaken(attributesOf(constraint(failure)));
            default -> {
                Dialect dialect = dialect();
                List<String> tooFar = given == null || dialect == null ? List.of() : tooFar(dialect, given);
                yield tooFar.isEmpty()
                        ? Failure.unfitValue()
                        : ScimException.of(
                                ErrorType.INVALID_VALUE,
                                String.join(" and ", tooFar) + " is a time too far away to be stored");
            }
        };
    }

    private List<String> attributesOf(TableFacts.@Nullable Constraint constraint) {
        return constraint == null ? List.of() : attributes(constraint);
    }

    private TableFacts.@Nullable Constraint constraint(SQLException failure) {
        Set<String> named = units.knownDatabase()
                .map(database -> database.constraintsNamed(message(failure)))
                .orElse(Set.of());
        List<TableFacts.Constraint> found = facts().constraints().stream()
                .filter(constraint -> named.contains(constraint.name()))
                .toList();
        // MariaDB calls the key of every table PRIMARY; that of the resources holds nothing that a client gives
        List<TableFacts.Constraint> telling = found.size() < 2
                ? found
                : found.stream()
                        .filter(constraint -> !attributes(constraint).isEmpty())
                        .toList();
        return telling.size() == 1 ? telling.get(0) : null;
    }

    private @Nullable Dialect dialect() {
        return units.knownDatabase().map(Dialect::of).orElse(null);
    }

    private static String message(SQLException failure) {
        return String.valueOf(SqlFailure.said(failure).getMessage());
    }

    /**
     * Looks once at the constraints and columns of the tables, before something is written: after a refusal, nothing more can be
     * read in that transaction, and a second connection could be one too many.
     *
     * @throws IllegalStateException if the key is not of the type that the mapping says, or the version too coarse, which is no
     *     mistake of the client
     */
    void learn(RequestContext context) {
        if (facts == null) {
            try {
                facts = units.read(context, connection -> {
                    Dialect dialect = Dialect.of(units.database(connection));
                    String mistake = layout.mistakenKey(connection, dialect);
                    if (mistake != null) {
                        throw new IllegalStateException(mistake);
                    }
                    TableFacts found = TableFacts.read(connection, dialect, layout.tables());
                    String tooCoarse = layout.mistakenVersion(found);
                    if (tooCoarse != null) {
                        throw new IllegalStateException(tooCoarse);
                    }
                    return found;
                });
            } catch (SQLException | ScimException unreadable) {
                // Refusals then name no attribute; the write will tell what is wrong with the database
                return;
            }
        }
    }

    private TableFacts facts() {
        TableFacts known = facts;
        return known == null ? TableFacts.NONE : known;
    }

    private @Nullable SideTable side(String table) {
        for (SideTable side : layout.sideTables()) {
            if (Names.same(table, side.table())) {
                return side;
            }
        }
        return null;
    }

    private List<String> attributes(TableFacts.Constraint constraint) {
        return attributesOf(constraint.table(), constraint.columns());
    }

    /** The attributes, in quotes, that some columns of a table hold; a column that holds none is passed over. */
    private List<String> attributesOf(String table, List<String> columns) {
        Set<String> attributes = new LinkedHashSet<>();
        for (String column : columns) {
            if (Names.same(table, layout.table())) {
                for (MappedPath path : layout.mapped().paths()) {
                    MappedColumn mapped = layout.column(path);
                    if (mapped != null && mapped.isIn(column)) {
                        attributes.add("'" + path.path().text() + "'");
                    }
                }
            }
            for (SideTable side : layout.sideTables()) {
                if (Names.same(table, side.table())) {
                    side.columns().stream()
                            .filter(mapped -> mapped.isIn(column))
                            .forEach(mapped -> attributes.add(place(side, mapped)));
                }
            }
        }
        return List.copyOf(attributes);
    }

    private static String place(SideTable side, MappedColumn column) {
        String list = side.path().path().text();
        boolean simple = column.definition() == side.path().target();
        return "'" + list + (simple ? "" : "." + column.definition().name()) + "'";
    }

    @FunctionalInterface
    private interface Misfit {
        boolean isOf(String table, MappedColumn column, @Nullable Object value);
    }

    private List<String> tooLong(Attributes given) {
        return having(this::isTooLong, given);
    }

    private List<String> tooFar(Dialect dialect, Attributes given) {
        return having((table, column, value) -> isTooFar(dialect, column, value), given);
    }

    private List<String> having(Misfit misfit, Attributes given) {
        Set<String> attributes = new LinkedHashSet<>();
        @Nullable Object[] values = layout.mapped().values(given);
        for (MappedPath path : layout.mapped().paths()) {
            MappedColumn column = layout.column(path);
            if (column != null && misfit.isOf(layout.table(), column, values[path.index()])) {
                attributes.add("'" + path.path().text() + "'");
            }
        }
        for (SideTable side : layout.sideTables()) {
            if (values[side.path().index()] instanceof Values entries) {
                for (Object entry : entries) {
                    for (MappedColumn column : side.columns()) {
                        Object value = entry instanceof Attributes complex ? complex.get(column.definition()) : entry;
                        if (misfit.isOf(side.table(), column, value)) {
                            attributes.add(place(side, column));
                        }
                    }
                }
            }
        }
        return new ArrayList<>(attributes);
    }

    private static boolean isTooFar(Dialect dialect, MappedColumn column, @Nullable Object value) {
        return value != null
                && !column.isReadOnly()
                && column.kind() == Kind.TIME
                && column.toRaw(value) instanceof Instant time
                && (time.isBefore(dialect.earliest()) || time.isAfter(dialect.latest()));
    }

    private boolean isTooLong(String table, MappedColumn column, @Nullable Object value) {
        if (value == null || column.isReadOnly() || column.isWriteOnly() || column.kind() != Kind.TEXT) {
            return false;
        }
        Object raw = column.toRaw(value);
        Object key = column.keyColumn() == null ? null : column.key(raw);
        return isLongerThan(raw, table, column.name())
                || column.keyColumn() != null && isLongerThan(key, table, column.keyColumn());
    }

    private boolean isLongerThan(@Nullable Object raw, String table, String column) {
        return raw instanceof String text && text.codePointCount(0, text.length()) > facts().longest(table, column);
    }
}
