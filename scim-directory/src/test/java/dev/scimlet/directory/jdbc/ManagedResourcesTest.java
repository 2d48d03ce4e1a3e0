package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.InMemoryDirectoryStore;
import dev.scimlet.directory.ManagedResource;
import dev.scimlet.protocol.ChangeHook;
import dev.scimlet.protocol.ResourceEvent;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which resources came by which directory, and what each shows. */
final class ManagedResourcesTest {

    @Nested
    final class InMemory extends Managed {

        @Override
        DirectoryStore store() {
            return new InMemoryDirectoryStore();
        }

        @Override
        UnitOfWork units() {
            return UnitOfWork.ordered();
        }
    }

    /** Resources in a database, and directories in memory, as in tests of an application. */
    @Nested
    final class InMemoryBesideADatabase extends Managed {

        private final DataSource dataSource = TestDatabase.H2.empty();

        @Override
        DirectoryStore store() {
            return new InMemoryDirectoryStore();
        }

        @Override
        UnitOfWork units() {
            return SqlUnitOfWork.over(ConnectionSource.of(dataSource));
        }
    }

    @Nested
    final class OnH2 extends InDatabase {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    final class OnMariaDb extends InDatabase {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }

    @Nested
    final class OnMySql extends InDatabase {
        OnMySql() {
            super(TestDatabase.MYSQL);
        }
    }

    @Nested
    final class OnPostgreSql extends InDatabase {
        OnPostgreSql() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Test
    void tellsAtTheStartThatTheTableIsNotWhereTheResourcesAre() {
        JdbcDirectoryStore store = JdbcDirectoryStore.over(TestDatabase.H2.empty());
        store.createTables();
        ScimService.Builder elsewhere = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .unitOfWork(SqlUnitOfWork.over(ConnectionSource.of(TestDatabase.H2.empty())));

        assertThatThrownBy(() ->
                        elsewhere.install(Directories.builder(store).build()).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the database of the resources has no table scimlet_managed_resources")
                .hasMessageContaining("withoutManagers()");
        ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .unitOfWork(SqlUnitOfWork.over(ConnectionSource.of(TestDatabase.H2.empty())))
                .install(Directories.builder(store).withoutManagers().build())
                .build()
                .close();
    }

    abstract static class InDatabase extends Managed {

        private final List<String> statements = Collections.synchronizedList(new ArrayList<>());
        private final DataSource dataSource;

        InDatabase(TestDatabase database) {
            DataSource plain = database.empty();
            JdbcDirectoryStore.over(plain).createTables();
            this.dataSource = counted(plain);
        }

        @Override
        DirectoryStore store() {
            return JdbcDirectoryStore.over(dataSource);
        }

        @Override
        UnitOfWork units() {
            return SqlUnitOfWork.over(ConnectionSource.of(dataSource));
        }

        private DataSource counted(DataSource counted) {
            return (DataSource) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                        Object result = called(counted, method, arguments);
                        return result instanceof Connection connection ? counted(connection) : result;
                    });
        }

        private Connection counted(Connection connection) {
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")) {
                            statements.add((String) arguments[0]);
                        }
                        return called(connection, method, arguments);
                    });
        }

        private static Object called(Object target, java.lang.reflect.Method method, Object[] arguments)
                throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }

        /** Without the one that finds the token. */
        private List<String> during(Runnable work) {
            statements.clear();
            work.run();
            return statements.stream()
                    .filter(text -> !text.contains("scimlet_credentials"))
                    .map(text -> text.substring(0, text.indexOf(' ')))
                    .toList();
        }

        @Test
        void costsOneStatementForACreationAndAChangeAndNoneForARead() {
            String id = create(entra, "entra-1", "bjensen");
            String group = createGroup(entra);

            assertThat(during(() -> get(entra, id))).isEmpty();
            assertThat(during(() -> create(entra, "entra-2", "other"))).containsExactly("INSERT");
            assertThat(during(() -> patch(entra, id, "displayName", "Babs"))).containsExactly("SELECT");
            assertThat(during(() -> addMember(entra, group, id))).containsExactly("SELECT");
            assertThat(during(() -> patch(okta, id, "externalId", "okta-1"))).containsExactly("SELECT", "INSERT");
            assertThat(during(() -> patch(okta, id, "displayName", "Barbara"))).containsExactly("SELECT");
            assertThat(during(() -> patch(entra, id, "displayName", "Babs"))).containsExactly("SELECT", "UPDATE");
            assertThat(during(() -> get(okta, id))).isEmpty();
            assertThat(during(() -> delete(okta, id))).containsExactly("DELETE");
        }

        @Test
        void keepsNothingOfWhatIsTakenBack() {
            refusing = true;

            assertThat(send("POST", "/Users", entra, user("entra-1", "bjensen")).status())
                    .isEqualTo(400);
            assertThat(directories.managed(entra.id(), "User", "", 10)).isEmpty();
        }
    }

    abstract static class Managed {

        final Map<String, String> tokens = new HashMap<>();
        DirectoryStore store;
        Directories directories;
        Directory entra;
        Directory okta;
        boolean refusing;
        private ScimService service;

        abstract DirectoryStore store();

        abstract UnitOfWork units();

        @org.junit.jupiter.api.BeforeEach
        void start() {
            store = store();
            directories = Directories.builder(store).build();
            ChangeHook refusal = (ResourceEvent event, dev.scimlet.spi.Unit unit) -> {
                if (refusing) {
                    throw ScimException.of(ErrorType.INVALID_VALUE, "refused");
                }
            };
            ScimService.Builder builder = ScimService.builder()
                    .repositories(
                            InMemoryRepository.of(StandardTypes.user()), InMemoryRepository.of(StandardTypes.group()))
                    .unitOfWork(units())
                    .passwordEncoder(password -> "hash")
                    .install(directories);
            if (this instanceof InDatabase) {
                builder.onChangeInUnit(refusal);
            }
            service = builder.build();
            entra = directory("Entra ID", IdentityProvider.ENTRA_ID);
            okta = directory("Okta", IdentityProvider.OKTA);
        }

        private Directory directory(String name, IdentityProvider provider) {
            Directory directory = directories.create("acme", name, provider);
            tokens.put(
                    directory.id(),
                    directories
                            .credentials()
                            .createToken(directory.id(), "test", Duration.ofDays(90))
                            .secret());
            return directory;
        }

        @AfterEach
        void stop() {
            service.close();
        }

        ScimResponse send(String method, String path, Directory from, String body) {
            ScimRequest.Builder request = ScimRequest.builder(method, path)
                    .baseUrl("https://app.example.com/scim/v2")
                    .header("Authorization", "Bearer " + tokens.get(from.id()));
            if (!body.isEmpty()) {
                request.header("Content-Type", "application/scim+json").body(body);
            }
            return service.handle(request.build());
        }

        static String user(String externalId, String userName) {
            return """
                    {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "externalId": "%s", "userName": "%s"}""".formatted(externalId, userName);
        }

        private static String id(ScimResponse created) {
            assertThat(created.status()).as(created.bodyText()).isEqualTo(201);
            return created.bodyText().replaceAll("(?s).*?\"id\":\"([^\"]*)\".*", "$1");
        }

        String create(Directory from, String externalId, String userName) {
            return id(send("POST", "/Users", from, user(externalId, userName)));
        }

        String createGroup(Directory from) {
            return id(send("POST", "/Groups", from, """
                            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Sales"}"""));
        }

        String get(Directory from, String id) {
            return externalId(send("GET", "/Users/" + id, from, ""));
        }

        private static String externalId(ScimResponse answer) {
            assertThat(answer.status()).as(answer.bodyText()).isEqualTo(200);
            String text = answer.bodyText();
            return text.contains("\"externalId\"")
                    ? text.replaceAll("(?s).*\"externalId\":\"([^\"]*)\".*", "$1")
                    : "none";
        }

        String patch(Directory from, String id, String path, String value) {
            return externalId(send("PATCH", "/Users/" + id, from, """
                    {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                     "Operations": [{"op": "replace", "path": "%s", "value": "%s"}]}""".formatted(path, value)));
        }

        void addMember(Directory from, String group, String user) {
            ScimResponse answer = send("PATCH", "/Groups/" + group, from, """
                    {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                     "Operations": [{"op": "add", "path": "members", "value": [{"value": "%s"}]}]}""".formatted(user));
            assertThat(answer.status()).as(answer.bodyText()).isBetween(200, 204);
        }

        void delete(Directory from, String id) {
            assertThat(send("DELETE", "/Users/" + id, from, "").status()).isEqualTo(204);
        }

        private List<ManagedResource> managers(String id) {
            return directories.managers("acme", "User", id);
        }

        @Test
        void showsTheExternalIdOfTheDirectoryThatWroteLast() {
            String id = create(entra, "entra-1", "bjensen");
            assertThat(patch(okta, id, "externalId", "okta-1")).isEqualTo("okta-1");
            assertThat(get(entra, id)).isEqualTo("okta-1");

            assertThat(patch(entra, id, "displayName", "Babs")).isEqualTo("entra-1");
            assertThat(get(okta, id)).isEqualTo("entra-1");
            assertThat(managers(id))
                    .containsExactly(
                            new ManagedResource("acme", "User", id, okta.id(), "okta-1", false, 2),
                            new ManagedResource("acme", "User", id, entra.id(), "entra-1", true, 3));

            assertThat(patch(okta, id, "displayName", "Babs"))
                    .as("it changes nothing else")
                    .isEqualTo("okta-1");
            assertThat(patch(entra, id, "externalId", "okta-1"))
                    .as("what is said counts")
                    .isEqualTo("okta-1");
            assertThat(managers(id)).extracting(ManagedResource::ownExternalId).containsExactly("okta-1", "okta-1");
        }

        @Test
        void handsPeopleOverWithTheirIdsAndMemberships() {
            String id = create(entra, "entra-1", "bjensen");
            String group = createGroup(entra);
            addMember(entra, group, id);

            ScimResponse found = service.handle(ScimRequest.builder("GET", "/Users")
                    .query("filter=userName%20eq%20%22bjensen%22")
                    .baseUrl("https://app.example.com/scim/v2")
                    .header("Authorization", "Bearer " + tokens.get(okta.id()))
                    .build());
            assertThat(found.bodyText()).contains("\"id\":\"" + id + "\"");
            ScimResponse replaced = send("PUT", "/Users/" + id, okta, user("okta-1", "bjensen"));

            assertThat(externalId(replaced)).isEqualTo("okta-1");
            assertThat(replaced.bodyText()).contains(group);
            assertThat(managers(id))
                    .containsExactly(
                            new ManagedResource("acme", "User", id, entra.id(), "entra-1", true, 1),
                            new ManagedResource("acme", "User", id, okta.id(), "okta-1", false, 2));

            directories.delete(entra.id());

            assertThat(managers(id)).extracting(ManagedResource::directoryId).containsExactly(okta.id());
            assertThat(get(okta, id)).isEqualTo("okta-1");
            assertThat(directories.managed(okta.id(), "User", "", 10)).hasSize(1);
            assertThat(directories.managed(entra.id(), "Group", "", 10)).isEmpty();
        }

        @Test
        void leavesTheExternalIdToADirectoryThatHasSaidNone() {
            String id = create(entra, "entra-1", "bjensen");

            assertThat(patch(okta, id, "displayName", "Babs")).isEqualTo("entra-1");
            assertThat(managers(id)).extracting(ManagedResource::ownExternalId).containsExactly("entra-1", null);
            ScimResponse put = send("PUT", "/Users/" + id, okta, """
                    {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "bjensen"}""");
            assertThat(externalId(put)).as("a PUT says that there is none").isEqualTo("none");
            assertThat(patch(entra, id, "displayName", "Babs")).isEqualTo("entra-1");
        }

        @Test
        void forgetsWhatIsDeletedAndNotesNobodyForWhatGoesWithIt() {
            String id = create(entra, "entra-1", "bjensen");
            String group = createGroup(entra);
            addMember(entra, group, id);

            delete(okta, id);

            assertThat(managers(id)).isEmpty();
            assertThat(directories.managers("acme", "Group", group))
                    .extracting(ManagedResource::directoryId)
                    .containsExactly(entra.id());
        }
    }
}
