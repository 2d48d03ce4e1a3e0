package dev.scimlet.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Counts the statements, those of settings too, and the connections that are out; tells which came back changed; and can
 * fail at a chosen statement.
 */
final class CountingDataSource implements DataSource {

    private final DataSource target;
    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final AtomicInteger borrowed = new AtomicInteger();
    private final AtomicInteger transactions = new AtomicInteger();
    private final List<String> changed = new CopyOnWriteArrayList<>();
    private volatile int failingStatement = -1;
    private volatile int unansweredStatement = -1;
    private volatile SQLException failure = new SQLException("made to fail");

    CountingDataSource(DataSource target) {
        this.target = target;
    }

    List<String> statements() {
        return List.copyOf(statements);
    }

    int openConnections() {
        return open.get();
    }

    /** How many connections were out at the same time. */
    int mostOpenConnections() {
        return mostOpen.get();
    }

    /** How often a connection was asked for since the last {@link #reset()}. */
    int borrowed() {
        return borrowed.get();
    }

    /** How often auto-commit was turned off since the last {@link #reset()}. */
    int transactions() {
        return transactions.get();
    }

    /** What connections were like when they were given back, where that is not how they were given out. */
    List<String> changedConnections() {
        return List.copyOf(changed);
    }

    void reset() {
        statements.clear();
        borrowed.set(0);
        transactions.set(0);
        failingStatement = -1;
        unansweredStatement = -1;
    }

    /** The statement with this number, from 0, fails with the given SQLState; those after it do not. */
    void failAt(int statement, String sqlState) {
        failAt(statement, new SQLException("made to fail", sqlState));
    }

    /** As {@link #failAt(int, String)}, with any failure. */
    void failAt(int statement, SQLException thrown) {
        reset();
        failure = thrown;
        failingStatement = statement;
    }

    /** The statement with this number, from 0, is done, and its answer is lost: it fails with the given SQLState. */
    void loseAnswerOf(int statement, String sqlState) {
        reset();
        failure = new SQLException("made to be lost", sqlState);
        unansweredStatement = statement;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = target.getConnection();
        String state = state(connection);
        AtomicBoolean ended = new AtomicBoolean();
        borrowed.incrementAndGet();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        return proxy(Connection.class, connection, (method, arguments) -> {
            switch (method) {
                case "prepareStatement" -> count((String) arguments[0]);
                case "getTransactionIsolation" -> count("SHOW TRANSACTION ISOLATION LEVEL");
                case "setTransactionIsolation" -> count("SET SESSION CHARACTERISTICS");
                case "setAutoCommit" -> transactions.addAndGet(arguments[0].equals(false) ? 1 : 0);
                case "abort" -> ended.set(true);
                case "close" -> {
                    open.decrementAndGet();
                    if (!ended.get() && !state.equals(state(connection))) {
                        changed.add(state(connection));
                    }
                }
                default -> {}
            }
        });
    }

    private static String state(Connection connection) throws SQLException {
        return "autocommit " + connection.getAutoCommit() + ", isolation " + connection.getTransactionIsolation();
    }

    private void count(String sql) throws SQLException {
        int number = statements.size();
        statements.add(sql);
        if (number == failingStatement) {
            throw failure;
        }
    }

    @FunctionalInterface
    private interface Before {
        void call(String method, Object[] arguments) throws SQLException;
    }

    private <T> T proxy(Class<T> type, T target, Before before) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    before.call(method.getName(), arguments);
                    try {
                        Object result = method.invoke(target, arguments);
                        if (result instanceof PreparedStatement && statements.size() - 1 == unansweredStatement) {
                            return unanswered((PreparedStatement) result);
                        }
                        return method.getName().equals("createStatement")
                                ? proxy(Statement.class, (Statement) result, this::beforeStatement)
                                : result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private PreparedStatement unanswered(PreparedStatement target) {
        return (PreparedStatement) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PreparedStatement.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(target, arguments);
                        if (method.getName().startsWith("execute")) {
                            throw failure;
                        }
                        return result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private void beforeStatement(String method, Object[] arguments) throws SQLException {
        if (method.startsWith("execute")) {
            count((String) arguments[0]);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        target.setLogWriter(writer);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        target.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return target.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return target.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return target.isWrapperFor(type);
    }
}
