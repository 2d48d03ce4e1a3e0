package dev.scimlet.directory.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Has a connection, or the whole process, die at a chosen step: before any statement, before a commit, or behind one, when
 * its answer is lost. What had not been committed is gone, and whatever is asked of the dead fails.
 */
final class MortalDataSource implements DataSource {

    private final DataSource target;
    private int steps;
    private int last = -1;
    private boolean processDies;
    private boolean died;

    MortalDataSource(DataSource target) {
        this.target = target;
    }

    /** A connection dies at the step with this number, from 0; the application goes on with others. */
    synchronized void connectionDiesAt(int step) {
        dieAt(step, false);
    }

    /** All ends at the step with this number, from 0: no connection is to be had until {@link #revive()}. */
    synchronized void processDiesAt(int step) {
        dieAt(step, true);
    }

    private void dieAt(int step, boolean all) {
        revive();
        last = step;
        processDies = all;
    }

    /** Nothing dies any longer. */
    synchronized void revive() {
        steps = 0;
        last = -1;
        died = false;
    }

    /** Whether the step was reached. */
    synchronized boolean hasDied() {
        return died;
    }

    private synchronized boolean dies() {
        boolean now = steps++ == last;
        died |= now;
        return now;
    }

    private synchronized boolean processIsDead() {
        return died && processDies;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (processIsDead()) {
            throw dead();
        }
        return new Mortal(target.getConnection()).proxy();
    }

    private static SQLException dead() {
        return new SQLNonTransientConnectionException("made to die", "08006");
    }

    @FunctionalInterface
    private interface Call {
        Object make(Method method, Object[] arguments) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.make(method, arguments)));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new IllegalStateException(thrown.getCause());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private final class Mortal {

        private final Connection connection;
        private boolean dead;

        Mortal(Connection connection) {
            this.connection = connection;
        }

        Connection proxy() {
            return MortalDataSource.proxy(Connection.class, this::onConnection);
        }

        private Object onConnection(Method method, Object[] arguments) throws SQLException {
            String name = method.getName();
            if (dead || processIsDead()) {
                if (name.equals("close") || name.equals("abort")) {
                    end();
                    return null;
                }
                throw dead();
            }
            if (name.equals("commit")) {
                dieIfDue();
            }
            Object result = invoke(connection, method, arguments);
            if (name.equals("commit")) {
                dieIfDue();
            }
            if (result instanceof PreparedStatement statement) {
                return MortalDataSource.proxy(PreparedStatement.class, (m, a) -> onStatement(statement, m, a));
            }
            return result instanceof Statement statement
                    ? MortalDataSource.proxy(Statement.class, (m, a) -> onStatement(statement, m, a))
                    : result;
        }

        private Object onStatement(Statement statement, Method method, Object[] arguments) throws SQLException {
            if (method.getName().startsWith("execute")) {
                if (dead || processIsDead()) {
                    throw dead();
                }
                dieIfDue();
            }
            return invoke(statement, method, arguments);
        }

        private void dieIfDue() throws SQLException {
            if (dies()) {
                end();
                throw dead();
            }
        }

        /** As the database does when it misses a client. */
        private void end() throws SQLException {
            if (!dead) {
                dead = true;
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                connection.close();
            }
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
