package dev.scimlet.benchmarks.sqlfloor;

import dev.scimlet.benchmarks.database.HostTables;
import dev.scimlet.benchmarks.database.SqlLayout;
import dev.scimlet.benchmarks.database.SubjectDatabase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/**
 * Starts the floor; the arguments are those of the server that is compared with it: port, database, layout. A fourth, {@code
 * tables-exist}, reads tables that somebody else has made.
 */
public final class SqlFloorServer {

    public static final String TABLES_EXIST = "tables-exist";

    static final String BASE_PATH = "/scim/v2";

    private SqlFloorServer() {}

    public static void main(String[] arguments) throws Exception {
        SubjectDatabase database = SubjectDatabase.open(arguments[1]);
        boolean create = arguments.length < 4 || !arguments[3].equals(TABLES_EXIST);
        Store store = store(database, SqlLayout.valueOf(arguments[2]), create);
        start(Integer.parseInt(arguments[0]), store).join();
    }

    static Store store(SubjectDatabase database, SqlLayout layout, boolean create) throws SQLException {
        if (create) {
            database.run(
                    layout == SqlLayout.OWN ? OwnSchema.script(database.kind()) : HostTables.script(database.kind()));
        }
        return layout == SqlLayout.OWN
                ? new OwnTables(database.dataSource(), database.kind())
                : new UsersTable(database.dataSource(), database.kind());
    }

    static Server start(int port, Store store) throws Exception {
        var context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new SqlFloorServlet(store)), BASE_PATH + "/*");
        var server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.setHandler(context);
        server.start();
        return server;
    }
}
