package dev.scimlet.benchmarks.subject;

import dev.scimlet.benchmarks.database.HostEntities;
import dev.scimlet.benchmarks.database.SubjectDatabase;
import dev.scimlet.jpa.JpaRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import java.time.Clock;
import java.util.List;

/**
 * Users and groups as JPA entities. The arguments are the port and the URL of the database or the name of one that is to be started
 * ({@link SubjectDatabase}).
 */
public final class JpaServer {

    private JpaServer() {}

    public static void main(String[] arguments) throws Exception {
        SubjectDatabase database = SubjectDatabase.open(arguments[1]);
        database.run(HostEntities.script(database.kind()));
        var tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        tokens.register(Subject.TOKEN, "benchmark", null, null);
        List<JpaRepository<?>> repositories = HostEntities.repositories(HostEntities.factory(database.dataSource()));
        ScimService service = ScimService.builder()
                .repositories(repositories.get(0), repositories.get(1))
                .authenticator(tokens)
                .build();
        RoomyServer.serve(service, Integer.parseInt(arguments[0]));
    }
}
