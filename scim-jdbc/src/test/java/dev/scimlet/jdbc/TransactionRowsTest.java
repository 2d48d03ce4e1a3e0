package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.ServiceClient.group;
import static dev.scimlet.jdbc.ServiceClient.patchBody;
import static dev.scimlet.jdbc.ServiceClient.user;
import static dev.scimlet.jdbc.ServiceClient.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.jdbc.ServiceClient.Answer;
import dev.scimlet.protocol.ResourceEvent;
import dev.scimlet.testkit.contract.FirstCommitFails;
import dev.scimlet.testkit.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** One request is one transaction: what was wrong once, through the door of the service, in memory and in tables. */
final class TransactionRowsTest {

    private static final String MANAGER = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /** Where users and groups are kept. */
    enum Place {
        MEMORY {
            @Override
            TestStore store() {
                return TestStore.inMemory();
            }
        },
        H2 {
            @Override
            TestStore store() {
                return TestStore.in(TestDatabase.H2.empty());
            }
        },
        POSTGRESQL {
            @Override
            TestStore store() {
                return TestStore.in(TestDatabase.POSTGRESQL.empty());
            }
        };

        abstract TestStore store();
    }

    private static List<String> kinds(List<ResourceEvent> events) {
        return events.stream()
                .map(event -> event.getClass().getSimpleName() + " " + event.type())
                .toList();
    }

    /** What all read. */
    private static String state(ServiceClient client) {
        return client.get("/Users?count=100").is(200).body()
                + client.get("/Groups?count=100").is(200).body();
    }

    // ---- T2: events

    @ParameterizedTest
    @EnumSource
    @DisplayName("T2: what a listener is told of, everybody can read")
    void tellsWhatIsStored(Place place) {
        TestStore store = place.store();
        ServiceClient reader = ServiceClient.of(store.service());
        List<Integer> read = new ArrayList<>();
        ServiceClient client = ServiceClient.of(store.service()
                .onChange(event -> read.add(reader.get("/" + event.type().name() + "s/" + event.id())
                        .status())));

        String member = client.createUser("bjensen");
        client.createGroup("Tour Guides", member);
        client.patch("/Users/" + member, "{\"op\":\"add\",\"path\":\"title\",\"value\":\"Guide\"}")
                .is(200);
        client.delete("/Users/" + member).is(204);

        assertThat(kinds(client.events()))
                .containsExactly("Created User", "Created Group", "Changed User", "Changed Group", "Deleted User");
        assertThat(read).containsExactly(200, 200, 200, 200, 404);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T2: what a hook refuses is not stored and not told, whatever was written before it")
    void tellsNothingOfWhatIsRolledBack(Place place) {
        TestStore store = place.store();
        ServiceClient before = ServiceClient.of(store.service().referentialIntegrity());
        String boss = before.createUser("boss");
        before.post("/Users", user("bjensen", managedBy(boss))).is(201);
        String guides = before.createGroup("Tour Guides", boss);
        String state = state(before);
        AtomicReference<String> refusal = new AtomicReference<>("");
        List<String> asked = new ArrayList<>();
        ServiceClient client =
                ServiceClient.of(store.service().referentialIntegrity().onChangeInUnit((event, unit) -> {
                    asked.addAll(kinds(List.of(event)));
                    if (kinds(List.of(event)).contains(refusal.get())) {
                        throw ScimException.withStatus(403, "a rule says no");
                    }
                }));

        refusal.set("Created User");
        client.post("/Users", user("jsmith", "")).is(403);
        refusal.set("Changed Group");
        client.patch("/Groups/" + guides, "{\"op\":\"add\",\"path\":\"displayName\",\"value\":\"Guides\"}")
                .is(403);
        client.patch("/Groups/" + guides, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + boss + "\\\"]\"}")
                .is(403);
        client.send("PUT", "/Groups/" + guides, group("Guides")).is(403);
        refusal.set("Deleted User");
        asked.clear();
        client.delete("/Users/" + boss).is(403);

        // The manager was cleared and the group left before the hook said no
        assertThat(asked).containsExactly("Changed User", "Changed Group", "Deleted User");
        assertThat(client.events()).isEmpty();
        assertThat(state(before)).isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T2: a unit that is repeated tells once; a hook that is not pure is seen to do it twice")
    void tellsOnceOfWhatIsRepeated(Place place) {
        TestStore store = place.store();
        List<String> impure = new ArrayList<>();
        List<String> pure = new ArrayList<>();
        ServiceClient client = ServiceClient.of(store.service()
                .referentialIntegrity()
                .unitOfWork(FirstCommitFails.of(store.users().unitOfWork()))
                .onChangeInUnit((event, unit) -> {
                    impure.add(event.id());
                    unit.afterCommit(() -> pure.add(event.id()));
                }));

        String member = client.createUser("bjensen");
        String guides = client.createGroup("Tour Guides", member);
        client.patch("/Groups/" + guides, "{\"op\":\"add\",\"path\":\"displayName\",\"value\":\"Guides\"}")
                .is(200);
        client.patch("/Groups/" + guides, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + member + "\\\"]\"}")
                .is(200);
        client.send("PUT", "/Groups/" + guides, group("All Guides", member)).is(200);
        client.delete("/Users/" + member).is(204);

        assertThat(kinds(client.events()))
                .containsExactly(
                        "Created User",
                        "Created Group",
                        "Changed Group",
                        "Changed Group",
                        "Changed Group",
                        "Changed Group",
                        "Deleted User");
        List<String> told =
                client.events().stream().map(ResourceEvent::id).distinct().toList();
        assertThat(told).containsExactlyInAnyOrder(member, guides);
        assertThat(pure)
                .containsExactlyElementsOf(
                        client.events().stream().map(ResourceEvent::id).toList());
        assertThat(impure).hasSize(2 * pure.size());
        assertThat(client.members(guides)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    @DisplayName("T2: a hook writes rows of its own with the change, once, or not at all")
    void keepsTheRowsOfAHookWithTheChange(TestDatabase of) {
        DataSource database = of.with("CREATE TABLE feed (line varchar(99))");
        TestStore store = TestStore.in(database);
        ServiceClient client = ServiceClient.of(store.service()
                .unitOfWork(FirstCommitFails.of(store.users().unitOfWork()))
                .onChangeInUnit((event, unit) -> {
                    unit.sql().orElseThrow().update("INSERT INTO feed VALUES (?)", event.id());
                    if (event instanceof ResourceEvent.Created created
                            && created.resource().strings("userName").contains("refused")) {
                        throw ScimException.withStatus(403, "a rule says no");
                    }
                }));

        String id = client.createUser("bjensen");
        client.post("/Users", user("refused", "")).is(403);

        assertThat(TestDatabase.value(database, "SELECT COUNT(*) FROM feed")).isEqualTo("1");
        assertThat(TestDatabase.value(database, "SELECT line FROM feed")).isEqualTo(id);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    @DisplayName("T2: inside a transaction of the host events wait for its commit, and go with its rollback")
    void tellsAfterTheOutermostCommit(TestDatabase of) {
        DataSource database = of.empty();
        DataSourceTransactionManager manager = new DataSourceTransactionManager(database);
        TransactionTemplate transaction = new TransactionTemplate(manager);
        TestStore store =
                TestStore.in(new SpringConnections(database, manager, TransactionDefinition.PROPAGATION_REQUIRED));
        ServiceClient client = ServiceClient.of(store.service().referentialIntegrity());

        String id = transaction.execute(status -> {
            String created = client.createUser("bjensen");
            client.createGroup("Tour Guides", created);
            assertThat(client.events()).isEmpty();
            return created;
        });
        assertThat(kinds(client.events())).containsExactly("Created User", "Created Group");
        assertThat(transactions(client.events())).hasSize(2);

        String state = state(client);
        transaction.executeWithoutResult(status -> {
            client.delete("/Users/" + id).is(204);
            client.get("/Users/" + id).is(404);
            status.setRollbackOnly();
        });
        assertThat(client.events()).hasSize(2);
        assertThat(state(client)).isEqualTo(state);
    }

    // ---- T3: one PATCH is one write

    private static String detailed(String id, String display) {
        return """
                {"value":"%s","display":"%s"}""".formatted(id, display);
    }

    private static String adding(String... entries) {
        return """
                {"op":"add","path":"members","value":[%s]}""".formatted(String.join(",", entries));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T3: a PATCH that tells more of a known member is one write, with one event")
    void writesDetailsOfKnownMembersWithTheRest(Place place) {
        List<String> writes = new ArrayList<>();
        TestStore store = place.store().watchingGroups(method -> {
            if (method.equals("applyDelta") || method.equals("update")) {
                writes.add(method);
            }
        });
        ServiceClient client = ServiceClient.of(store.service());
        String guides = client.createGroup("Tour Guides", "ghostA", "ghostB");

        Answer patched = client.patch(
                        "/Groups/" + guides,
                        adding(detailed("ghostA", "Ann"), detailed("ghostB", "Bob"), detailed("ghostC", "Cid")))
                .is(200);

        assertThat(writes).hasSize(1);
        assertThat(patched.body()).contains("Ann", "Bob", "Cid");
        assertThat(client.get("/Groups/" + guides).body()).isEqualTo(patched.body());
        assertThat(client.events()).hasSize(2);
        assertThat(client.events().get(1)).isInstanceOfSatisfying(ResourceEvent.Changed.class, changed -> {
            assertThat(changed.added()).containsExactly("ghostC");
            assertThat(changed.removed()).isEmpty();
            assertThat("W/\"" + changed.after().meta().version() + "\"").isEqualTo(patched.version());
        });

        // Nothing new is no write, and no event
        assertThat(client.patch("/Groups/" + guides, adding(detailed("ghostA", "Ann")))
                        .is(200)
                        .version())
                .isEqualTo(patched.version());
        assertThat(client.events()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T3: If-Match is checked for such a PATCH; what is refused stores nothing of it")
    void storesNothingOfARefusedPatch(Place place) {
        TestStore store = place.store();
        ServiceClient client = ServiceClient.of(store.service());
        String guides = client.createGroup("Tour Guides", "ghostA", "ghostB");
        String first = client.get("/Groups/" + guides).version();
        String second = client.patch("/Groups/" + guides, adding("{\"value\":\"ghostC\"}"), "If-Match", first)
                .is(200)
                .version();
        String state = state(client);
        int told = client.events().size();

        client.patch("/Groups/" + guides, adding(detailed("ghostA", "Ann")), "If-Match", first)
                .is(412);
        String endless = "x".repeat(100_000);
        client.patch("/Groups/" + guides, adding(detailed("ghostA", "Ann"), detailed("ghostB", endless)))
                .is(400);
        client.patch("/Groups/" + guides, adding(detailed("ghostA", "Ann"), detailed("ghostD", endless)))
                .is(400);
        ServiceClient strict = ServiceClient.of(store.service().referentialIntegrity());
        strict.patch("/Groups/" + guides, adding(detailed("ghostA", "Ann"), detailed("ghostD", "Dan")))
                .is(400);

        assertThat(state(client)).isEqualTo(state);
        assertThat(client.events()).hasSize(told);
        assertThat(strict.events()).isEmpty();
        client.patch("/Groups/" + guides, adding(detailed("ghostA", "Ann")), "If-Match", second)
                .is(200);
    }

    // ---- T4: integrity

    @ParameterizedTest
    @EnumSource
    @DisplayName("T4: a member that leads nowhere since before integrity may stay, a new one is refused")
    void asksOnlyForWhatIsNew(Place place) {
        TestStore store = place.store();
        String guides = ServiceClient.of(store.service()).createGroup("Tour Guides", "ghostA", "ghostB");
        ServiceClient client = ServiceClient.of(store.service().referentialIntegrity());
        String target = "/Groups/" + guides;
        String living = client.createUser("bjensen");

        Answer read = client.get(target).is(200);
        assertThat(client.send("PUT", target, read.body()).is(200).version()).isEqualTo(read.version());
        client.patch(target, adding("{\"value\":\"ghostA\"}")).is(200);
        client.send("PUT", target, group("Tour Guides", "ghostA", "ghostB", living))
                .is(200);
        client.send("PUT", target, group("Guides", "ghostA", living)).is(200);
        assertThat(client.members(guides)).containsExactlyInAnyOrder("ghostA", living);

        String state = state(client);
        int told = client.events().size();
        // B was a member once, but is none any longer
        client.send("PUT", target, group("Tour Guides", "ghostA", "ghostB")).is(400);
        client.patch(target, adding("{\"value\":\"ghostB\"}")).is(400);
        client.patch(
                        target,
                        "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Guides\"},"
                                + adding("{\"value\":\"ghostB\"}"))
                .is(400);
        client.patch(target, "{\"op\":\"replace\",\"path\":\"members\",\"value\":" + values("ghostB") + "}")
                .is(400);
        client.post("/Groups", group("Ghosts", "ghostA")).is(400);
        assertThat(state(client)).isEqualTo(state);
        assertThat(client.events()).hasSize(told);

        client.patch(target, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"ghostA\\\"]\"}")
                .is(200);
        assertThat(client.members(guides)).containsExactly(living);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T4: what GET returned is no change when it is put back, with the addresses that the service made")
    void takesBackWhatItGave(Place place) {
        ServiceClient client = ServiceClient.of(place.store().service().referentialIntegrity());
        String boss = client.createUser("boss");
        String report =
                client.post("/Users", user("report", managedBy(boss))).is(201).id();
        String made = client.get("/Users/" + boss).text("/meta/location");
        for (String address : List.of(made, "https://elsewhere.example.com/Users/" + boss)) {
            String manager = "{\"value\":\"" + boss + "\",\"$ref\":\"" + address + "\"}";
            client.patch(
                            "/Users/" + report,
                            "{\"op\":\"replace\",\"path\":\"" + MANAGER + ":manager\",\"value\":" + manager + "}")
                    .is(200);
            client.patch(
                            "/Users/" + report,
                            "{\"op\":\"add\",\"value\":{\"" + MANAGER + "\":{\"manager\":" + manager + "}}}")
                    .is(200);
        }
        String guides = client.createGroup("Tour Guides", boss, report);
        int told = client.events().size();

        for (String target : List.of("/Users/" + report, "/Users/" + boss, "/Groups/" + guides)) {
            Answer read = client.get(target).is(200);
            Answer put = client.send("PUT", target, read.body()).is(200);
            assertThat(put.version()).isEqualTo(read.version());
            assertThat(put.body()).isEqualTo(read.body());
        }
        assertThat(client.get("/Users/" + report).body()).contains(made);
        assertThat(client.events()).hasSize(told);
        assertThat(told).as("no PATCH of the manager was a change").isEqualTo(3);
    }

    // ---- T5: a DELETE that stops half-way

    private static String managedBy(String id) {
        return """
                ,"%s":{"manager":{"value":"%s"}}""".formatted(MANAGER, id);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T5: a DELETE that fails while groups are tidied leaves everything, and the retry does it all")
    void deletesAllOrNothing(Place place) {
        AtomicReference<String> failing = new AtomicReference<>("");
        List<String> steps = List.of("users.findLocked", "groups.memberDeleted", "users.update", "users.delete");
        TestStore store = place.store()
                .watchingGroups(method -> failAt("groups." + method, failing.get()))
                .watchingUsers(method -> failAt("users." + method, failing.get()));
        ServiceClient client = ServiceClient.of(store.service().referentialIntegrity());
        for (String step : steps) {
            failing.set("");
            String leaver = client.createUser("leaver of " + step);
            String other = client.createUser("other of " + step);
            String report = client.post("/Users", user("report of " + step, managedBy(leaver)))
                    .is(201)
                    .id();
            List<String> groups =
                    List.of(client.createGroup("first", leaver, other), client.createGroup("second", leaver));
            String state = state(client);
            int told = client.events().size();

            failing.set(step);
            client.delete("/Users/" + leaver).is(503);
            failing.set("");

            assertThat(state(client)).as(step).isEqualTo(state);
            assertThat(client.events()).as(step).hasSize(told);

            client.delete("/Users/" + leaver).is(204);
            client.delete("/Users/" + leaver).is(404);
            assertThat(client.members(groups.get(0))).containsExactly(other);
            assertThat(client.members(groups.get(1))).isEmpty();
            assertThat(client.get("/Users/" + report).body()).doesNotContain("manager");
            assertThat(client.events()).as(step).hasSize(told + 4);
        }
    }

    private static void failAt(String step, String failing) {
        if (step.equals(failing)) {
            throw ScimException.unavailable("the store is not there", Duration.ofSeconds(1), null);
        }
    }

    // ---- T6: every change has its event

    private static Set<String> transactions(List<ResourceEvent> events) {
        Set<String> transactions = new HashSet<>();
        events.forEach(event -> transactions.add(event.transaction()));
        return transactions;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "T6: deleting a user tells of the groups that it leaves, of references that are cleared, and of it as it was")
    void tellsOfAllThatADeletionChanges(Place place) {
        ServiceClient client = ServiceClient.of(place.store().service().referentialIntegrity());
        String leaver = client.post(
                        "/Users", user("leaver", ",\"title\":\"Guide\",\"emails\":[{\"value\":\"l@example.com\"}]"))
                .is(201)
                .id();
        String other = client.createUser("other");
        String report =
                client.post("/Users", user("report", managedBy(leaver))).is(201).id();
        client.post("/Users", user("stranger", managedBy(other))).is(201);
        String first = client.createGroup("first", leaver, other);
        String second = client.createGroup("second", leaver);
        client.createGroup("third", other);
        String version = client.get("/Users/" + leaver).version();
        int before = client.events().size();

        client.delete("/Users/" + leaver).is(204);

        List<ResourceEvent> told =
                client.events().subList(before, client.events().size());
        assertThat(told).hasSize(4);
        assertThat(transactions(told)).hasSize(1);
        assertThat(transactions(client.events())).hasSize(before + 1);
        for (String group : List.of(first, second)) {
            assertThat(told)
                    .filteredOn(event -> event.id().equals(group))
                    .singleElement()
                    .isInstanceOfSatisfying(ResourceEvent.Changed.class, changed -> {
                        assertThat(changed.removed()).containsExactly(leaver);
                        assertThat(changed.added()).isEmpty();
                        assertThat(changed.before().meta().version())
                                .isNotEqualTo(changed.after().meta().version());
                        assertThat("W/\"" + changed.after().meta().version() + "\"")
                                .isEqualTo(client.get("/Groups/" + group).version());
                    });
        }
        assertThat(told)
                .filteredOn(event -> event.id().equals(report))
                .singleElement()
                .isInstanceOfSatisfying(ResourceEvent.Changed.class, changed -> {
                    assertThat(managers(changed.before())).containsExactly(leaver);
                    assertThat(managers(changed.after())).isEmpty();
                });
        assertThat(told.get(3)).isInstanceOfSatisfying(ResourceEvent.Deleted.class, deleted -> {
            assertThat(deleted.id()).isEqualTo(leaver);
            assertThat("W/\"" + deleted.last().meta().version() + "\"").isEqualTo(version);
            assertThat(deleted.last().strings("userName")).containsExactly("leaver");
            assertThat(deleted.last().strings("title")).containsExactly("Guide");
            assertThat(deleted.last().strings("emails.value")).containsExactly("l@example.com");
        });
    }

    private static List<String> managers(Resource resource) {
        return resource.strings(MANAGER + ":manager.value");
    }

    /** PostgreSQL looks again at the row that it waited for, but not at the members that led to it. */
    @Test
    @Timeout(120)
    @DisplayName("T6: a deletion that waits for a group tells nothing of a member that the group has lost meanwhile")
    void tellsOnceOfAMemberThatTwoTakeOut() throws Exception {
        DataSource database = TestDatabase.POSTGRESQL.empty();
        TestStore store = TestStore.in(database);
        ServiceClient deleting = ServiceClient.of(store.service());
        String leaver = deleting.createUser("leaver");
        String guides = deleting.createGroup("Tour Guides", leaver);
        String others = deleting.createGroup("Others", leaver);
        AtomicReference<CompletableFuture<Answer>> deletion = new AtomicReference<>();
        ServiceClient removing = ServiceClient.of(store.service().onChangeInUnit((event, unit) -> {
            deletion.set(CompletableFuture.supplyAsync(() -> deleting.delete("/Users/" + leaver)));
            waitFor(
                    database,
                    "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND query LIKE '%scim_group_members e WHERE e.%FOR UPDATE%'");
        }));
        int before = deleting.events().size();

        removing.patch("/Groups/" + guides, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + leaver + "\\\"]\"}")
                .is(200);
        deletion.get().get().is(204);

        assertThat(removing.events())
                .singleElement()
                .satisfies(event -> assertThat(event.id()).isEqualTo(guides));
        assertThat(deleting.events().subList(before, deleting.events().size()))
                .extracting(ResourceEvent::id)
                .containsExactly(others, leaver);
        assertThat(((ResourceEvent.Changed) removing.events().get(0))
                        .after()
                        .meta()
                        .version())
                .isEqualTo(deleting.get("/Groups/" + guides).version().replaceAll("W/|\"", ""));
    }

    private static void waitFor(DataSource database, String count) {
        while (TestDatabase.value(database, count).equals("0")) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T6: each operation of a Bulk request is a transaction of its own")
    void namesATransactionForEachOperationOfBulk(Place place) {
        ServiceClient client = ServiceClient.of(place.store().service().referentialIntegrity());
        String leaver = client.createUser("leaver");
        String group = client.createGroup("first", leaver);
        int before = client.events().size();

        Answer answer = client.bulk(
                """
                {"method":"POST","path":"/Users","bulkId":"new","data":%s},
                {"method":"PATCH","path":"/Groups/%s","data":%s},
                {"method":"DELETE","path":"/Users/%s"}""".formatted(user("bjensen", ""), group, patchBody(adding("{\"value\":\"bulkId:new\"}")), leaver));

        List<Json> operations =
                ((Json.JsonArray) answer.is(200).json().at("/Operations").orElseThrow()).elements();
        assertThat(operations)
                .extracting(done -> done.at("/status").flatMap(Json::asString).orElse(""))
                .containsExactly("201", "200", "204");
        List<ResourceEvent> told =
                client.events().subList(before, client.events().size());
        assertThat(kinds(told)).containsExactly("Created User", "Changed Group", "Changed Group", "Deleted User");
        assertThat(transactions(told)).hasSize(3);
        assertThat(told.get(2).transaction()).isEqualTo(told.get(3).transaction());
    }
}
