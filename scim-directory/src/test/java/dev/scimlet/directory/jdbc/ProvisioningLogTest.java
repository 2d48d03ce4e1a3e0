package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.NewCredential;
import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogEntry.Operation;
import dev.scimlet.directory.log.LogEntry.Result;
import dev.scimlet.directory.log.LogNote;
import dev.scimlet.directory.log.LogPage;
import dev.scimlet.directory.log.LogProblem;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.directory.log.LogReason;
import dev.scimlet.directory.log.LogRow;
import dev.scimlet.directory.log.LogRun;
import dev.scimlet.directory.log.LogStore;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.ServiceExtension;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the log promises, in memory and in each database. */
final class ProvisioningLogTest {

    static Stream<FeedFixture.On> everywhere() {
        return LogFixture.everywhere();
    }

    static Stream<FeedFixture.On> databases() {
        return LogFixture.databases();
    }

    private static List<String> sentences(LogFixture fixture, Locale locale) {
        return fixture.entries().stream()
                .map(entry -> fixture.log.words().sentence(entry, locale))
                .toList();
    }

    // ---- changes

    @ParameterizedTest
    @MethodSource("everywhere")
    void tellsWhoChangedWhatAndHow(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            String id = fixture.create("bjensen", ",\"title\":\"Guide\",\"active\":true");
            String group = fixture.createGroup("Guides", id);
            fixture.patched(
                    "/Users/" + id,
                    "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Leader\"},"
                            + "{\"op\":\"replace\",\"path\":\"name.familyName\",\"value\":\"Jensen\"},"
                            + "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}");
            fixture.patched(
                    "/Groups/" + group, "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + id + "\\\"]\"}");
            fixture.send("DELETE", "/Users/" + id, "");

            List<LogEntry> entries = fixture.entries();
            assertThat(entries)
                    .extracting(LogEntry::operation)
                    .containsExactly(
                            Operation.CREATE, Operation.CREATE, Operation.UPDATE, Operation.UPDATE, Operation.DELETE);
            assertThat(entries).extracting(LogEntry::result).containsOnly(Result.DONE);
            assertThat(entries)
                    .extracting(entry -> entry.name().orElseThrow())
                    .containsExactly("bjensen", "Guides", "bjensen", "Guides", "bjensen");
            assertThat(entries).allSatisfy(entry -> {
                assertThat(entry.tenant()).isEqualTo(LogFixture.ACME);
                assertThat(entry.directoryId()).contains(fixture.entra.id());
                assertThat(entry.actor()).contains("Entra ID");
                assertThat(entry.credential()).contains("November");
                assertThat(entry.requestId()).isPresent();
                assertThat(entry.duration()).isPresent();
                assertThat(entry.count()).isEqualTo(1);
                assertThat(entry.status()).isZero();
            });
            LogEntry changed = entries.get(2);
            assertThat(changed.resourceId()).contains(id);
            assertThat(changed.changes())
                    .contains(
                            new LogEntry.AttributeChange("title", "Guide", "Leader"),
                            new LogEntry.AttributeChange("name.familyName", null, "Jensen"),
                            new LogEntry.AttributeChange("active", true, false));
            assertThat(entries.get(1).added()).isEqualTo(new LogEntry.References(1, List.of(id)));
            assertThat(entries.get(3).removed()).isEqualTo(new LogEntry.References(1, List.of(id)));
            assertThat(sentences(fixture, Locale.ENGLISH))
                    .containsExactly(
                            "Created.",
                            "Created.",
                            "Deactivated. Changed name.familyName and title.",
                            "Removed 1 member.",
                            "Deleted.");
            assertThat(sentences(fixture, Locale.CANADA_FRENCH))
                    .containsExactly(
                            "Créé.",
                            "Créé.",
                            "Désactivé. Modifié : name.familyName et title.",
                            "1 membre retiré.",
                            "Supprimé.");
            assertThat(fixture.entries(LogFixture.GLOBEX)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void tellsOfAllThatADeletionChanges(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            String id = fixture.create("bjensen", "");
            fixture.createGroup("Guides", id);
            fixture.createGroup("Leaders", id);
            fixture.send("DELETE", "/Users/" + id, "");

            List<LogEntry> ofDeletion = fixture.entries().subList(3, 6);
            assertThat(ofDeletion)
                    .extracting(LogEntry::operation)
                    .containsExactlyInAnyOrder(Operation.UPDATE, Operation.UPDATE, Operation.DELETE);
            assertThat(ofDeletion)
                    .extracting(entry -> entry.name().orElseThrow())
                    .containsExactlyInAnyOrder("Guides", "Leaders", "bjensen");
            assertThat(ofDeletion)
                    .extracting(entry -> entry.requestId().orElseThrow())
                    .containsOnly(ofDeletion.get(0).requestId().orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void tellsNoLongListInFull(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            String[] ids = IntStream.range(0, 130)
                    .mapToObj(i -> fixture.create("u" + i, ""))
                    .toArray(String[]::new);
            fixture.createGroup("All", ids);
            fixture.patched(
                    "/Users/" + ids[0],
                    "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"" + "long".repeat(400) + "\"}");

            List<LogEntry> entries = fixture.entries();
            LogEntry group = entries.get(130);
            assertThat(group.added().count()).isEqualTo(130);
            assertThat(group.added().ids()).hasSize(100);
            assertThat(entries.get(131).changes().get(0).after().toString()).hasSize(500);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void tellsHowMuchNobodyKnowsAndNotWhatItIsCalled(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            String id = fixture.create("bjensen", ",\"shoeSize\":38,\"name\":{\"maiden\":\"B\"}");
            assertThat(fixture.last().unknown()).isEqualTo(2);
            fixture.send("PUT", "/Users/" + id, FeedFixture.user("bjensen", ",\"shoeSize\":39"));
            assertThat(fixture.last().result()).isEqualTo(Result.UNCHANGED);
            assertThat(fixture.last().unknown()).isEqualTo(1);
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Guide\"}");
            assertThat(fixture.last().unknown()).isZero();

            assertThat(fixture.everythingKept()).contains("\"unknown\":2").doesNotContain("shoeSize", "maiden");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tellsNothingOfWhatIsRolledBack(FeedFixture.On on) {
        DataSource dataSource = FeedFixture.withTables(on);
        JdbcRepository users =
                JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build();
        ProvisioningLog log =
                ProvisioningLog.builder(JdbcLogStore.over(dataSource)).build();
        ServiceExtension refusing = new ServiceExtension() {
            @Override
            public void install(Installation installation) {
                installation.onChangeInUnit((event, unit) -> {
                    if (event.context().requestId().equals("refused")) {
                        throw ScimException.withStatus(403, "the application does not want it");
                    }
                });
            }
        };
        try (ScimService service = ScimService.builder()
                .repositories(users)
                .authenticator(request -> new Authentication.Accepted("entra", null))
                .requestIds(request -> request.header("X-Name").orElse(""))
                .install(log)
                .install(refusing)
                .build()) {
            assertThat(service.handle(LogFixture.request("x", "POST", "/Users", FeedFixture.user("ada", ""))
                                    .header("X-Name", "refused")
                                    .build())
                            .status())
                    .isEqualTo(403);
            assertThat(service.handle(LogFixture.request("x", "POST", "/Users", FeedFixture.user("bob", ""))
                                    .header("X-Name", "good")
                                    .build())
                            .status())
                    .isEqualTo(201);
            log.write();

            List<LogEntry> entries = log.find("default", LogQuery.ALL).entries();
            assertThat(entries)
                    .extracting(entry -> entry.name().orElseThrow() + " " + entry.result())
                    .containsExactlyInAnyOrder("ada REFUSED", "bob DONE");
        }
    }

    @Test
    void isBuiltOnlyWhereItsEntriesAreInTheTransactionOfChanges() {
        DataSource dataSource = FeedFixture.withTables(FeedFixture.On.H2);
        DataSource other = FeedFixture.On.H2.empty();
        assertThatThrownBy(() -> ScimService.builder()
                        .repositories(JdbcRepository.inOwnTables(StandardTypes.user(), dataSource)
                                .build())
                        .authenticator(request -> new Authentication.Accepted("entra", null))
                        .install(ProvisioningLog.builder(JdbcLogStore.over(other))
                                .build())
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the tables of the log are not there")
                .hasMessageContaining("createTables()");
        assertThatThrownBy(() -> ScimService.builder()
                        .repositories(InMemoryRepository.of(StandardTypes.user()))
                        .authenticator(request -> new Authentication.Accepted("entra", null))
                        .install(ProvisioningLog.builder(JdbcLogStore.over(dataSource))
                                .build())
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("InMemoryLogStore");
    }

    // ---- beside

    @ParameterizedTest
    @MethodSource("everywhere")
    void tellsOfRefusalsLookUpsAndWhatWasSoAlready(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            String id = fixture.create("bjensen", ",\"title\":\"Guide\"");
            fixture.send("POST", "/Users", FeedFixture.user("BJensen", ""));
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Guide\"}");
            fixture.patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"nothing\",\"value\":1}");
            fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"bjensen\""), "");
            fixture.send("GET", "/Users" + LogFixture.filter("title eq \"Pilot\""), "");
            fixture.send("GET", "/Users/" + id, "");
            fixture.send("GET", "/Users/01a00000-0000-7000-8000-000000000000", "");
            fixture.send("DELETE", "/Groups/01a00000-0000-7000-8000-000000000000", "");

            List<LogEntry> entries = fixture.entries();
            assertThat(entries)
                    .extracting(entry -> entry.operation() + " " + entry.result() + " " + entry.status())
                    .containsExactly(
                            "CREATE DONE 0",
                            "CREATE REFUSED 409",
                            "UPDATE UNCHANGED 200",
                            "UPDATE REFUSED 400",
                            "LOOKUP DONE 200",
                            "LOOKUP DONE 200",
                            "READ DONE 200",
                            "READ DONE 404",
                            "DELETE REFUSED 404");
            assertThat(entries.get(1).name()).contains("BJensen");
            assertThat(entries.get(1).reason().code()).isEqualTo("refused.uniqueness");
            assertThat(entries.get(2).name()).contains("bjensen");
            assertThat(entries.get(3).name()).contains("bjensen");
            assertThat(entries.get(3).resourceId()).contains(id);
            assertThat(entries.get(4).filter()).contains("userName eq \"bjensen\"");
            assertThat(entries.get(4).name()).contains("bjensen");
            assertThat(entries.get(5).filter()).contains("title eq \"Pilot\"");
            assertThat(entries.get(7).resourceId())
                    .as("an id that nobody knows")
                    .isEmpty();
            assertThat(sentences(fixture, Locale.ENGLISH))
                    .contains("It was so already.", "Found 1.", "Found nothing.", "There is no such resource.")
                    .anyMatch(sentence -> sentence.startsWith("Refused: another resource has a value"));
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void sumsUpWhatIsEqualByTheMinute(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            for (int i = 0; i < 30; i++) {
                fixture.send("POST", "/Users", FeedFixture.user("", ""));
                if (i % 10 == 0) {
                    fixture.log.write();
                }
                fixture.time.pass(Duration.ofSeconds(1));
            }
            fixture.time.pass(Duration.ofMinutes(1));
            fixture.send("POST", "/Users", FeedFixture.user("", ""));

            List<LogEntry> entries = fixture.entries();
            assertThat(entries).extracting(LogEntry::count).containsExactly(30L, 1L);
            assertThat(Duration.between(entries.get(0).time(), entries.get(0).last()))
                    .isEqualTo(Duration.ofSeconds(29));
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void isNotFilledByAnAttackAndSaysHowMuchThereWas(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            fixture.create("bjensen", "");
            for (int i = 0; i < 400; i++) {
                fixture.send("guess" + i, "GET", "/acme/Users", "");
                fixture.send("guess" + i, "GET", "/tenant" + i + "/Users", "");
                fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"u" + i + "\""), "");
                fixture.send("POST", "/Users", FeedFixture.user("u" + i, ",\"emails\":1"));
            }

            List<LogEntry> entries = fixture.entries();
            assertThat(entries).hasSizeLessThan(120);
            assertThat(entries.get(0).name()).contains("bjensen");
            assertThat(entries.stream().filter(entry -> entry.operation() == Operation.LOOKUP))
                    .extracting(LogEntry::count)
                    .satisfies(counts -> assertThat(
                                    counts.stream().mapToLong(Long::longValue).sum())
                            .isEqualTo(400));
            assertThat(entries.stream().filter(entry -> entry.actor().isEmpty()))
                    .singleElement()
                    .satisfies(stranger -> {
                        assertThat(stranger.count()).isEqualTo(400);
                        assertThat(stranger.operation()).isEqualTo(Operation.CONNECT);
                        assertThat(fixture.log.words().who(stranger, Locale.ENGLISH))
                                .isEqualTo("Unknown");
                    });
            assertThat(entries).anyMatch(entry -> entry.reason().code().equals("more") && entry.count() > 300);
            assertThat(fixture.log.unlogged()).isGreaterThanOrEqualTo(190);
        }
    }

    /** A store whose database takes nothing that is written beside changes, as long as that is said. */
    private static LogStore outOfOrder(LogStore store, AtomicBoolean out) {
        return (LogStore) Proxy.newProxyInstance(
                LogStore.class.getClassLoader(), new Class<?>[] {LogStore.class}, (proxy, method, arguments) -> {
                    if (out.get() && method.getName().equals("write") && arguments[0] instanceof List) {
                        throw new IllegalStateException("out of order");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void holdsFiveThousandEntriesWhileNoneIsWrittenAndCountsWhatComesOnTop(FeedFixture.On on) {
        AtomicBoolean out = new AtomicBoolean(true);
        try (LogFixture fixture = new LogFixture(
                on,
                on == FeedFixture.On.MEMORY ? null : on.empty(),
                same -> same,
                StandardTypes.user(),
                store -> outOfOrder(store, out),
                (service, users, groups) -> {})) {
            for (int minute = 0; minute < 25; minute++) {
                for (int tenant = 0; tenant < 200; tenant++) {
                    fixture.send("guess", "GET", "/tenant" + tenant + "/Users", "");
                }
                fixture.time.pass(Duration.ofMinutes(1));
            }
            assertThat(fixture.log.waiting()).isEqualTo(5_000);
            assertThat(fixture.log.unlogged()).isZero();

            fixture.send("guess", "GET", "/tenant1/Users", "");
            fixture.send("guess", "GET", "/tenant1/Users", "");
            assertThat(fixture.log.unlogged())
                    .as("nobody's log has room for strangers")
                    .isEqualTo(2);
            String id = fixture.create("bjensen", "");
            fixture.send("GET", "/Users/" + id, "");
            fixture.send("POST", "/Users", FeedFixture.user("bjensen", ""));
            fixture.send("POST", "/Users", FeedFixture.user("", ""));
            fixture.log.write();
            assertThat(fixture.log.waiting())
                    .as("nothing is written, and nothing more is held than how often it was, for a tenant")
                    .isEqualTo(5_001);
            assertThat(fixture.store.find(LogFixture.ACME, LogQuery.ALL))
                    .as("what is in the transaction of a change does not wait")
                    .hasSize(1);

            out.set(false);
            fixture.time.pass(Duration.ofMinutes(1));
            List<LogEntry> entries = fixture.entries();
            assertThat(entries).hasSize(2);
            assertThat(entries.get(1).reason().code()).isEqualTo("dropped");
            assertThat(entries.get(1).count()).isEqualTo(3);
            assertThat(fixture.log.words().sentence(entries.get(1), Locale.ENGLISH))
                    .isEqualTo("More came in than could be logged; this is how many were left out.");
            assertThat(fixture.log.waiting()).isZero();
            assertThat(fixture.entries("tenant1"))
                    .hasSize(25)
                    .allSatisfy(entry -> assertThat(entry.count()).isOne());
            fixture.send("guess", "GET", "/tenant1/Users", "");
            assertThat(fixture.entries("tenant1")).as("there is room again").hasSize(26);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void keepsWhatNoColumnTakesOutOfItsEntries(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            String nul = "\u0000";
            fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"a\\u0000b\""), "");
            fixture.send("guess", "GET", "/ac" + nul + "me/Users", "");
            fixture.send("GET", "/Users/x" + nul + "y", "");
            fixture.send("POST", "/Users", FeedFixture.user("c\\u0000d", ",\"emails\":1"));
            fixture.send(fixture.oktaToken.secret(), "GET", "/globex/Users", "");
            fixture.log.record(
                    RequestContext.builder()
                            .tenant(LogFixture.ACME)
                            .principal("oli" + nul + "via")
                            .build(),
                    LogNote.of("Secret", LogReason.text("made" + nul + "up")).named("Nov\tember"));

            assertThat(fixture.entries())
                    .extracting(entry -> entry.name().orElse("?"))
                    .contains("a b", "c d", "Nov ember");
            assertThat(fixture.log.waiting()).isZero();
            assertThat(fixture.entries(LogFixture.GLOBEX)).hasSize(1);
            assertThat(fixture.last().actor()).contains("oli via");
            assertThat(fixture.last().reason().arguments()).containsExactly("made up");
            assertThat(fixture.everythingKept()).doesNotContain(nul);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void findsNothingByWhatNoColumnHolds(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            String id = fixture.create("bjensen", "");
            String nul = "\u0000";

            assertThat(names(fixture, LogQuery.builder().words("bj" + nul))).isEmpty();
            assertThat(names(fixture, LogQuery.builder().resourceType("User" + nul)))
                    .isEmpty();
            assertThat(names(fixture, LogQuery.builder().resourceId(id + nul))).isEmpty();
            assertThat(names(fixture, LogQuery.builder().directoryId(fixture.entra.id() + nul)))
                    .isEmpty();
            assertThat(names(fixture, LogQuery.builder().actor("Entra ID" + nul)))
                    .isEmpty();
            assertThat(names(fixture, LogQuery.builder().before(nul))).isEmpty();
            assertThat(fixture.log.find(LogFixture.ACME, nul)).isEmpty();
            assertThat(fixture.log.runs(LogFixture.ACME, fixture.entra.id() + nul, null, 10))
                    .isEmpty();
            assertThat(fixture.log.exchanges(LogFixture.ACME, nul)).isEmpty();
            assertThat(fixture.log.erase(LogFixture.ACME, "User", id + nul)).isZero();
            assertThat(fixture.entries()).hasSize(1);
        }
    }

    /** A store in which entries of the name are more than the database takes. */
    private static LogStore spoiling(LogStore store, String name) {
        return (LogStore) Proxy.newProxyInstance(
                LogStore.class.getClassLoader(), new Class<?>[] {LogStore.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("write") && arguments[0] instanceof List<?> rows
                                ? method.invoke(
                                        store,
                                        rows.stream()
                                                .map(row -> spoilt((LogRow) row, name))
                                                .toList(),
                                        arguments[1])
                                : method.invoke(store, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private static LogRow spoilt(LogRow row, String name) {
        return !name.equals(row.name())
                ? row
                : new LogRow(
                        row.id(),
                        row.tenant(),
                        row.first(),
                        row.last(),
                        row.count(),
                        row.operation(),
                        row.result(),
                        row.directoryId(),
                        row.actor(),
                        row.credential(),
                        row.resourceType(),
                        row.resourceId(),
                        row.name(),
                        row.status(),
                        "longer than its column".repeat(10),
                        row.arguments(),
                        row.details(),
                        row.millis(),
                        row.requestId());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void givesUpTheOneEntryThatTheDatabaseDoesNotTake(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(
                on,
                on.empty(),
                same -> same,
                StandardTypes.user(),
                store -> spoiling(store, "spoilt"),
                (service, users, groups) -> {})) {
            fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"ada\""), "");
            fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"spoilt\""), "");
            fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"spoilt\""), "");
            fixture.send(fixture.oktaToken.secret(), "GET", "/globex/Users", "");

            assertThat(fixture.entries())
                    .extracting(entry -> entry.name().orElse("?"))
                    .containsExactly("ada");
            assertThat(fixture.entries(LogFixture.GLOBEX)).hasSize(1);
            assertThat(fixture.log.waiting()).isZero();
            assertThat(fixture.log.unlogged()).isEqualTo(2);
            fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"ada\""), "");
            assertThat(fixture.last().count()).isEqualTo(2);
        }
    }

    @Test
    void keepsRoomForRefusalsWhenManyDirectoriesLookUp() {
        try (LogFixture fixture = new LogFixture(FeedFixture.On.MEMORY)) {
            for (int tenant = 0; tenant < 100; tenant++) {
                Directory directory = fixture.directory("tenant" + tenant, "Okta");
                String token = fixture.directories
                        .credentials()
                        .createToken(directory.id(), "first", Duration.ofDays(180))
                        .secret();
                for (int i = 0; i < 50; i++) {
                    fixture.send(
                            token,
                            "GET",
                            "/tenant" + tenant + "/Users" + LogFixture.filter("userName eq \"u" + i + "\""),
                            "");
                }
            }
            assertThat(fixture.log.waiting())
                    .as("half of what may wait, and for each other tenant how many did not fit")
                    .isEqualTo(2_500 + 50);
            fixture.send("POST", "/Users", FeedFixture.user("", ""));

            assertThat(fixture.entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.result()).isEqualTo(Result.REFUSED));
            assertThat(fixture.entries("tenant99"))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.count()).isEqualTo(50));
            fixture.time.pass(Duration.ofMinutes(1));
            fixture.log.write();
            fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"ada\""), "");
            assertThat(fixture.last().name()).as("there is room again").contains("ada");
        }
    }

    @Test
    void doesNotBelieveStrangersWhoNameNoTenant() {
        try (LogFixture fixture = new LogFixture(
                FeedFixture.On.MEMORY, builder -> builder.tenants(LogFixture.GLOBEX::equals), StandardTypes.user())) {
            fixture.send("guess", "GET", "/acme/Users", "");
            fixture.send("guess", "GET", "/globex/Users", "");

            assertThat(fixture.entries()).isEmpty();
            assertThat(fixture.entries(LogFixture.GLOBEX)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void tellsARevokedAndAnExpiredCredentialByItsLabel(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            NewCredential revoked =
                    fixture.directories.credentials().createToken(fixture.entra.id(), "May", Duration.ofDays(9));
            NewCredential expired =
                    fixture.directories.credentials().createToken(fixture.entra.id(), "June", Duration.ofDays(1));
            fixture.directories
                    .credentials()
                    .revoke(fixture.entra.id(), revoked.credential().id());
            fixture.time.pass(Duration.ofDays(2));
            fixture.send(revoked.secret(), "GET", "/acme/Users", "");
            fixture.send(expired.secret(), "GET", "/acme/Users", "");
            fixture.send(expired.secret(), "GET", "/globex/Users", "");

            assertThat(fixture.entries())
                    .extracting(entry -> fixture.log.words().who(entry, Locale.ENGLISH) + ": "
                            + fixture.log.words().sentence(entry, Locale.ENGLISH))
                    .containsExactly(
                            "Entra ID (May): Refused: the credential has been revoked.",
                            "Entra ID (June): Refused: the credential has expired.");
            assertThat(fixture.entries(LogFixture.GLOBEX))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.actor()).isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void tellsEachOperationOfBulk(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            String id = fixture.create("bjensen", ",\"title\":\"Guide\"");
            fixture.send(
                    "POST",
                    "/Bulk",
                    "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
                            + "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"a\",\"data\":"
                            + FeedFixture.user("ada", "") + "},"
                            + "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"b\",\"data\":"
                            + FeedFixture.user("bjensen", "") + "},"
                            + "{\"method\":\"PATCH\",\"path\":\"/Users/" + id + "\",\"data\":"
                            + LogFixture.operations("{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Guide\"}") + "}"
                            + "]}");

            assertThat(fixture.entries().subList(1, 4))
                    .extracting(entry -> entry.operation() + " " + entry.result() + " "
                            + entry.name().orElse("?"))
                    .containsExactlyInAnyOrder("CREATE DONE ada", "CREATE REFUSED bjensen", "UPDATE UNCHANGED bjensen");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void doesNotTellOneOperationOfBulkWhatWasUnknownInAnother(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            String first = fixture.create("bjensen", ",\"title\":\"Guide\"");
            String second = fixture.create("ada", ",\"title\":\"Guide\"");
            String same = LogFixture.operations("{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Guide\"}");
            fixture.send(
                    "POST",
                    "/Bulk",
                    "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
                            + "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"a\",\"data\":"
                            + FeedFixture.user("cleo", ",\"shoeSize\":1,\"hatSize\":2") + "},"
                            + "{\"method\":\"PATCH\",\"path\":\"/Users/" + first + "\",\"data\":" + same + "},"
                            + "{\"method\":\"PATCH\",\"path\":\"/Users/" + second + "\",\"data\":" + same + "}"
                            + "]}");

            assertThat(fixture.entries().subList(2, 5))
                    .extracting(entry -> entry.name().orElse("?") + " " + entry.result() + " " + entry.unknown())
                    .containsExactlyInAnyOrder("cleo DONE 2", "bjensen UNCHANGED 0", "ada UNCHANGED 0");
        }
    }

    // ---- reading

    @ParameterizedTest
    @MethodSource("everywhere")
    void findsByWordsAndFiltersPageByPage(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            for (int i = 0; i < 7; i++) {
                fixture.create("user" + i, ",\"title\":\"100%_x\"");
                fixture.time.pass(Duration.ofSeconds(1));
            }
            fixture.createGroup("Guides");
            fixture.send("POST", "/Users", FeedFixture.user("user3", ""));
            fixture.log.write();
            Instant begin = Instant.parse("2026-12-01T08:00:00.250Z");

            assertThat(names(fixture, LogQuery.builder().words("USER3"))).containsExactly("user3", "user3");
            assertThat(names(fixture, LogQuery.builder().words("%"))).isEmpty();
            assertThat(names(fixture, LogQuery.builder().words("_"))).isEmpty();
            assertThat(names(fixture, LogQuery.builder().words("november"))).hasSize(9);
            assertThat(names(fixture, LogQuery.builder().resourceType("Group"))).containsExactly("Guides");
            assertThat(names(fixture, LogQuery.builder().results(Set.of(Result.REFUSED))))
                    .containsExactly("user3");
            assertThat(names(fixture, LogQuery.builder().operations(Set.of(Operation.UPDATE, Operation.DELETE))))
                    .isEmpty();
            assertThat(names(fixture, LogQuery.builder().directoryId(fixture.okta.id())))
                    .isEmpty();
            assertThat(names(fixture, LogQuery.builder().actor("Entra ID"))).hasSize(9);
            assertThat(names(
                            fixture,
                            LogQuery.builder().from(begin.plusSeconds(1)).to(begin.plusSeconds(3))))
                    .containsExactly("user2", "user1");

            List<String> all = new ArrayList<>();
            LogQuery query = LogQuery.builder().limit(4).build();
            LogPage page = fixture.log.find(LogFixture.ACME, query);
            int pages = 1;
            page.entries().forEach(entry -> all.add(entry.id()));
            while (page.next().isPresent()) {
                page = fixture.log.find(
                        LogFixture.ACME,
                        query.toBuilder().before(page.next().get()).build());
                page.entries().forEach(entry -> all.add(entry.id()));
                pages++;
            }
            assertThat(pages).isEqualTo(3);
            assertThat(all).hasSize(9).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b.compareTo(a));
            assertThat(fixture.log.find(LogFixture.ACME, all.get(0))).isPresent();
            assertThat(fixture.log.find(LogFixture.GLOBEX, all.get(0))).isEmpty();
        }
    }

    private static List<String> names(LogFixture fixture, LogQuery.Builder query) {
        return fixture.log.find(LogFixture.ACME, query.build()).entries().stream()
                .map(entry -> entry.name().orElse("?"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void tellsTheHistoryOfWhoIsDeleted(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            String id = fixture.create("bjensen", "");
            fixture.create("other", "");
            fixture.send("DELETE", "/Users/" + id, "");
            fixture.send("GET", "/Users/" + id, "");
            fixture.log.write();

            LogPage history = fixture.log.history(LogFixture.ACME, "User", id);
            assertThat(history.entries())
                    .extracting(LogEntry::operation)
                    .containsExactly(Operation.READ, Operation.DELETE, Operation.CREATE);
            assertThat(history.entries())
                    .as("an id that the log knows, with the name that it had")
                    .allSatisfy(entry -> assertThat(entry.name()).contains("bjensen"));
            assertThat(fixture.log.history(LogFixture.GLOBEX, "User", id).entries())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void groupsProblemsByPersonAndCauseUntilTheyAreMended(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            String id = fixture.create("bjensen", "");
            for (int i = 0; i < 3; i++) {
                fixture.send("POST", "/Users", FeedFixture.user("bjensen", ""));
                fixture.send("POST", "/Users", FeedFixture.user("ada", ",\"emails\":1"));
                fixture.patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"nothing\",\"value\":1}");
                fixture.time.pass(Duration.ofMinutes(40));
            }
            fixture.send("guess", "GET", "/acme/Users", "");
            fixture.log.write();

            List<LogProblem> problems = fixture.log.problems(LogFixture.ACME);
            assertThat(problems)
                    .extracting(problem -> problem.newest().name().orElse("?") + " "
                            + problem.newest().reason().code() + " " + problem.count())
                    .containsExactly(
                            "bjensen refused.invalidPath 3",
                            "ada refused.invalidValue 3",
                            "bjensen refused.uniqueness 3");
            assertThat(Duration.between(problems.get(0).first(), problems.get(0).last()))
                    .isEqualTo(Duration.ofMinutes(80));

            fixture.create("ada", "");
            fixture.log.write();
            assertThat(fixture.log.problems(LogFixture.ACME)).hasSize(2);
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Guide\"}");
            fixture.log.write();
            assertThat(fixture.log.problems(LogFixture.ACME)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void tellsAProblemOfADirectoryUntilAnythingGoesWell(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            NewCredential revoked =
                    fixture.directories.credentials().createToken(fixture.entra.id(), "May", Duration.ofDays(9));
            fixture.directories
                    .credentials()
                    .revoke(fixture.entra.id(), revoked.credential().id());
            fixture.send(revoked.secret(), "GET", "/acme/Users", "");
            fixture.log.write();
            assertThat(fixture.log.problems(LogFixture.ACME))
                    .singleElement()
                    .satisfies(
                            problem -> assertThat(problem.newest().credential()).contains("May"));

            fixture.time.pass(Duration.ofSeconds(5));
            fixture.send("GET", "/Users", "");
            fixture.log.write();
            assertThat(fixture.log.problems(LogFixture.ACME)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void tellsCyclesOfAProviderAsRuns(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            Instant begin = fixture.time.instant();
            for (int cycle = 0; cycle < 3; cycle++) {
                fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"u" + cycle + "\""), "");
                fixture.time.pass(Duration.ofMinutes(4));
                fixture.create("u" + cycle, "");
                fixture.time.pass(Duration.ofMinutes(4));
                fixture.send("POST", "/Users", FeedFixture.user("u" + cycle, ""));
                fixture.log.write();
                fixture.time.pass(Duration.ofMinutes(32));
            }
            fixture.send(fixture.oktaToken.secret(), "GET", "/globex/Users", "");
            fixture.log.write();

            List<LogRun> runs = fixture.log.runs(LogFixture.ACME, fixture.entra.id(), null, 10);
            assertThat(runs)
                    .extracting(LogRun::start)
                    .containsExactly(begin.plus(Duration.ofMinutes(80)), begin.plus(Duration.ofMinutes(40)), begin);
            assertThat(runs).allSatisfy(run -> {
                assertThat(Duration.between(run.start(), run.end())).isEqualTo(Duration.ofMinutes(8));
                assertThat(run.changes()).isEqualTo(Map.of(Result.DONE, 1L, Result.REFUSED, 1L));
                assertThat(run.lookups()).isEqualTo(1);
            });
            assertThat(fixture.log.runs(LogFixture.ACME, fixture.entra.id(), null, 1))
                    .isEqualTo(runs.subList(0, 1));
            assertThat(fixture.log.runs(
                            LogFixture.ACME, fixture.entra.id(), runs.get(0).id(), 10))
                    .isEqualTo(runs.subList(1, 3));
            assertThat(fixture.log.runs(LogFixture.ACME, fixture.okta.id(), null, 10))
                    .isEmpty();
            assertThat(fixture.log
                            .find(
                                    LogFixture.ACME,
                                    LogQuery.builder()
                                            .from(runs.get(1).start())
                                            .to(runs.get(1).end().plusMillis(1))
                                            .build())
                            .entries())
                    .hasSize(3);
        }
    }

    // ---- notes of the host

    @ParameterizedTest
    @MethodSource("everywhere")
    void recordsWhatTheHostDoes(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            RequestContext admin = RequestContext.builder()
                    .tenant(LogFixture.ACME)
                    .principal("olivia")
                    .build();
            fixture.log.record(
                    admin,
                    LogNote.of("Secret", LogReason.text("Revoked by hand.")).named("November"));

            LogEntry entry = fixture.last();
            assertThat(entry.operation()).isEqualTo(Operation.CONFIGURE);
            assertThat(entry.actor()).contains("olivia");
            assertThat(entry.name()).contains("November");
            assertThat(entry.directoryId()).isEmpty();
            assertThat(entry.requestId()).isEmpty();
            assertThat(fixture.log.words().sentence(entry, Locale.FRENCH)).isEqualTo("Revoked by hand.");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void recordsInATransactionOfTheHost(FeedFixture.On on) throws SQLException {
        try (LogFixture fixture = new LogFixture(on)) {
            RequestContext admin = RequestContext.builder()
                    .tenant(LogFixture.ACME)
                    .principal("olivia")
                    .build();
            try (Connection connection = fixture.dataSource.getConnection()) {
                connection.setAutoCommit(false);
                fixture.log.record(admin, JdbcLogStore.in(connection), LogNote.of("Secret", LogReason.text("never")));
                connection.rollback();
                fixture.log.record(admin, JdbcLogStore.in(connection), LogNote.of("Secret", LogReason.text("once")));
                connection.commit();
            }

            assertThat(fixture.entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.reason().arguments()).containsExactly("once"));
        }
    }

    // ---- what ends

    @ParameterizedTest
    @MethodSource("everywhere")
    void forgetsWhatIsOld(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            fixture.create("old", "");
            fixture.send(fixture.oktaToken.secret(), "GET", "/globex/Users", "");
            fixture.log.write();
            fixture.time.pass(Duration.ofDays(89));
            fixture.create("young", "");
            fixture.log.keepHouse();
            assertThat(fixture.entries()).hasSize(2);
            fixture.time.pass(Duration.ofDays(2));
            fixture.log.keepHouse();

            assertThat(fixture.entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.name()).contains("young"));
            assertThat(fixture.entries(LogFixture.GLOBEX)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void erasesAPersonAndKeepsThatSomethingHappened(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            fixture.log.keepExchanges(LogFixture.ACME, fixture.entra.id(), Duration.ofHours(1), 100);
            String id = fixture.create("bjensen", ",\"title\":\"Guide\"");
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"BabsJ\"}");
            fixture.send("POST", "/Users", FeedFixture.user("babsj", ""));
            fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"bjensen\""), "");
            fixture.send("GET", "/Users" + LogFixture.filter("userName sw \"BJens\" or userName eq \"bjensen\""), "");
            String other = fixture.create(
                    "ada",
                    ",\"displayName\":\"friend of bjensen\",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":"
                            + "{\"manager\":{\"value\":\"" + id + "\"}}");
            fixture.log.record(
                    RequestContext.builder()
                            .tenant(LogFixture.ACME)
                            .principal("BabsJ")
                            .build(),
                    LogNote.of("Secret", LogReason.text("made")));
            int before = fixture.entries().size();

            assertThat(fixture.log.erase(LogFixture.ACME, "User", id)).isPositive();

            assertThat(fixture.everythingKept())
                    .doesNotContainIgnoringCase("bjensen")
                    .doesNotContainIgnoringCase("babsj");
            assertThat(fixture.entries()).hasSize(before);
            assertThat(fixture.log.history(LogFixture.ACME, "User", id).entries())
                    .hasSize(2)
                    .allSatisfy(entry -> {
                        assertThat(entry.isErased()).isTrue();
                        assertThat(entry.directoryId()).contains(fixture.entra.id());
                        assertThat(entry.changes()).isEmpty();
                        assertThat(entry.requestId()).isEmpty();
                        assertThat(fixture.log.words().sentence(entry, Locale.ENGLISH))
                                .isEqualTo("What was said here has been erased.");
                    });
            assertThat(fixture.log.history(LogFixture.ACME, "User", other).entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.name()).contains("ada"));
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void forgetsADirectoryOrATenantAsAWhole(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            for (int i = 0; i < 5; i++) {
                fixture.create("u" + i, "");
            }
            fixture.log.record(
                    RequestContext.builder()
                            .tenant(LogFixture.ACME)
                            .principal("olivia")
                            .build(),
                    LogNote.of("Secret", LogReason.text("made")));
            fixture.send(fixture.oktaToken.secret(), "GET", "/globex/Users", "");
            assertThat(fixture.entries()).hasSize(6);

            fixture.log.deleteDirectory(LogFixture.ACME, fixture.entra.id());
            assertThat(fixture.entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.actor()).contains("olivia"));
            fixture.log.deleteTenant(LogFixture.ACME);
            assertThat(fixture.entries()).isEmpty();
            assertThat(fixture.entries(LogFixture.GLOBEX)).hasSize(1);
        }
    }

    // ---- export

    @ParameterizedTest
    @MethodSource("everywhere")
    void exportsAllWithFormulasDefused(FeedFixture.On on) throws IOException {
        try (LogFixture fixture = new LogFixture(on)) {
            for (int i = 0; i < 520; i++) {
                fixture.log.record(
                        RequestContext.builder()
                                .tenant(LogFixture.ACME)
                                .principal("olivia")
                                .build(),
                        LogNote.of("Secret", LogReason.text("note " + i)));
            }
            for (String formula : List.of("=1+1", "+1", "-1", "@x", "a\\\"b,c")) {
                fixture.create(formula, ",\"displayName\":\"x\"");
            }
            StringBuilder csv = new StringBuilder();
            fixture.log.exportCsv(LogFixture.ACME, LogQuery.ALL, Locale.ENGLISH, csv);
            StringBuilder json = new StringBuilder();
            fixture.log.exportJson(LogFixture.ACME, LogQuery.ALL, Locale.FRENCH, json);

            assertThat(csv.toString().split("\r\n")).hasSize(526);
            assertThat(csv)
                    .contains(
                            "\"'=1+1\"", "\"'+1\"", "\"'-1\"", "\"'@x\"", "\"a\"\"b,c\"", "\"note 0\"", "\"Created.\"")
                    .doesNotContain("\"=", "\"+", "\"-", "\"@");
            assertThat(json.toString().split("\n")).hasSize(527);
            assertThat(json)
                    .startsWith("[\n{\"id\":")
                    .endsWith("}\n]\n")
                    .contains("\"sentence\":\"Créé.\"", "\"name\":\"=1+1\"");
        }
    }

    // ---- exchanges on demand

    @ParameterizedTest
    @MethodSource("everywhere")
    void keepsExchangesOfADirectoryForAWhile(FeedFixture.On on) {
        try (LogFixture fixture = new LogFixture(on)) {
            fixture.create("before", "");
            fixture.log.keepExchanges(LogFixture.ACME, fixture.entra.id(), Duration.ofHours(1), 3);
            String id = fixture.create("bjensen", ",\"title\":\"Guide\"");
            fixture.send(fixture.oktaToken.secret(), "GET", "/globex/Users", "");
            fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"bjensen\"") + "&count=7", "");
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Leader\"}");
            fixture.create("fourth", "");

            var kept = fixture.log.exchanges(LogFixture.ACME, fixture.entra.id());
            assertThat(kept)
                    .extracting(exchange -> exchange.method() + " " + exchange.path() + " " + exchange.status())
                    .containsExactly(
                            "PATCH /Users/" + id + " 200",
                            "GET /Users?filter=userName eq \"bjensen\"&count=7 200",
                            "POST /Users/" + id + " 201");
            assertThat(kept.get(2).request()).contains("\"userName\":\"bjensen\"", "\"title\":\"Guide\"");
            assertThat(kept.get(1).answer()).contains("\"totalResults\":1", "\"title\":\"Guide\"");
            assertThat(kept.get(0).request())
                    .contains("\"op\":\"replace\"", "\"path\":\"title\"", "\"value\":\"Leader\"")
                    .contains("Content-Type: application/scim+json")
                    .doesNotContain("Authorization", fixture.entraToken.secret());
            assertThat(fixture.log.exchanges(LogFixture.GLOBEX, fixture.okta.id()))
                    .isEmpty();

            fixture.log.keepExchanges(LogFixture.ACME, fixture.entra.id(), Duration.ofHours(1), 100);
            fixture.time.pass(Duration.ofHours(2));
            fixture.create("late", "");
            fixture.log.keepExchanges(LogFixture.ACME, fixture.entra.id(), Duration.ofHours(1), 100);
            fixture.log.stopKeepingExchanges(LogFixture.ACME, fixture.entra.id());
            fixture.create("later", "");
            assertThat(fixture.log.exchanges(LogFixture.ACME, fixture.entra.id()))
                    .hasSize(3);
            assertThatThrownBy(
                            () -> fixture.log.keepExchanges(LogFixture.ACME, fixture.entra.id(), Duration.ofDays(8), 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
