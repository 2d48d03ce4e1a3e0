package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the log says of the first cycle of a provider, when there is much of everything. */
final class LogInRushTest {

    @Test
    void namesWhoIsRefusedThoughManyAreLookedUp() {
        try (LogFixture fixture = new LogFixture(FeedFixture.On.MEMORY)) {
            for (int i = 0; i < 200; i++) {
                fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"u" + i + "\""), "");
            }
            fixture.create("ada", "");
            fixture.send("POST", "/Users", FeedFixture.user("ada", ""));

            fixture.log.write();
            assertThat(fixture.log.problems(LogFixture.ACME))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.newest().name()).contains("ada"));
        }
    }
}
