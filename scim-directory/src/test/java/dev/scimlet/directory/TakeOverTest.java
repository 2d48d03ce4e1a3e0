package dev.scimlet.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.protocol.access.StoredToken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** What an application had before it had directories, and what it keeps beside them. */
final class TakeOverTest {

    private static StoredToken.Builder stored(TestService test, String token) {
        return StoredToken.builder(BearerTokens.hash(token), "Entra ID", test.clock.instant());
    }

    @Test
    void takesTokensOverByTheirHashes() {
        try (TestService test = new TestService()) {
            Instant now = test.clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Credentials credentials = test.directories.credentials();
            String id = test.acme.id();
            StoredToken live = stored(test, "of-another-table")
                    .expires(now.plus(Duration.ofDays(3)))
                    .lastUsed(now.minusSeconds(90))
                    .build();

            Credential taken = credentials.takeOver(id, live, "able").orElseThrow();

            assertThat(taken.label()).isEqualTo("Entra ID");
            assertThat(taken.hint()).isEqualTo("able");
            assertThat(taken.lastUsed()).contains(now.minusSeconds(90));
            assertThat(test.get("of-another-table").status()).isEqualTo(200);
            assertThat(credentials.takeOver(id, live, "able"))
                    .as("once is enough")
                    .isEmpty();
            for (int i = 0; i < 9; i++) {
                assertThat(credentials.takeOver(id, stored(test, "token-" + i).build(), ""))
                        .isPresent();
            }
            assertThat(test.get("token-8").status()).as("more than five").isEqualTo(200);
            credentials.takeOver(id, stored(test, "revoked").revoked(now).build(), "");
            assertThat(test.get("revoked").status()).isEqualTo(401);
            test.clock.pass(Duration.ofDays(4));
            assertThat(test.get("of-another-table").status()).isEqualTo(401);
        }
    }

    @Test
    void takesOverNothingElse() {
        try (TestService test = new TestService()) {
            Credentials credentials = test.directories.credentials();
            StoredToken bcrypt =
                    StoredToken.builder("$2a$10$abc", "x", test.clock.instant()).build();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> credentials.takeOver(test.acme.id(), bcrypt, ""))
                    .withMessage("a token is taken over by its SHA-256 in lower-case hexadecimal");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> credentials.takeOver("none", stored(test, "x").build(), ""))
                    .withMessage("there is no directory 'none'");
        }
    }

    @Test
    void asksOthersAboutTokensThatNoDirectoryHas() {
        TestClock clock = new TestClock();
        BearerTokens own = new BearerTokens(new InMemoryTokenStore(), clock);
        String token = own.generate("a program", null, null);
        try (TestService test = new TestService(
                new InMemoryDirectoryStore(),
                options -> options.otherwise(own).profile(ClientProfile.STRICT),
                same -> same)) {
            String ofDirectory = test.pastedToken().secret();

            assertThat(test.get(token).status()).isEqualTo(200);
            assertThat(test.scim("GET", "/elsewhere/Users", "Bearer " + token).status())
                    .as("it belongs to no tenant")
                    .isEqualTo(200);
            assertThat(test.get("neither").status()).isEqualTo(401);
            assertThat(test.directories.health(test.acme.id()).lastRequest())
                    .as("nor to a directory")
                    .isEmpty();
            test.directories.disable(test.acme.id());
            assertThat(test.get(ofDirectory).status())
                    .as("others are not asked about what a directory refuses")
                    .isEqualTo(401);
            assertThat(test.acme.profile()).isEqualTo(ClientProfile.STRICT);
        }
    }
}
