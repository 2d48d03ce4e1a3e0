package dev.scimlet.benchmarks.sqlfloor;

import dev.scimlet.benchmarks.database.HostEntities;
import dev.scimlet.benchmarks.database.SubjectDatabase;

/** Starts the floor over entities; the arguments are those of the server that is compared with it: port, database. */
public final class JpaFloorServer {

    private JpaFloorServer() {}

    public static void main(String[] arguments) throws Exception {
        SubjectDatabase database = SubjectDatabase.open(arguments[1]);
        database.run(HostEntities.script(database.kind()));
        Store store = new UsersEntities(HostEntities.factory(database.dataSource()));
        SqlFloorServer.start(Integer.parseInt(arguments[0]), store).join();
    }
}
