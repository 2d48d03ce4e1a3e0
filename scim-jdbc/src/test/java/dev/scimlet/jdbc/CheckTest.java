package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jdbc.Finding.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with tables is found, and its remedy mends it. */
final class CheckTest {

    /** Tables as somebody makes them who has read nothing. */
    private static final String[] TABLES = {
        """
            CREATE TABLE people (
                id varchar(36) PRIMARY KEY,
                tenant varchar(40) NOT NULL,
                login varchar(200) NOT NULL,
                login_key varchar(300),
                directory_id varchar(100),
                manager_id varchar(36) NOT NULL,
                version bigint NOT NULL,
                created_at timestamp(0) with time zone,
                updated_at timestamp(2) with time zone DEFAULT CURRENT_TIMESTAMP(2) NOT NULL)""",
        "CREATE TABLE mails (person_id varchar(36) NOT NULL, address varchar(200))",
        """
            CREATE TABLE orders (
                number bigint PRIMARY KEY,
                buyer varchar(36) NOT NULL,
                FOREIGN KEY (buyer) REFERENCES people (id))""",
        """
            CREATE TABLE crews (
                id varchar(36) PRIMARY KEY,
                name varchar(100) NOT NULL,
                name_key varchar(100) NOT NULL,
                version bigint NOT NULL,
                created_at timestamp with time zone NOT NULL,
                updated_at timestamp with time zone NOT NULL)""",
        "CREATE TABLE crew_people (crew_id varchar(36) NOT NULL, person_id varchar(36) NOT NULL,"
                + " PRIMARY KEY (crew_id, person_id))"
    };

    private static JdbcRepository people(DataSource dataSource) {
        return JdbcRepository.of(StandardTypes.user(), dataSource)
                .table("people")
                .id("id")
                .tenant("tenant")
                .version("version")
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login", login -> login.keyColumn("login_key"))
                .column("externalId", "directory_id")
                .column(TestUsers.ENTERPRISE + "manager", "manager_id")
                .list("emails", "mails", "person_id", mails -> mails.column("value", "address"))
                .build();
    }

    private static JdbcRepository crews(DataSource dataSource) {
        return JdbcRepository.of(StandardTypes.group(), dataSource)
                .table("crews")
                .id("id")
                .version("version")
                .created("created_at")
                .lastModified("updated_at")
                .column("displayName", "name", name -> name.keyColumn("name_key"))
                .members("members", "crew_people", "crew_id", "person_id")
                .build();
    }

    private static List<Finding> findings(DataSource dataSource) {
        List<Finding> findings = new ArrayList<>(people(dataSource).check());
        findings.addAll(crews(dataSource).check());
        return findings;
    }

    private static List<Finding> ofTables(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.rule() != Rule.STATEMENT_CACHE)
                .toList();
    }

    private static String found(Finding finding) {
        return finding.rule() + " " + finding.table().replaceAll("[\"`]", "").toLowerCase(java.util.Locale.ROOT);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsWhatIsWrongAndMendsIt(TestDatabase database) {
        DataSource dataSource = database.with(TABLES);
        List<Finding> findings = ofTables(findings(dataSource));

        List<String> expected = new ArrayList<>(List.of(
                "INDEX people",
                "UNIQUE people",
                "TIMES people",
                "TIMES people",
                "INDEX mails",
                "FOREIGN_KEY mails",
                "INDEX crew_people",
                "FOREIGN_KEY crew_people"));
        if (database == TestDatabase.POSTGRESQL) {
            // The others make an index with a foreign key
            expected.add("INDEX orders");
        }
        assertThat(findings).extracting(CheckTest::found).containsExactlyInAnyOrderElementsOf(expected);

        findings.forEach(finding -> TestDatabase.run(dataSource, finding.remedy()));

        assertThat(ofTables(findings(dataSource))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsTextsThatAreEqualAndDiffer(TestDatabase database) {
        DataSource dataSource = database.with(TABLES);
        for (String column : List.of("tenant varchar(40)", "login_key varchar(300)", "directory_id varchar(100)")) {
            TestDatabase.run(dataSource, coarse(database, column.split(" ")[0], column.split(" ")[1]));
        }
        List<Finding> findings = of(Rule.COLLATION, people(dataSource));

        assertThat(findings).hasSize(3);
        assertThat(findings.get(0).detail()).contains("tenant of people").contains("case or accents");

        findings.forEach(finding -> TestDatabase.run(dataSource, finding.remedy()));

        assertThat(of(Rule.COLLATION, people(dataSource))).isEmpty();
        TestDatabase.run(
                dataSource,
                "INSERT INTO people VALUES ('1', 'acme', 'a', 'a', NULL, '1', 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)");
        assertThat(TestDatabase.value(dataSource, "SELECT COUNT(*) FROM people WHERE tenant = 'ACME'"))
                .isEqualTo("0");
    }

    private static String coarse(TestDatabase database, String column, String type) {
        return switch (database) {
            case H2 -> "ALTER TABLE people ALTER COLUMN " + column + " SET DATA TYPE varchar_ignorecase(400)";
            case POSTGRESQL ->
                "CREATE COLLATION IF NOT EXISTS coarse (provider = icu, locale = 'und-u-ks-level1', deterministic = false);"
                        + " ALTER TABLE people ALTER COLUMN " + column + " TYPE " + type + " COLLATE coarse";
            case MARIADB, MYSQL ->
                "ALTER TABLE people MODIFY " + column + " " + type
                        + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci DEFAULT 'none' COMMENT 'of whom'";
        };
    }

    private static List<Finding> of(Rule rule, JdbcRepository repository) {
        return repository.check().stream()
                .filter(finding -> finding.rule() == rule)
                .toList();
    }

    /** The rest of what is said of a column stays. */
    @Test
    void mendsNothingElseOfAColumnOfMariaDb() {
        DataSource dataSource = TestDatabase.MARIADB.with(TABLES);
        TestDatabase.run(dataSource, coarse(TestDatabase.MARIADB, "login_key", "varchar(300)"));

        of(Rule.COLLATION, people(dataSource)).forEach(finding -> TestDatabase.run(dataSource, finding.remedy()));
        of(Rule.TIMES, people(dataSource)).forEach(finding -> TestDatabase.run(dataSource, finding.remedy()));

        assertThat(TestDatabase.value(
                        dataSource,
                        "SELECT GROUP_CONCAT(CONCAT_WS(' ', column_type, collation_name, is_nullable, column_default,"
                                + " column_comment) ORDER BY ordinal_position)"
                                + " FROM information_schema.columns WHERE table_schema = DATABASE()"
                                + " AND table_name = 'people' AND column_name IN ('login_key', 'updated_at')"))
                .isEqualTo(
                        "varchar(300) utf8mb4_nopad_bin YES 'none' of whom," + "datetime(6) NO current_timestamp(6) ");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsAUniqueTextThatMayComeInAnotherCase(TestDatabase database) {
        DataSource dataSource = database.with("""
                CREATE TABLE people (
                    id varchar(36) PRIMARY KEY,
                    login varchar(200) NOT NULL UNIQUE,
                    created_at timestamp with time zone NOT NULL,
                    updated_at timestamp with time zone NOT NULL)""");
        JdbcRepository people = JdbcRepository.of(StandardTypes.user(), dataSource)
                .table("people")
                .id("id")
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login")
                .without("externalId")
                .build();
        List<Finding> findings = of(Rule.UNIQUE, people);

        // Elsewhere there is no index on an expression
        assertThat(findings).hasSize(database == TestDatabase.POSTGRESQL ? 1 : 0);

        findings.forEach(finding -> TestDatabase.run(dataSource, finding.remedy()));

        assertThat(of(Rule.UNIQUE, people)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsNothingInOwnTables(TestDatabase database) {
        DataSource dataSource = database.empty();
        for (JdbcRepository repository : List.of(
                JdbcRepository.inOwnTables(TestUsers.USER, dataSource).build(),
                JdbcRepository.inOwnTables(TestUsers.GROUP, dataSource).build())) {
            assertThat(ofTables(repository.check())).isEmpty();

            repository.createTables();

            assertThat(ofTables(repository.check())).isEmpty();
        }
    }

    @Test
    void findsThatH2RemembersFewStatements() {
        DataSource few = TestDatabase.H2.empty();
        Finding finding = of(
                        Rule.STATEMENT_CACHE,
                        JdbcRepository.inOwnTables(TestUsers.USER, few).build())
                .get(0);
        JdbcDataSource more = new JdbcDataSource();
        more.setURL("jdbc:h2:mem:remembers" + finding.remedy());

        assertThat(finding.remedy()).isEqualTo(";QUERY_CACHE_SIZE=256");
        assertThat(JdbcRepository.inOwnTables(TestUsers.USER, more).build().check())
                .isEmpty();
    }

    @Test
    void warnsAtStart() {
        DataSource dataSource = TestDatabase.H2.with(TABLES);
        List<String> told = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                told.add(line.getLevel() + " " + line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger(JdbcRepository.class.getName());
        Level usual = log.getLevel();
        log.addHandler(handler);
        try {
            log.setLevel(Level.WARNING);
            crews(dataSource);
            log.setLevel(Level.SEVERE);
            crews(dataSource);
        } finally {
            log.setLevel(usual);
            log.removeHandler(handler);
        }

        // Nobody asks for what would not be told
        assertThat(told)
                .containsOnlyOnce(
                        "WARNING each deletion of what person_id of crew_people refers to looks at all rows: there is no"
                                + " index; CREATE INDEX crew_people_by_person_id ON crew_people (person_id)");
    }
}
