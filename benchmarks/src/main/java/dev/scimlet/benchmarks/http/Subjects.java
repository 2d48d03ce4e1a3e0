package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.database.SqlKind;
import dev.scimlet.benchmarks.database.SqlLayout;
import dev.scimlet.benchmarks.subject.Subject;
import java.util.Arrays;
import java.util.List;

/** The subjects by the names that the command line uses. */
final class Subjects {

    private static final List<Subject> ALL = List.of(
            Subject.floor("floor"),
            Subject.floor("floor-again"),
            Subject.quickstart(),
            Subject.roomy(),
            Subject.sql(SqlKind.H2, SqlLayout.OWN),
            Subject.sql(SqlKind.POSTGRESQL, SqlLayout.OWN),
            Subject.sql(SqlKind.MARIADB, SqlLayout.OWN),
            Subject.sql(SqlKind.H2, SqlLayout.USERS),
            Subject.sql(SqlKind.POSTGRESQL, SqlLayout.USERS),
            Subject.sql(SqlKind.MARIADB, SqlLayout.USERS),
            Subject.sqlFloor(SqlKind.H2, SqlLayout.OWN),
            Subject.sqlFloor(SqlKind.POSTGRESQL, SqlLayout.OWN),
            Subject.sqlFloor(SqlKind.MARIADB, SqlLayout.OWN),
            Subject.sqlFloor(SqlKind.H2, SqlLayout.USERS),
            Subject.sqlFloor(SqlKind.POSTGRESQL, SqlLayout.USERS),
            Subject.sqlFloor(SqlKind.MARIADB, SqlLayout.USERS));

    static final String DEFAULT = "floor,quickstart";
    static final String DEFAULT_FOR_GROWTH = "floor,roomy";

    private Subjects() {}

    static List<Subject> named(String names) {
        return Arrays.stream(names.split(",")).map(Subjects::one).toList();
    }

    private static Subject one(String name) {
        return ALL.stream()
                .filter(subject -> subject.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown subject " + name + "; there are "
                        + ALL.stream().map(Subject::name).toList()));
    }
}
