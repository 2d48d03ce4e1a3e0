package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static dev.scimlet.jdbc.TestUsers.EXTRA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.jdbc.sql.Times;
import dev.scimlet.spi.KeysetPosition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.Wanted;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Times at the edges of what databases keep. */
final class TimesTest {

    private static Attributes since(JdbcRepository users, String time) {
        return users.type()
                .attributes()
                .set("userName", time)
                .set(EXTRA + "since", time)
                .build();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void comeBackAsTheyWereOrAreRefused(TestDatabase database) {
        JdbcRepository users = TestUsers.users(database.with(TestUsers.TABLES)).build();
        for (String time : List.of(
                "2026-01-02T03:04:05.678Z",
                "2026-01-02T03:04:05.678901Z",
                "12000-01-01T00:00:00.000Z",
                "294276-12-30T23:59:59.999999Z",
                "0001-01-01T00:00:00.000Z",
                "-0001-12-31T23:59:59.999Z",
                "-0100-03-01T12:00:00.000001Z",
                "-4713-01-01T00:00:00.000Z")) {
            Attributes given = since(users, time);
            Instant instant = DateTime.parse(time).orElseThrow().instant();
            if (instant.isBefore(database.dialect().earliest())
                    || instant.isAfter(database.dialect().latest())) {
                assertRefused(users, time);
                continue;
            }
            Resource stored = users.create(CONTEXT, given);
            assertThat(stored.attributes().value(EXTRA + "since"))
                    .contains(DateTime.parse(time).orElseThrow());
            assertThat(users.find(CONTEXT, stored.id(), Wanted.everything())).contains(stored);
        }
        for (String time : List.of(
                "-4714-12-31T23:59:59Z",
                "-5000-01-01T00:00:00Z",
                "-299999-12-31T23:59:59Z",
                "294277-01-01T00:00:00Z",
                "999999999-12-31T23:59:59Z")) {
            assertRefused(users, time);
        }
    }

    private static void assertRefused(JdbcRepository users, String time) {
        assertThatThrownBy(() -> users.create(CONTEXT, since(users, time)))
                .as(time)
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refusal -> assertThat(refusal.type()).contains(ErrorType.INVALID_VALUE))
                .hasMessageContaining("since'");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofACursorMayBeFarAway(TestDatabase database) {
        JdbcRepository users = TestUsers.users(database.with(TestUsers.TABLES)).build();
        users.create(CONTEXT, since(users, "2026-01-02T03:04:05Z"));
        Sort sort = new Sort(users.type().path("meta.created"), SortOrder.ASCENDING);

        for (String far : List.of("-999999998-01-01T00:00:00Z", "+999999999-01-01T00:00:00Z")) {
            DateTime time = DateTime.exactly(Instant.parse(far));
            String position = new CursorPosition(1, KeysetPosition.after(time, "0")).text();
            assertThat(users.query(
                                    CONTEXT,
                                    Query.builder(new Page.Cursor(position, 5))
                                            .sort(sort)
                                            .wanted(Wanted.nothing())
                                            .build())
                            .resources())
                    .hasSize(far.startsWith("-") ? 1 : 0);
        }
    }

    @Test
    void infinityIsReadAsTheLastThatCanBeWritten() {
        DataSource dataSource = TestDatabase.POSTGRESQL.with(TestUsers.TABLES);
        JdbcRepository users = TestUsers.users(dataSource).build();
        String id = users.create(CONTEXT, since(users, "2026-01-02T03:04:05Z")).id();

        TestDatabase.run(dataSource, "UPDATE users SET since = 'infinity', created_at = '-infinity'");

        Resource found = users.find(CONTEXT, id, Wanted.everything()).orElseThrow();
        assertThat(found.attributes().instant(EXTRA + "since")).contains(Times.LATEST);
        assertThat(found.meta().created()).isEqualTo(Times.EARLIEST);
    }
}
