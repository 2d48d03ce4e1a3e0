package dev.scimlet.benchmarks.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/**
 * A data source whose statements can be counted: what is executed, a batch as one. {@code BEGIN} and {@code COMMIT} are no
 * statements here.
 *
 * <p>While nothing is counted, connections are handed out as they are, so that measuring costs nothing.
 */
final class CountedStatements {

    private static final Set<String> EXECUTING = Set.of(
            "execute", "executeQuery", "executeUpdate", "executeBatch", "executeLargeUpdate", "executeLargeBatch");

    private final DataSource target;
    private final LongAdder executed = new LongAdder();
    private volatile boolean counting;

    CountedStatements(DataSource target) {
        this.target = target;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, target);
    }

    /** For connections that are taken from now on. */
    void count(boolean begin) {
        counting = begin;
    }

    long executed() {
        return executed.sum();
    }

    private <T> T proxy(Class<T> type, Object real) {
        return type.cast(Proxy.newProxyInstance(
                CountedStatements.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (real instanceof Statement && EXECUTING.contains(method.getName())) {
                        executed.increment();
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        boolean ofInterest = result instanceof Statement && real instanceof Connection
                                || result instanceof Connection && real instanceof DataSource && counting;
                        return ofInterest ? proxy(method.getReturnType(), result) : result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }
}
