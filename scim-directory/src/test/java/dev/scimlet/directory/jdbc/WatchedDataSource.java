package dev.scimlet.directory.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Notes the statements that are run, and which threads have a connection. */
final class WatchedDataSource {

    private static final Class<?>[] SEEN = {Connection.class, Statement.class};

    final Set<String> statements = ConcurrentHashMap.newKeySet();
    final Set<String> threadsWithConnection = ConcurrentHashMap.newKeySet();
    private final DataSource target;

    WatchedDataSource(DataSource target) {
        this.target = target;
    }

    DataSource proxy() {
        return watched(target, DataSource.class);
    }

    private <T> T watched(Object object, Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                WatchedDataSource.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String thread = Thread.currentThread().getName();
                    if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
                        boolean runs = method.getName().matches("prepare.*|execute.*|add.*|nativeSQL");
                        boolean unused = runs && statements.add(sql);
                    }
                    if (type == Connection.class && method.getName().equals("close")) {
                        threadsWithConnection.remove(thread);
                    }
                    Object answer;
                    try {
                        answer = method.invoke(object, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                    if (method.getName().equals("getConnection") && type == DataSource.class) {
                        threadsWithConnection.add(thread);
                        return watched(answer, Connection.class);
                    }
                    for (Class<?> seen : SEEN) {
                        if (answer != null && method.getReturnType() == seen) {
                            return watched(answer, seen);
                        }
                    }
                    return answer;
                }));
    }
}
