package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.Wanted;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Times do not depend on where the application runs, nor on its clocks being put forward and back. */
@Isolated
final class ZonesTest {

    /** In New York there is no such time on the first of the days, and two of them on the second. */
    private static final String[] TIMES = {
        "2026-03-08T02:30:00.123456Z", "2026-11-01T01:30:00.5Z", "2026-11-01T05:30:00.5Z", "1500-02-28T02:03:04Z"
    };

    private final TimeZone before = TimeZone.getDefault();

    @BeforeEach
    void move() {
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    }

    @AfterEach
    void moveBack() {
        TimeZone.setDefault(before);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void areTheSameEverywhere(TestDatabase database) {
        DataSource dataSource = database.with(TestUsers.TABLES);
        for (String time : TIMES) {
            Instant instant = Instant.parse(time);
            JdbcRepository users = TestUsers.users(dataSource)
                    .clock(Clock.fixed(instant, ZoneOffset.UTC))
                    .build();
            Resource user = users.create(
                    CONTEXT,
                    users.type()
                            .attributes()
                            .set("userName", time)
                            .set(TestUsers.EXTRA + "since", time)
                            .build());

            Resource found = users.find(CONTEXT, user.id(), Wanted.everything()).orElseThrow();
            assertThat(found.attributes().instant(TestUsers.EXTRA + "since"))
                    .as("%s", time)
                    .contains(instant);
            assertThat(found.meta().created()).isEqualTo(instant.truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
        }
    }
}
