package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.database.SqlKind;
import java.util.Locale;
import java.util.Map;

/** The table of the goals on SQL: the floor, what is compared with it, and the goals. */
final class SqlTable {

    /** For the server and for the database, as a multiple of the floor, by kind of work. */
    private static final Map<String, Goal> GOALS = Map.of(
            "GET a user", new Goal(1.3, 1),
            "userName eq, indexed", new Goal(1.3, 1),
            "list a page of 100", new Goal(1.0, 2),
            "PUT a user", new Goal(1.5, 3),
            "PATCH a user, 4 operations", new Goal(1.5, 3),
            "create a user", new Goal(1.4, 2),
            "add a member, members excluded", new Goal(1.6, 2),
            "delete a user in a group", new Goal(Double.NaN, 4),
            "bulk of 100 creates", new Goal(1.6, 200));

    static final String HEAD = """
            | Work | floor | ours | ÷ server | ÷ database | Goal ÷ | Statements: ours → goal |
            | --- | --- | --- | --: | --: | --: | --- |
            """;

    private SqlTable() {}

    /**
     * @param times the floor; NaN for none
     * @param statements on PostgreSQL
     */
    private record Goal(double times, int statements) {}

    /** Cells are the server's µs, the database's µs if it is a process of its own, and round trips if it takes some. */
    static String line(Comparison.Result result, SqlKind kind) {
        Goal goal = GOALS.getOrDefault(result.kind(), new Goal(Double.NaN, 0));
        Figures floor = result.figures().get(0);
        boolean compared = result.figures().size() > 1;
        Figures ours = result.figures().get(result.figures().size() - 1);
        var line = new StringBuilder();
        line.append("| ").append(result.workload()).append(" | ").append(cell(floor));
        line.append(" | ").append(compared ? cell(ours) : "");
        line.append(" | ").append(compared ? Table.ratio(ours.ratioTo(floor)) : "");
        line.append(" | ").append(compared && floor.hasDatabase() ? Table.ratio(ours.databaseRatioTo(floor)) : "");
        line.append(" | ").append(Double.isNaN(goal.times()) ? "" : String.format(Locale.ROOT, "%.1f", goal.times()));
        line.append(" | ").append(compared ? Table.count(ours.asked().statements()) : "");
        line.append(kind == SqlKind.POSTGRESQL ? " → " + goal.statements() : "").append(" |");
        return line.toString();
    }

    private static String cell(Figures figures) {
        var cell = new StringBuilder(micros(figures.processorMicros()));
        if (figures.hasDatabase()) {
            cell.append(" / ").append(micros(figures.databaseMicros()));
        }
        if (figures.asked().roundTrips() > 0) {
            cell.append(", ").append(Table.count(figures.asked().roundTrips()));
        }
        return cell.toString();
    }

    private static String micros(double micros) {
        return String.format(Locale.ROOT, "%,.0f", micros);
    }
}
