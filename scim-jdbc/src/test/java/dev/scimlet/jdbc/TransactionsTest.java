package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.Wanted;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often and how long work is tried. */
final class TransactionsTest {

    private static int attempts(Duration patience, String sqlState, String detail) {
        Transactions transactions = new Transactions(TestDatabase.H2.reused(), patience);
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> transactions.write((connection, dialect) -> {
                    attempts.incrementAndGet();
                    throw new SQLException("made to fail", sqlState);
                }))
                .isInstanceOfSatisfying(ScimException.class, busy -> {
                    assertThat(busy.status()).isEqualTo(503);
                    assertThat(busy.retryAfter()).contains(Failure.RETRY_AFTER_CONFLICT);
                    assertThat(busy.detail()).contains(detail);
                });
        return attempts.get();
    }

    @Test
    void doesNotTryForever() {
        assertThat(attempts(Duration.ZERO, "40001", "others change the same resource"))
                .isEqualTo(1);
        assertThat(attempts(Duration.ofMillis(100), "40001", "others change the same resource"))
                .isBetween(2, 149);
        assertThat(attempts(Duration.ofMinutes(1), "HYT00", "waited for a lock"))
                .isEqualTo(2);
        assertThat(attempts(Duration.ZERO, "55P03", "waited for a lock")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void saysThatAnotherHoldsTheLock(TestDatabase database) throws SQLException {
        DataSource dataSource = database.with(TestUsers.TABLES);
        JdbcRepository users = TestUsers.users(database.withSetting(
                        dataSource, database == TestDatabase.H2 ? "SET LOCK_TIMEOUT 20" : "SET lock_timeout = 20"))
                .build();
        Resource user = users.create(CONTEXT, titled(users, "first"));

        try (Connection batch = dataSource.getConnection();
                var statement = batch.createStatement()) {
            batch.setAutoCommit(false);
            statement.execute("UPDATE users SET title = 'batch'");

            assertThatThrownBy(() ->
                            users.update(CONTEXT, user.id(), Wanted.everything(), current -> titled(users, "second")))
                    .isInstanceOfSatisfying(ScimException.class, locked -> {
                        assertThat(locked.status()).isEqualTo(503);
                        assertThat(locked.detail()).contains("waited for a lock");
                    });
            batch.rollback();
            batch.setAutoCommit(true);
        }
    }

    private static Attributes titled(JdbcRepository users, String title) {
        return users.type()
                .attributes()
                .set("userName", "bjensen")
                .set("title", title)
                .build();
    }
}
