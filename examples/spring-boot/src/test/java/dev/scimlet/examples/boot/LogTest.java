package dev.scimlet.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.directory.log.ProvisioningLog;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The log of what directories did, with one more line of settings. */
final class LogTest {

    private static int create(RunningApplication application, String email) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(application.page("/scim/v2/Users"))
                .header("Authorization", "Bearer " + RunningApplication.TOKEN)
                .header("Content-Type", "application/scim+json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + email
                                + "\",\"nickName\":\"N\"}"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void tellsOfUsersAsEntities() throws Exception {
        try (RunningApplication application =
                new RunningApplication("jdbc:h2:mem:roomslog", "scimlet.log.enabled=true")) {
            assertThat(create(application, "nia@contoso.example")).isEqualTo(201);
            assertThat(create(application, "nia@contoso.example")).isEqualTo(409);
            ProvisioningLog log = application.bean(ProvisioningLog.class);
            log.write();

            assertThat(log.find("default", LogQuery.ALL).entries())
                    .extracting(LogEntry::result)
                    .containsExactly(LogEntry.Result.REFUSED, LogEntry.Result.DONE);
            LogEntry created = log.find("default", LogQuery.ALL).entries().get(1);
            assertThat(created.name()).contains("nia@contoso.example");
            assertThat(created.ignored()).containsExactly("nickName");
            assertThat(log.words().sentence(created, Locale.FRENCH)).isNotBlank();
            assertThat(application.rows("SELECT COUNT(*) FROM scimlet_log WHERE result = 'DONE'"))
                    .containsExactly("1");
        }
    }
}
