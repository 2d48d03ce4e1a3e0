package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that dies at any step leaves a change with its entry, or neither. */
final class LogCrashTest {

    static Stream<FeedFixture.On> databases() {
        return LogFixture.databases();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void leavesAChangeWithItsEntryOrNeither(FeedFixture.On on) {
        DataSource dataSource = FeedFixture.withTables(on);
        MortalDataSource mortal = new MortalDataSource(dataSource);
        JdbcRepository users =
                JdbcRepository.inOwnTables(StandardTypes.user(), mortal).build();
        ProvisioningLog log = ProvisioningLog.builder(JdbcLogStore.over(mortal)).build();
        int stored = 0;
        boolean died = true;
        try (ScimService service = ScimService.builder()
                .repositories(users)
                .authenticator(request -> new Authentication.Accepted("entra", null))
                .install(log)
                .build()) {
            for (int step = 0; died; step++) {
                for (boolean all : List.of(true, false)) {
                    if (all) {
                        mortal.processDiesAt(step);
                    } else {
                        mortal.connectionDiesAt(step);
                    }
                    service.handle(LogFixture.request("x", "POST", "/Users", FeedFixture.user("u" + step + all, ""))
                            .build());
                    died = mortal.hasDied();
                    mortal.revive();
                    long rows = FeedTables.count(dataSource, "scim_user");
                    assertThat(changes(log)).as("at step %d", step).isEqualTo(rows);
                    stored = (int) rows;
                }
                assertThat(step).isLessThan(50);
            }
        }
        // The last two lived, and some died after the commit
        assertThat(stored).isGreaterThanOrEqualTo(2);
    }

    @Test
    void keepsInMemoryWhatCannotBeWrittenNow() {
        MortalDataSource mortal = new MortalDataSource(FeedFixture.withTables(FeedFixture.On.H2));
        ProvisioningLog log = ProvisioningLog.builder(JdbcLogStore.over(mortal)).build();
        try (ScimService service = ScimService.builder()
                .repositories(
                        JdbcRepository.inOwnTables(StandardTypes.user(), mortal).build())
                .authenticator(request -> new Authentication.Accepted("entra", null))
                .install(log)
                .build()) {
            mortal.processDiesAt(0);
            for (int i = 0; i < 30; i++) {
                service.handle(LogFixture.request("x", "GET", "/Schemas", "").build());
            }
            assertThatThrownBy(log::write).isInstanceOf(RuntimeException.class);
            mortal.revive();
            log.write();
            log.write();

            assertThat(log.find("default", LogQuery.ALL).entries().stream()
                            .mapToLong(LogEntry::count)
                            .sum())
                    .isEqualTo(30);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void goesOnAfterAWriteOfWhichNobodyKnowsWhetherItIsStored(FeedFixture.On on) {
        MortalDataSource mortal = new MortalDataSource(FeedFixture.withTables(on));
        LogFixture.Time time = new LogFixture.Time();
        ProvisioningLog log =
                ProvisioningLog.builder(JdbcLogStore.over(mortal)).clock(time).build();
        int sent = 0;
        boolean died = true;
        try (ScimService service = ScimService.builder()
                .repositories(
                        JdbcRepository.inOwnTables(StandardTypes.user(), mortal).build())
                .authenticator(request -> new Authentication.Accepted("entra", null))
                .install(log)
                .build()) {
            // Else it writes as well, now and then
            log.stop();
            for (int step = 0; died; step++) {
                assertThat(step).isLessThan(20);
                time.pass(Duration.ofMinutes(1));
                service.handle(LogFixture.request("x", "GET", "/Schemas", "").build());
                mortal.connectionDiesAt(step);
                try {
                    log.write();
                } catch (RuntimeException lost) {
                    // It is tried again
                }
                died = mortal.hasDied();
                mortal.revive();
                service.handle(LogFixture.request("x", "GET", "/Schemas", "").build());
                sent += 2;
                log.write();

                List<LogEntry> entries = log.find("default", LogQuery.ALL).entries();
                assertThat(entries).as("at step %d", step).hasSize(step + 1);
                assertThat(entries.stream().mapToLong(LogEntry::count).sum())
                        .as("at step %d", step)
                        .isEqualTo(sent);
            }
            log.start();
        }
        assertThat(sent).isGreaterThan(6);
    }

    private static long changes(ProvisioningLog log) {
        return log.find(
                        "default",
                        LogQuery.builder()
                                .operations(Set.of(LogEntry.Operation.CREATE))
                                .results(Set.of(LogEntry.Result.DONE))
                                .limit(1_000)
                                .build())
                .entries()
                .size();
    }
}
