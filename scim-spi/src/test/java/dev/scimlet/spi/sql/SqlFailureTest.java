package dev.scimlet.spi.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.spi.ConflictException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.stream.Stream;
import org.h2.api.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What failures mean that databases report by their state or their number, however drivers wrap them. */
class SqlFailureTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("MariaDB: deadlock", "40001", 1213, SqlFailure.CONFLICT),
                Arguments.of("MariaDB in a statement of its own: deadlock", "HY000", 1213, SqlFailure.CONFLICT),
                Arguments.of("MariaDB: record has changed since last read", "HY000", 1020, SqlFailure.CONFLICT),
                Arguments.of("MariaDB: lock wait timeout", "HY000", 1205, SqlFailure.LOCKED),
                Arguments.of("MariaDB: duplicate entry", "23000", 1062, SqlFailure.UNIQUE),
                Arguments.of("MariaDB: row is referenced", "23000", 1451, SqlFailure.REFERENCE),
                Arguments.of("MariaDB: column cannot be null", "23000", 1048, SqlFailure.VALUE),
                Arguments.of("MySQL: lock wait timeout by its driver", "40001", 1205, SqlFailure.LOCKED),
                Arguments.of("MariaDB: no default value", "HY000", 1364, SqlFailure.VALUE),
                Arguments.of("MariaDB: data truncated for column", "01000", 1265, SqlFailure.VALUE),
                Arguments.of("MySQL: incorrect string value", "HY000", 1366, SqlFailure.VALUE),
                Arguments.of("MariaDB: data too long", "22001", 1406, SqlFailure.VALUE),
                Arguments.of("MariaDB: constraint failed", "23000", 4025, SqlFailure.VALUE),
                Arguments.of("MySQL: check constraint is violated", "HY000", 3819, SqlFailure.VALUE),
                Arguments.of("MariaDB: max_statement_time exceeded", "70100", 1969, SqlFailure.UNAVAILABLE),
                Arguments.of("MySQL: max_execution_time exceeded", "HY000", 3024, SqlFailure.UNAVAILABLE),
                Arguments.of("MariaDB: query execution was interrupted", "70100", 1317, SqlFailure.UNAVAILABLE),
                Arguments.of("MariaDB: running with --read-only", "HY000", 1290, SqlFailure.UNAVAILABLE),
                Arguments.of("MariaDB: too many connections of a user", "42000", 1203, SqlFailure.UNAVAILABLE),
                Arguments.of("Galera: not ready for the application", "08S01", 1047, SqlFailure.UNAVAILABLE),
                Arguments.of("MariaDB: syntax error", "42000", 1064, SqlFailure.MISTAKE),
                Arguments.of("MariaDB: something else", "HY000", 1105, SqlFailure.MISTAKE),
                Arguments.of("PostgreSQL: serialization failure", "40001", 0, SqlFailure.CONFLICT),
                Arguments.of("PostgreSQL: deadlock detected", "40P01", 0, SqlFailure.CONFLICT),
                Arguments.of("PostgreSQL: lock not available", "55P03", 0, SqlFailure.LOCKED),
                Arguments.of("PostgreSQL: unique violation", "23505", 0, SqlFailure.UNIQUE),
                Arguments.of("PostgreSQL: query cancelled", "57014", 0, SqlFailure.UNAVAILABLE),
                Arguments.of("H2: deadlock", "40001", ErrorCode.DEADLOCK_1, SqlFailure.CONFLICT),
                Arguments.of("H2: concurrent update", "90131", ErrorCode.CONCURRENT_UPDATE_1, SqlFailure.CONFLICT),
                Arguments.of("H2: lock timeout", "HYT00", ErrorCode.LOCK_TIMEOUT_1, SqlFailure.LOCKED),
                Arguments.of("any: connection failure", "08006", 0, SqlFailure.UNAVAILABLE),
                Arguments.of("any: syntax error", "42601", 0, SqlFailure.MISTAKE));
    }

    /** A failure as databases and drivers have it: by itself, and behind others. */
    private static List<SQLException> shapesOf(String state, int number) {
        SQLException itself = failure(state, number);
        SQLException asNext = new BatchUpdateException("a batch failed", new int[0]);
        asNext.setNextException(failure(state, number));
        SQLException later = new BatchUpdateException("a batch failed", new int[0]);
        later.setNextException(new SQLException("a statement of it failed"));
        later.setNextException(failure(state, number));
        return List.of(
                itself,
                new BatchUpdateException("a batch failed", state, number, new int[0], failure(state, number)),
                new BatchUpdateException("a batch failed", new int[0], failure(state, number)),
                asNext,
                later,
                new SQLException("a pool says", failure(state, number)),
                new SQLException("a pool says", "", 0, failure(state, number)),
                new SQLException("a pool says", new IllegalStateException("and a framework", failure(state, number))));
    }

    private static SQLException failure(String state, int number) {
        return new SQLException("a statement failed", state, number);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void meansTheSameHoweverItIsWrapped(String name, String state, int number, SqlFailure meaning) {
        for (SQLException shape : shapesOf(state, number)) {
            assertThat(SqlFailure.of(shape)).as("%s by %s", name, shape).isEqualTo(meaning);
            RuntimeException passing = SqlFailure.passing(shape);
            switch (meaning) {
                case CONFLICT ->
                    assertThat(passing)
                            .isInstanceOfSatisfying(
                                    ConflictException.class,
                                    conflict ->
                                            assertThat(conflict.kind()).isEqualTo(ConflictException.Kind.OVERTAKEN));
                case LOCKED ->
                    assertThat(passing)
                            .isInstanceOfSatisfying(
                                    ConflictException.class,
                                    conflict -> assertThat(conflict.kind()).isEqualTo(ConflictException.Kind.LOCKED));
                case UNAVAILABLE ->
                    assertThat(passing).isInstanceOfSatisfying(ScimException.class, unavailable -> {
                        assertThat(unavailable.status()).isEqualTo(503);
                        boolean late = state.equals("57014") || number == 1969 || number == 3024;
                        assertThat(unavailable.detail()).contains(late ? "longer" : "reached");
                    });
                default -> assertThat(passing).isNull();
            }
        }
    }

    @Test
    void aDriversOwnFailureIsNoWordOfTheDatabase() {
        SQLException lost = new SQLException("the connection is closed");

        assertThat(SqlFailure.of(lost)).isEqualTo(SqlFailure.MISTAKE);
        assertThat(SqlFailure.isFromDatabase(lost)).isFalse();
        assertThat(SqlFailure.isFromDatabase(new BatchUpdateException("a batch failed", new int[0], lost)))
                .isFalse();
        assertThat(SqlFailure.isFromDatabase(new SQLException("a pool says", failure("42601", 0))))
                .isTrue();
    }

    @Test
    void theFirstThatSaysSomethingIsRight() {
        SQLException pool = new SQLTransientConnectionException("no connection is free", failure("40001", 0));
        SQLException unique = failure("23505", 0);
        unique.setNextException(failure("40001", 0));

        assertThat(SqlFailure.of(pool)).isEqualTo(SqlFailure.UNAVAILABLE);
        assertThat(SqlFailure.of(new SQLException("a proxy says", pool))).isEqualTo(SqlFailure.UNAVAILABLE);
        assertThat(SqlFailure.of(unique)).isEqualTo(SqlFailure.UNIQUE);
    }

    @Test
    void chainsThatGoRoundInACircleEnd() {
        SQLException one = new SQLException("one");
        SQLException other = new SQLException("other", one);
        one.initCause(other);

        assertThat(SqlFailure.of(one)).isEqualTo(SqlFailure.MISTAKE);
    }

    @Test
    void anErrorBehindAFailureIsThrown() {
        OutOfMemoryError full = new OutOfMemoryError("for the test");
        SQLException batch = new BatchUpdateException("a batch failed", new int[0]);
        batch.setNextException(new SQLException("the driver failed", full));

        assertThatThrownBy(() -> SqlFailure.of(new SQLException("the driver failed", full)))
                .isSameAs(full);
        assertThatThrownBy(() -> SqlFailure.of(batch)).isSameAs(full);
    }

    @Test
    void takesTheTimeoutOfADriverForOneOfTheDatabase() {
        SQLException failure = new SQLTimeoutException("Statement cancelled due to timeout or client request");

        assertThat(SqlFailure.of(failure)).isEqualTo(SqlFailure.UNAVAILABLE);
        assertThat(SqlFailure.passing(failure)).hasMessageContaining("longer than one statement may");
    }

    @Test
    void tellsTheStatesOfMariaDbInTheWordsOfTheOthers() {
        assertThat(SqlFailure.state(new SQLException("Out of range", "22001", 1264)))
                .isEqualTo("22003");
        assertThat(SqlFailure.state(new SQLException("Data too long", "22001", 1406)))
                .isEqualTo("22001");
        assertThat(SqlFailure.state(new SQLException("Duplicate entry", "23000", 1062)))
                .isEqualTo("23505");
        assertThat(SqlFailure.state(new SQLException("no reason"))).isEmpty();
    }
}
