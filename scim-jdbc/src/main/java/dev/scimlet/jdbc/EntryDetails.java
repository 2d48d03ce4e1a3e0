package dev.scimlet.jdbc;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.TextComparison;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.spi.RequestContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What new rows of a list of references say besides the id: the type and the display name of whom the id leads to. A statement that adds
 * the rows takes them from the tables where these stand, with the keys that stand there.
 */
final class EntryDetails {

    /** Names of types that may stand in the text of a statement. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 _-]+");

    private final SideTable side;
    private final List<Target> targets;

    /** A table that ids lead to. */
    record Target(TableLayout layout, Memberships names) {

        private String typeName() {
            return layout.mapped().type().name();
        }
    }

    private EntryDetails(SideTable side, List<Target> targets) {
        this.side = side;
        this.targets = List.copyOf(targets);
    }

    /** The details of a list; null if the columns do not go together. */
    static @Nullable EntryDetails of(SideTable side, List<Target> targets) {
        AttributeDefinition list = side.path().target();
        AttributeDefinition ref = list.refSubAttribute();
        MappedColumn value = side.valueColumn();
        boolean fits = value != null
                && side.isReferences()
                && (ref == null || side.column(ref) == null)
                && side.columns().stream().allMatch(column -> column == value || column.isPlainText())
                && targets.stream().allMatch(target -> fits(side, value, target.layout()));
        return fits ? new EntryDetails(side, targets) : null;
    }

    /** Whether it is the list that these are the details of. */
    boolean isOf(@Nullable SideTable list) {
        return list == side;
    }

    private static boolean fits(SideTable side, MappedColumn value, TableLayout target) {
        MappedColumn display = displayColumn(side);
        return target.isOurs()
                && PLAIN.matcher(target.mapped().type().name()).matches()
                && value.kind() == target.idKind()
                && value.ids().prefix().equals(target.idType().prefix())
                && (display == null || target.display().stream().allMatch(name -> canBeCopied(name, display)));
    }

    private static @Nullable MappedColumn displayColumn(SideTable side) {
        AttributeDefinition display = side.path().target().find("display");
        return display == null ? null : side.column(display);
    }

    /** The keys of names of users are others than those of other texts, but where these are of ASCII. */
    private static boolean canBeCopied(MappedColumn name, MappedColumn display) {
        return name.isPlainText()
                && (display.keyColumn() == null
                        || name.keyColumn() != null
                                && (hasSameKeys(name, display) || !isExact(name) && !isExact(display)));
    }

    private static boolean hasSameKeys(MappedColumn name, MappedColumn display) {
        return name.definition().comparison() == display.definition().comparison();
    }

    private static boolean isExact(MappedColumn column) {
        return column.definition().comparison() == TextComparison.EXACT;
    }

    // ---- in a statement

    /** {@code LEFT JOIN} with each of the tables: the second where the first has nobody, and so on. */
    void writeJoins(Sql sql, RequestContext context, String id) {
        for (int i = 0; i < targets.size(); i++) {
            TableLayout layout = targets.get(i).layout();
            String alias = alias(i);
            sql.add(" LEFT JOIN ").add(layout.table()).add(" ").add(alias).add(" ON ");
            for (Scope scope : layout.scopes()) {
                scope.write(sql, alias, context);
                sql.add(" AND ");
            }
            sql.add(alias).add(".").add(layout.id()).add(" = ").add(id);
            for (int before = 0; before < i; before++) {
                sql.add(" AND ").add(key(before)).add(" IS NULL");
            }
        }
    }

    private static String alias(int target) {
        return "t" + target;
    }

    private String key(int target) {
        return alias(target) + "." + targets.get(target).layout().id();
    }

    /**
     * What a column of a new row holds.
     *
     * @param ofKey whether it is the key column that is meant
     * @param given what it holds otherwise
     */
    String expression(Dialect dialect, MappedColumn column, boolean ofKey, String given) {
        StringBuilder cases = new StringBuilder("CASE");
        if (column.definition() == side.path().target().typeSubAttribute()) {
            for (int i = 0; i < targets.size(); i++) {
                String name = targets.get(i).typeName();
                cases.append(" WHEN ").append(key(i)).append(" IS NOT NULL THEN '");
                cases.append(ofKey ? column.key(name) : name).append("'");
            }
        } else if (column == displayColumn(side)) {
            addNames(cases, dialect, (name, alias) -> alias + "." + (ofKey ? name.keyColumn() : name.name()));
        } else {
            return given;
        }
        return cases.append(" ELSE ").append(given).append(" END").toString();
    }

    /** {@code WHEN}, {@code THEN} for each name that a target may be called by, the best first. */
    private void addNames(StringBuilder cases, Dialect dialect, BiFunction<MappedColumn, String, String> then) {
        for (int i = 0; i < targets.size(); i++) {
            for (MappedColumn name : targets.get(i).layout().display()) {
                String there = dialect.isEmpty(alias(i) + "." + name.name(), false);
                cases.append(" WHEN ").append(there).append(" THEN ").append(then.apply(name, alias(i)));
            }
        }
    }

    /** Where the keys of names may be copied: whoever is called by another name is not added by the statement. */
    String condition(Dialect dialect) {
        MappedColumn display = displayColumn(side);
        if (display == null || display.keyColumn() == null) {
            return "TRUE";
        }
        StringBuilder cases = new StringBuilder("CASE");
        addNames(
                cases,
                dialect,
                (name, alias) -> hasSameKeys(name, display) ? "TRUE" : dialect.isAscii(alias + "." + name.name()));
        return cases.append(" ELSE TRUE END").toString();
    }

    // ---- beside statements

    /** The delta with the details of those of its added values. */
    ValuesDelta completed(
            Connection connection, Dialect dialect, RequestContext context, ValuesDelta delta, Set<String> values)
            throws SQLException {
        Map<String, Attributes> added = new LinkedHashMap<>(delta.added());
        Set<String> open = new HashSet<>(values);
        for (Target target : targets) {
            if (!open.isEmpty()) {
                Map<String, String> names = target.names().displayNames(connection, dialect, context, open);
                names.forEach((id, name) ->
                        added.put(id, named(Objects.requireNonNull(delta.added().get(id)), target.typeName(), name)));
                open.removeAll(names.keySet());
            }
        }
        return new ValuesDelta(delta.list(), added, delta.removed(), delta.detailed());
    }

    private static Attributes named(Attributes entry, String type, String name) {
        Attributes named = with(entry, entry.definition().typeSubAttribute(), type);
        return name.isEmpty() ? named : with(named, entry.definition().find("display"), name);
    }

    private static Attributes with(Attributes entry, @Nullable AttributeDefinition part, String text) {
        return part == null ? entry : entry.with(part, text);
    }
}
