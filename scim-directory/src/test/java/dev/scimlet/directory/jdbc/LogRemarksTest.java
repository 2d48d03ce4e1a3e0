package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.log.InMemoryLogStore;
import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.directory.log.LogReason;
import dev.scimlet.directory.log.LogStore;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ResourceEvent;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.memory.InMemoryStore;
import java.io.IOException;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application says of changes in its own words. */
final class LogRemarksTest {

    private static final String TENANT = RequestContext.SINGLE_TENANT;

    private ProvisioningLog log;

    static List<FeedFixture.On> stores() {
        return List.of(FeedFixture.On.MEMORY, FeedFixture.On.H2);
    }

    private ScimService service(FeedFixture.On on, boolean inSteps) {
        ResourceRepository users;
        LogStore store;
        if (on == FeedFixture.On.MEMORY) {
            users = new InMemoryStore().repository(StandardTypes.user()).build();
            store = new InMemoryLogStore();
        } else {
            DataSource dataSource = FeedFixture.withTables(on);
            users = JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build();
            store = JdbcLogStore.over(dataSource);
        }
        log = ProvisioningLog.builder(store)
                .bundles(locale -> new ListResourceBundle() {
                    @Override
                    protected Object[][] getContents() {
                        return new Object[][] {{"app.given", "Given the defaults of “{0}”."}};
                    }
                })
                .build();
        ScimService.Builder service = ScimService.builder()
                .repositories(users)
                .authenticator(request -> new Authentication.Accepted("entra", null))
                .onChangeInUnit(this::remark)
                .install(log);
        return (inSteps ? service.unitOfWork(UnitOfWork.ordered()) : service).build();
    }

    private void remark(ResourceEvent event, Unit unit) {
        if (event instanceof ResourceEvent.Created created) {
            String name = created.resource().string("userName").orElse("");
            log.remark(unit, "User", "nobody", LogReason.of("app.given", "nowhere"));
            log.remark(unit, "User", event.id(), LogReason.of("app.given", "Head\noffice"));
            if (name.equals("refused")) {
                throw ScimException.of(ErrorType.INVALID_VALUE, "the application does not want 'userName'");
            }
        }
    }

    private static ScimResponse send(ScimService service, String method, String path, String body) {
        return service.handle(LogFixture.request("t", method, path, body).build());
    }

    private LogEntry newest() {
        log.write();
        return log.find(TENANT, LogQuery.ALL).entries().get(0);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void standBehindTheSentenceOfTheChange(FeedFixture.On on) throws IOException {
        try (ScimService service = service(on, false)) {
            String id = LogFixture.id(send(service, "POST", "/Users", FeedFixture.user("ada", "")));

            LogEntry created = newest();
            assertThat(log.words().sentence(created, Locale.ENGLISH))
                    .isEqualTo("Created. Given the defaults of “Head office”.");
            assertThat(created.reason()).isEqualTo(LogReason.of("created"));
            assertThat(created.remark()).contains(LogReason.of("app.given", "Head office"));
            assertThat(created.changes()).extracting(change -> change.path()).contains("userName");
            assertThat(log.find(TENANT, LogQuery.builder().words("HEAD OFFICE").build())
                            .entries())
                    .hasSize(1);
            StringBuilder json = new StringBuilder();
            log.exportJson(TENANT, LogQuery.ALL, Locale.ENGLISH, json);
            assertThat(json).contains("\"remark\":\"app.given\"", "\"arguments\":[\"Head office\"]");

            send(
                    service,
                    "PATCH",
                    "/Users/" + id,
                    LogFixture.operations("{\"op\":\"replace\",\"path\":\"title\",\"value\":\"x\"}"));
            assertThat(newest().remark()).isEmpty();

            log.erase(TENANT, "User", id);
            assertThat(log.find(TENANT, LogQuery.ALL).entries()).allSatisfy(entry -> {
                assertThat(entry.isErased()).isTrue();
                assertThat(entry.remark()).isEmpty();
            });
        }
    }

    @ParameterizedTest
    @MethodSource("stores")
    void areGoneWithARefusedChange(FeedFixture.On on) {
        try (ScimService service = service(on, false)) {
            assertThat(send(service, "POST", "/Users", FeedFixture.user("refused", ""))
                            .status())
                    .isEqualTo(400);
            assertThat(newest().remark()).isEmpty();
            assertThat(log.find(TENANT, LogQuery.ALL).entries()).hasSize(1);

            send(service, "POST", "/Users", FeedFixture.user("bo", ""));
            assertThat(newest().remark()).isPresent();
        }
    }

    @Test
    void standWithTheChangeWhereItIsFinalAtOnce() {
        try (ScimService service = service(FeedFixture.On.MEMORY, true)) {
            send(service, "POST", "/Users", FeedFixture.user("ada", ""));

            assertThat(newest().remark()).contains(LogReason.of("app.given", "Head office"));
        }
    }
}
