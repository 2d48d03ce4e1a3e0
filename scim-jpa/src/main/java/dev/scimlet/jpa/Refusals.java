package dev.scimlet.jpa;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Values;
import dev.scimlet.spi.mapping.MappedPath;
import dev.scimlet.spi.sql.Refusal;
import dev.scimlet.spi.sql.SqlDatabase;
import dev.scimlet.spi.sql.SqlFailure;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which attribute the database refused to take. It names a constraint or a column, and never a value; where it names nothing
 * that annotations and the rules of names know ({@link TableNames}), no attribute is named.
 */
final class Refusals {

    private final EntityLayout<?> layout;
    private volatile @Nullable Known known;

    private record Known(SqlDatabase database, ColumnPaths paths, TableFacts facts) {}

    Refusals(EntityLayout<?> layout) {
        this.layout = layout;
    }

    /** Whether nothing has been learnt yet of the tables. */
    boolean mustLearn() {
        return known == null;
    }

    /**
     * Looks once at the constraints and columns of the tables, before something is written: after a refusal, nothing more can be
     * read in that transaction.
     */
    void learn(EntityManager entities, Database database) {
        SqlDatabase of = SqlDatabase.valueOf(database.dialect().name());
        ColumnPaths paths =
                new ColumnPaths(layout, entities.getEntityManagerFactory().getMetamodel());
        TableFacts facts;
        try {
            facts = TableFacts.read(entities, database.dialect(), paths.tables());
        } catch (RuntimeException unreadable) {
            RuntimeException passing = Failures.passing(unreadable);
            if (passing != null) {
                throw passing;
            }
            // Refusals then name no attribute
            facts = TableFacts.NONE;
        }
        known = new Known(of, paths, facts);
    }

    /**
     * What a client is told of a failure to write; the failure itself if it is none of the client's.
     *
     * @param given what was to be stored, as far as it is known
     */
    RuntimeException of(RuntimeException failure, @Nullable Attributes given) {
        SQLException said = SqlFailure.behind(failure);
        return switch (Failures.kind(failure)) {
            case UNIQUE -> taken(said);
            case REFERENCE -> Refusal.brokenReference(said == null ? Set.of() : attributes(constraint(said)));
            case VALUE -> said == null ? Failures.unfitValue() : unfit(said, given);
            default -> failure;
        };
    }

    private RuntimeException taken(@Nullable SQLException said) {
        TableFacts.Constraint constraint = said == null ? null : constraint(said);
        Set<String> attributes = attributes(constraint);
        Known of = known;
        boolean twice = constraint != null
                && of != null
                && attributes.size() == 1
                && constraint.columns().stream().anyMatch(column -> of.paths.isOwner(constraint.table(), column));
        return twice
                ? Refusal.twice(attributes.iterator().next())
                : Refusal.taken(layout.mapped().type().name(), attributes);
    }

    private RuntimeException unfit(SQLException said, @Nullable Attributes given) {
        return switch (SqlFailure.state(said)) {
            case "22001" -> Refusal.tooLong(given == null ? Set.of() : tooLong(given));
            case "23502" -> Refusal.missing(missing(said));
            case "23513", "23514" -> Refusal.notTaken(attributes(constraint(said)));
            default -> Failures.unfitValue();
        };
    }

    private static String message(SQLException failure) {
        return String.valueOf(SqlFailure.said(failure).getMessage());
    }

    private TableFacts.@Nullable Constraint constraint(SQLException failure) {
        Known of = known;
        if (of == null) {
            return null;
        }
        Set<String> named = of.database.constraintsNamed(message(failure));
        List<TableFacts.Constraint> found = of.facts.constraints().stream()
                .filter(constraint -> named.contains(constraint.name()))
                .filter(constraint -> !attributes(constraint).isEmpty())
                .toList();
        // H2 names a constraint and its index; MariaDB calls the key of every table PRIMARY
        return found.stream().map(this::attributes).distinct().count() == 1 ? found.get(0) : null;
    }

    private Set<String> attributes(TableFacts.@Nullable Constraint constraint) {
        Set<String> attributes = new LinkedHashSet<>();
        Known of = known;
        if (of != null && constraint != null) {
            for (String column : constraint.columns()) {
                String path = of.paths.at(constraint.table(), column);
                if (path != null) {
                    attributes.add(path);
                }
            }
            return of.paths.inOrder(attributes);
        }
        return attributes;
    }

    /** The attribute of the entity whose column a message names. */
    private Set<String> missing(SQLException said) {
        Known of = known;
        String column = of == null ? null : of.database.columnNamed(message(said));
        Set<String> missing = new LinkedHashSet<>();
        if (of != null && column != null) {
            of.paths.ownTables().stream()
                    .map(table -> of.paths.at(table, TableNames.plain(column)))
                    .filter(Objects::nonNull)
                    .forEach(missing::add);
        }
        return missing;
    }

    private Set<String> tooLong(Attributes given) {
        Known of = known;
        Set<String> attributes = new LinkedHashSet<>();
        if (of == null) {
            return attributes;
        }
        @Nullable Object[] values = layout.mapped().values(given);
        for (MappedPath line : layout.mapped().paths()) {
            MappedAttribute attribute = layout.attribute(line);
            MappedList list = layout.list(line);
            if (attribute != null) {
                addTooLong(of, of.paths.ownTables(), attribute, values[line.index()], attributes);
            } else if (list != null && values[line.index()] instanceof Values entries) {
                addTooLong(of, list, entries, attributes);
            }
        }
        return attributes;
    }

    private static void addTooLong(Known of, MappedList list, Values entries, Set<String> attributes) {
        for (Object entry : entries) {
            for (MappedList.Part part : list.parts()) {
                Object value = entry instanceof Attributes complex ? complex.get(part.definition()) : entry;
                if (part instanceof MappedList.OfElement element) {
                    addTooLong(of, of.paths.tables(), element.attribute(), value, attributes);
                } else if (part instanceof MappedList.Element) {
                    String path = ColumnPaths.path(list, part);
                    if (of.paths.columnsOf(path).stream().anyMatch(column -> isLonger(of, column, value))) {
                        attributes.add(path);
                    }
                }
            }
        }
    }

    private static void addTooLong(
            Known of, Set<String> tables, MappedAttribute attribute, @Nullable Object value, Set<String> attributes) {
        if (value == null || attribute.isReadOnly() || attribute.isWriteOnly() || attribute.isConverted()) {
            return;
        }
        if (!(attribute.toJava(value) instanceof String text)) {
            return;
        }
        for (String table : tables) {
            addIfLonger(of, table, attribute.path(), text, attributes);
            AttributePath key = attribute.key();
            if (key != null) {
                addIfLonger(of, table, key, attribute.definition().comparison().key(text), attributes);
            }
        }
    }

    private static void addIfLonger(Known of, String table, AttributePath path, String text, Set<String> attributes) {
        for (String column : path.columns()) {
            String attribute = of.paths.at(table, column);
            if (attribute != null && isLonger(of, new TableFacts.Column(table, column), text)) {
                attributes.add(attribute);
            }
        }
    }

    private static boolean isLonger(Known of, TableFacts.Column column, @Nullable Object value) {
        Long most = of.facts.lengths().get(column);
        return most != null && value instanceof String text && text.codePointCount(0, text.length()) > most;
    }
}
