package dev.scimlet.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.PasswordHandling;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of passwords, chosen for each directory. */
final class PasswordHandlingTest {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";

    private final Directories directories =
            Directories.builder(new InMemoryDirectoryStore()).build();
    private final InMemoryRepository users = InMemoryRepository.of(StandardTypes.user());
    private final ScimService service = ScimService.builder()
            .repositories(users)
            .passwordEncoder(password -> "hash of " + password)
            .install(directories)
            .build();
    private final Map<PasswordHandling, String> tokens = new EnumMap<>(PasswordHandling.class);

    private void directoriesOf(ClientProfile profile) {
        for (PasswordHandling handling : PasswordHandling.values()) {
            Directory directory = directories.create(
                    "acme",
                    handling.name(),
                    IdentityProvider.OKTA,
                    builder -> builder.profile(profile)
                            .settings(DirectorySettings.builder()
                                    .passwords(handling)
                                    .build()));
            tokens.put(
                    handling,
                    directories
                            .credentials()
                            .createToken(directory.id(), "test", Duration.ofDays(1))
                            .secret());
        }
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private ScimResponse send(PasswordHandling by, String method, String path, String body) {
        ScimRequest.Builder request =
                ScimRequest.builder(method, path).header("Authorization", "Bearer " + tokens.get(by));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/scim+json").body(body);
        }
        return service.handle(request.build());
    }

    private static String user(String userName, String password) {
        return "{\"schemas\":[\"" + USER + "\"],\"userName\":\"" + userName + "\"" + password + "}";
    }

    private static String patch(String operation) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[" + operation + "]}";
    }

    private String password(String id) {
        return users.find(
                        RequestContext.builder()
                                .tenant("acme")
                                .principal("test")
                                .build(),
                        id,
                        Wanted.everything())
                .orElseThrow()
                .string("password")
                .orElse("none");
    }

    private static String id(ScimResponse created) {
        assertThat(created.status()).as(created.bodyText()).isEqualTo(201);
        return (String) TestKey.read(created.bodyText()).get("id");
    }

    private static String fault(ScimResponse answer) {
        return answer.status() + " " + TestKey.read(answer.bodyText()).get("scimType");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "PassWord", USER + ":password"})
    void isTakenDroppedOrRefused(String name) {
        for (ClientProfile profile : List.of(ClientProfile.INTEROPERABLE)) {
            directoriesOf(profile);
            String member = ",\"" + name + "\":\"t1meMa$heen\"";

            String accepted = id(send(PasswordHandling.ACCEPT, "POST", "/Users", user("a", member)));
            assertThat(password(accepted)).isEqualTo("hash of t1meMa$heen");
            ScimResponse dropped = send(PasswordHandling.IGNORE, "POST", "/Users", user("b", member));
            assertThat(password(id(dropped))).isEqualTo("none");
            assertThat(dropped.ignored()).contains("password");
            assertThat(fault(send(PasswordHandling.REFUSE, "POST", "/Users", user("c", member))))
                    .isEqualTo("400 invalidSyntax");
        }
    }

    @Test
    void staysAsItIsStoredWhereItIsNotTaken() {
        directoriesOf(ClientProfile.INTEROPERABLE);
        String id = id(send(PasswordHandling.ACCEPT, "POST", "/Users", user("a", ",\"password\":\"first\"")));
        String path = "/Users/" + id;

        assertThat(send(PasswordHandling.IGNORE, "PUT", path, user("a", ",\"password\":\"second\""))
                        .status())
                .isEqualTo(200);
        assertThat(fault(send(PasswordHandling.REFUSE, "PUT", path, user("a", ",\"password\":\"second\""))))
                .isEqualTo("400 invalidSyntax");
        assertThat(send(PasswordHandling.REFUSE, "PUT", path, user("a", "")).status())
                .isEqualTo(200);
        for (String operation : List.of(
                "{\"op\":\"replace\",\"path\":\"password\",\"value\":\"second\"}",
                "{\"value\":\"second\",\"path\":\"" + USER + ":password\",\"op\":\"add\"}",
                "{\"op\":\"remove\",\"path\":\"password\"}",
                "{\"op\":\"replace\",\"value\":{\"password\":\"second\"}}")) {
            ScimResponse dropped = send(PasswordHandling.IGNORE, "PATCH", path, patch(operation));
            assertThat(dropped.status()).as(operation + dropped.bodyText()).isEqualTo(200);
            assertThat(fault(send(PasswordHandling.REFUSE, "PATCH", path, patch(operation))))
                    .as(operation)
                    .isEqualTo("400 invalidSyntax");
        }
        assertThat(send(
                                PasswordHandling.IGNORE,
                                "PATCH",
                                path,
                                patch("{\"op\":\"replace\",\"value\":{\"password\":\"second\",\"displayName\":\"B\"}}"))
                        .bodyText())
                .contains("\"displayName\":\"B\"");
        assertThat(password(id)).isEqualTo("hash of first");
    }

    @Test
    void isNoneOfTheSchemaWhereItIsNotTaken() {
        directoriesOf(ClientProfile.STRICT);
        for (PasswordHandling handling : PasswordHandling.values()) {
            boolean taken = handling == PasswordHandling.ACCEPT;
            assertThat(send(handling, "GET", "/Schemas/" + USER, "").bodyText().contains("\"password\""))
                    .isEqualTo(taken);
            assertThat(TestKey.read(send(handling, "GET", "/ServiceProviderConfig", "")
                                    .bodyText())
                            .get("changePassword"))
                    .isEqualTo(Map.of("supported", taken));
        }
    }

    @Test
    void leavesVersionsAsTheyAre() {
        directoriesOf(ClientProfile.INTEROPERABLE);
        String id = id(send(PasswordHandling.ACCEPT, "POST", "/Users", user("a", ",\"password\":\"first\"")));

        assertThat(send(PasswordHandling.REFUSE, "GET", "/Users/" + id, "").header("ETag"))
                .isEqualTo(
                        send(PasswordHandling.ACCEPT, "GET", "/Users/" + id, "").header("ETag"));
        assertThat(send(PasswordHandling.REFUSE, "GET", "/Users/" + id, "").bodyText())
                .contains("lastModified");
    }
}
