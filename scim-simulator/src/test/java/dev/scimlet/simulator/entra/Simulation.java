package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.directory.DirectoryChange;
import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.directory.SourceDirectory;
import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.mapping.SynchronizationSchema;
import dev.scimlet.simulator.server.SmallScimServer;
import dev.scimlet.simulator.transport.ScimTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A directory, an application and the service between them. */
final class Simulation {

    static final String LEGACY = "http://127.0.0.1/scim";
    static final String COMPLIANT = "http://127.0.0.1/scim?aadOptscim062020";

    final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-05T08:00:00Z"));
    final SmallScimServer server = new SmallScimServer();
    final List<Duration> pauses = new ArrayList<>();
    final SourceDirectory directory;
    final ProvisioningJob job;
    final ProvisioningService service;
    final ScimTransport transport;

    private Simulation(Setup setup) {
        directory = setup.directory.orElseGet(() -> new SourceDirectory(clock));
        AdminCredentials credentials = new AdminCredentials(TenantUrl.parse(setup.url), setup.token);
        job = setup.settings
                .apply(ProvisioningJob.builder(credentials, setup.schema))
                .build();
        transport = setup.around.apply(server);
        service = new ProvisioningService(job, directory, clock, transport, pauses::add);
    }

    /** MediusFlow, without the flag, with the given settings. */
    static Simulation mediusflow(UnaryOperator<ProvisioningJob.Builder> settings) {
        return new Setup().settings(settings).start();
    }

    static Simulation mediusflow() {
        return new Setup().start();
    }

    static Setup setup() {
        return new Setup();
    }

    /** Adds a user who is assigned; the object id is {@code id-} and the given name in lower case. */
    DirectoryUser user(String givenName, String surname) {
        String name = givenName.toLowerCase(Locale.ROOT);
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("userPrincipalName", name + "@contoso.example");
        attributes.put("mail", name + "@contoso.example");
        attributes.put("givenName", givenName);
        attributes.put("surname", surname);
        attributes.put("displayName", givenName + " " + surname);
        DirectoryUser user = DirectoryUser.of("id-" + name, attributes);
        apply(new DirectoryChange.AddUser(user), new DirectoryChange.Assign(user.objectId(), AppRole.DEFAULT_ACCESS));
        return user;
    }

    /** Adds a group that is assigned. */
    DirectoryGroup group(String name, DirectoryUser... members) {
        String objectId = "id-" + name;
        apply(
                new DirectoryChange.AddGroup(DirectoryGroup.of(objectId, name, ids(members))),
                new DirectoryChange.Assign(objectId, AppRole.DEFAULT_ACCESS));
        return directory.group(objectId).orElseThrow();
    }

    static Set<String> ids(DirectoryUser... users) {
        Set<String> ids = new LinkedHashSet<>();
        for (DirectoryUser user : users) {
            ids.add(user.objectId());
        }
        return ids;
    }

    void apply(DirectoryChange... changes) {
        for (DirectoryChange change : changes) {
            directory.apply(change);
        }
    }

    void update(DirectoryUser user, String attribute, String value) {
        apply(new DirectoryChange.UpdateUser(user.objectId(), Map.of(attribute, value)));
    }

    /** Runs a cycle; the server then has forgotten the requests before it. */
    CycleReport cycle() {
        server.forgetRequests();
        return service.runCycle();
    }

    /** The id in the application of the user's account. */
    String idOf(DirectoryUser user) {
        return String.valueOf(server.user(user.userPrincipalName()).get("id"));
    }

    List<Difference> differences() throws ScimFailureException {
        return differences(Set.of());
    }

    /** @param before the ids of what was in the application before */
    List<Difference> differences(Set<String> before) throws ScimFailureException {
        return new DirectoryComparison(job, directory, server, before).differences();
    }

    /** What differs from the usual. */
    static final class Setup {

        private String url = LEGACY;
        private String token = SmallScimServer.TOKEN;
        private SynchronizationSchema schema = StandardMappings.mediusflow();
        private UnaryOperator<ProvisioningJob.Builder> settings = builder -> builder;
        private UnaryOperator<ScimTransport> around = transport -> transport;
        private Optional<SourceDirectory> directory = Optional.empty();

        Setup url(String value) {
            url = value;
            return this;
        }

        Setup token(String value) {
            token = value;
            return this;
        }

        Setup schema(SynchronizationSchema value) {
            schema = value;
            return this;
        }

        Setup settings(UnaryOperator<ProvisioningJob.Builder> value) {
            settings = value;
            return this;
        }

        Setup around(UnaryOperator<ScimTransport> value) {
            around = value;
            return this;
        }

        Setup directory(SourceDirectory value) {
            directory = Optional.of(value);
            return this;
        }

        Simulation start() {
            return new Simulation(this);
        }
    }
}
