package dev.scimlet.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Counts the statements that are prepared and the connections that are out, and can fail at a chosen statement. */
final class CountingDataSource implements DataSource {

    private final DataSource target;
    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile int failingStatement = -1;
    private volatile String failure = "";

    CountingDataSource(DataSource target) {
        this.target = target;
    }

    List<String> statements() {
        return List.copyOf(statements);
    }

    int openConnections() {
        return open.get();
    }

    void reset() {
        statements.clear();
        failingStatement = -1;
    }

    /** The statement with this number, from 0, fails with the given SQLState; those after it do not. */
    void failAt(int statement, String sqlState) {
        reset();
        failure = sqlState;
        failingStatement = statement;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = target.getConnection();
        open.incrementAndGet();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        int number = statements.size();
                        statements.add((String) arguments[0]);
                        if (number == failingStatement) {
                            throw new SQLException("made to fail", failure);
                        }
                    }
                    if (method.getName().equals("close")) {
                        open.decrementAndGet();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
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
