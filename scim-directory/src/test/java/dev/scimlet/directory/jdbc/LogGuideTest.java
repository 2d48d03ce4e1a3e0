package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.log.KeptExchange;
import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogNote;
import dev.scimlet.directory.log.LogPage;
import dev.scimlet.directory.log.LogProblem;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.directory.log.LogReason;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.RequestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What {@code docs/log.md} shows. */
final class LogGuideTest {

    @Test
    void runsWhatTheGuideShows() throws IOException {
        DataSource dataSource = FeedFixture.withTables(FeedFixture.On.H2);
        JdbcRepository users =
                JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build();
        JdbcRepository groups =
                JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build();
        JdbcDirectoryStore directoryStore = JdbcDirectoryStore.over(dataSource);
        Directories directories = Directories.builder(directoryStore).build();

        JdbcLogStore store = JdbcLogStore.over(dataSource);
        store.createTables();
        ProvisioningLog log =
                ProvisioningLog.builder(store).retention(Duration.ofDays(90)).build();
        ScimService service = ScimService.builder()
                .repositories(users, groups)
                .install(directories)
                .install(log)
                .build();

        String directoryId = directories
                .create("acme", "Entra ID", IdentityProvider.ENTRA_ID)
                .id();
        String token = directories
                .credentials()
                .createToken(directoryId, "November", Duration.ofDays(9))
                .secret();
        log.keepExchanges("acme", directoryId, Duration.ofHours(2), 100);
        List<KeptExchange> kept = log.exchanges("acme", directoryId);
        assertThat(kept).isEmpty();
        for (int i = 0; i < 2; i++) {
            service.handle(LogFixture.request(token, "POST", "/Users", FeedFixture.user("bjensen", ""))
                    .build());
        }
        log.write();
        assertThat(log.exchanges("acme", directoryId)).hasSize(2);

        for (LogEntry entry : log.find("acme", LogQuery.ALL).entries()) {
            System.out.println(String.join(
                    " | ",
                    entry.time().toString(),
                    log.words().who(entry, Locale.ENGLISH),
                    log.words().operation(entry.operation(), Locale.ENGLISH),
                    entry.resourceType().orElse(""),
                    entry.name().orElse(""),
                    log.words().result(entry.result(), Locale.ENGLISH),
                    log.words().sentence(entry, Locale.ENGLISH)));
        }

        LogQuery query = LogQuery.builder()
                .words("bjensen")
                .results(Set.of(LogEntry.Result.REFUSED, LogEntry.Result.FAILED))
                .from(Instant.now().minus(Duration.ofDays(7)))
                .limit(50)
                .build();
        LogPage page = log.find("acme", query);
        Optional<String> next = page.next();
        assertThat(page.entries()).hasSize(1);
        assertThat(next).isEmpty();

        for (LogProblem problem : log.problems("acme")) {
            System.out.println(problem.newest().name().orElse("") + ": "
                    + log.words().sentence(problem.newest(), Locale.ENGLISH) + " " + problem.count() + " times since "
                    + problem.first());
        }
        assertThat(log.problems("acme")).hasSize(1);

        RequestContext admin =
                RequestContext.builder().tenant("acme").principal("olivia").build();
        log.record(
                admin,
                LogNote.of("Secret", LogReason.of("app.secretRevoked", "November"))
                        .named("November"));

        StringBuilder csv = new StringBuilder();
        log.exportCsv("acme", LogQuery.ALL, Locale.ENGLISH, csv);
        assertThat(csv).contains("app.secretRevoked November");
        service.close();
    }

    @Test
    void isWhatTheGuideShows() throws IOException {
        String guide = Files.readString(Path.of("../docs/log.md"));
        String test =
                withoutBlanks(Files.readString(Path.of("src/test/java/dev/scimlet/directory/jdbc/LogGuideTest.java")));

        assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(guide)
                        .results())
                .hasSize(7)
                .allSatisfy(block -> {
                    for (String statement : block.group(1).split(";\n")) {
                        assertThat(test).contains(withoutBlanks(statement));
                    }
                });
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s", "");
    }
}
