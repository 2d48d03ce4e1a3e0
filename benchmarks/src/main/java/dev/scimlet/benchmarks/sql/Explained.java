package dev.scimlet.benchmarks.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Asks PostgreSQL for the plan of each statement that goes through a data source, with the parameters it is run with. */
final class Explained {

    private final DataSource target;
    private final String url;
    private final List<Plan> plans = new ArrayList<>();

    /**
     * How a statement is run.
     *
     * @param lines the plan for its parameters
     * @param generic the plan for any parameters, which PostgreSQL may take after some runs
     */
    record Plan(String sql, List<String> lines, List<String> generic) {

        /** Whether a table is read from its beginning to its end for anything but to count its rows. */
        boolean scans(String table) {
            return scans(lines, table) || scans(generic, table);
        }

        boolean reads(String table) {
            return lines.stream().anyMatch(line -> line.matches(".* on " + table + "( .*|$)"));
        }

        /** The statement without its columns, and its plan; the generic one if it goes another way. */
        String text() {
            String shown = sql.replaceAll("SELECT r\\..*? FROM", "SELECT … FROM") + "\n  " + String.join("\n  ", lines);
            return ways(lines).equals(ways(generic))
                    ? shown
                    : shown + "\n  for any parameters:\n  " + String.join("\n  ", generic);
        }

        private static List<String> ways(List<String> lines) {
            return lines.stream()
                    .filter(line -> !line.contains("Cond:") && !line.contains("Filter:"))
                    .toList();
        }

        private static boolean scans(List<String> lines, String table) {
            for (int i = 0; i < lines.size(); i++) {
                boolean counts = i > 0 && lines.get(i - 1).contains("Aggregate");
                if (!counts && lines.get(i).matches(".*Seq Scan on " + table + "( .*|$)")) {
                    return true;
                }
            }
            return false;
        }
    }

    /** @param url of the same database, which the driver may extend */
    Explained(DataSource target, String url) {
        this.target = target;
        this.url = url;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, target);
    }

    /** The plans since the last call. */
    List<Plan> taken() {
        List<Plan> taken = List.copyOf(plans);
        plans.clear();
        return taken;
    }

    private <T> T proxy(Class<T> type, Object real) {
        return type.cast(Proxy.newProxyInstance(
                Explained.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(real, arguments);
                        if (result instanceof Connection connection) {
                            return proxy(Connection.class, connection);
                        }
                        if (result instanceof PreparedStatement statement && real instanceof Connection connection) {
                            return explained(connection, statement, (String) arguments[0]);
                        }
                        return result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private PreparedStatement explained(Connection connection, PreparedStatement statement, String sql)
            throws SQLException {
        PreparedStatement explain = connection.prepareStatement("EXPLAIN (COSTS OFF) " + sql);
        return (PreparedStatement) Proxy.newProxyInstance(
                Explained.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> {
                    try {
                        if (method.getName().startsWith("set")) {
                            method.invoke(explain, arguments);
                        } else if (method.getName().startsWith("execute")
                                && !method.getName().contains("Batch")) {
                            plans.add(new Plan(sql, lines(explain.executeQuery()), generic(sql)));
                        } else if (method.getName().equals("close")) {
                            explain.close();
                        }
                        return method.invoke(statement, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private List<String> generic(String sql) throws SQLException {
        var numbered = new StringBuilder();
        int count = 0;
        for (String part : sql.split("\\?", -1)) {
            numbered.append(count == 0 ? "" : "$" + count).append(part);
            count++;
        }
        try (Connection connection = DriverManager.getConnection(url + "&preferQueryMode=simple");
                Statement statement = connection.createStatement()) {
            return lines(statement.executeQuery("EXPLAIN (GENERIC_PLAN, COSTS OFF) " + numbered));
        }
    }

    private static List<String> lines(ResultSet rows) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }
}
