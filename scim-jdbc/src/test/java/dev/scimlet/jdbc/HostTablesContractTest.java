package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.testkit.contract.ContractTypes;
import dev.scimlet.testkit.contract.ResourceRepositoryContract;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;

/** The contract of all stores, kept by tables as applications have them: two e-mail columns, a join table. */
final class HostTablesContractTest {

    abstract static class InHostTables extends ResourceRepositoryContract {

        private static final String MORE = ContractTypes.EXTENSION.id() + ":";
        private static final String STAFF = StandardSchemas.ENTERPRISE_USER.id() + ":";

        private static final String[] TABLES = {
            """
                    CREATE TABLE accounts (
                        id uuid PRIMARY KEY,
                        tenant varchar(40) NOT NULL,
                        login varchar(200) NOT NULL,
                        login_key varchar(400) NOT NULL,
                        external_id varchar(200),
                        shown_name varchar(200),
                        shown_name_key varchar(400),
                        family_name varchar(200),
                        title varchar(200),
                        title_key varchar(400),
                        status varchar(1) NOT NULL,
                        work_email varchar(200),
                        home_email varchar(200),
                        department varchar(200),
                        manager varchar(200),
                        level integer,
                        score numeric(20, 6),
                        hired timestamp with time zone,
                        badge varchar(20),
                        created_at timestamp with time zone NOT NULL,
                        updated_at timestamp with time zone NOT NULL,
                        UNIQUE (tenant, login_key),
                        UNIQUE (tenant, badge))""", """
                    CREATE TABLE teams (
                        id varchar(40) PRIMARY KEY,
                        tenant varchar(40) NOT NULL,
                        name varchar(200) NOT NULL,
                        version bigint NOT NULL,
                        created_at timestamp with time zone NOT NULL,
                        updated_at timestamp with time zone NOT NULL)""", """
                    CREATE TABLE team_members (
                        team_id varchar(40) NOT NULL REFERENCES teams (id),
                        member_id varchar(200) NOT NULL,
                        PRIMARY KEY (team_id, member_id))""", "CREATE INDEX team_members_by_member ON team_members (member_id)"
        };

        /** Each test empties the tables; to make them would take longer than most tests. */
        private static final Map<TestDatabase, DataSource> CREATED = new EnumMap<>(TestDatabase.class);

        private final DataSource dataSource;

        InHostTables(TestDatabase database) {
            this.dataSource = CREATED.computeIfAbsent(database, missing -> missing.with(TABLES));
        }

        /** {@link StatementCountTest} shows that more do not need more statements. */
        @Override
        protected int manyMembers() {
            return 2_000;
        }

        @Override
        protected ResourceRepository emptyUsers() {
            TestDatabase.run(dataSource, "DELETE FROM accounts");
            return JdbcRepository.of(ContractTypes.user(), dataSource)
                    .table("accounts")
                    .id("id", IdType.UUID)
                    .tenant("tenant")
                    .created("created_at")
                    .lastModified("updated_at")
                    .column("userName", "login", login -> login.keyColumn("login_key"))
                    .column("externalId", "external_id")
                    .column("displayName", "shown_name", name -> name.keyColumn("shown_name_key"))
                    .column("name.familyName", "family_name")
                    .column("title", "title", title -> title.keyColumn("title_key"))
                    .column(
                            "active",
                            "status",
                            status ->
                                    status.codes(Map.of(true, "A", false, "I")).whenAbsent(true))
                    .column("emails[type eq \"work\"].value", "work_email")
                    .column("emails[type eq \"home\"].value", "home_email")
                    .column(STAFF + "department", "department")
                    .column(STAFF + "manager", "manager")
                    .column(MORE + "level", "level")
                    .column(MORE + "score", "score")
                    .column(MORE + "hired", "hired")
                    .column(MORE + "badge", "badge")
                    .ignoreUnmapped()
                    .build();
        }

        @Override
        protected Optional<ResourceRepository> emptyGroups() {
            TestDatabase.run(dataSource, "DELETE FROM team_members");
            TestDatabase.run(dataSource, "DELETE FROM teams");
            return Optional.of(JdbcRepository.of(ContractTypes.group(), dataSource)
                    .table("teams")
                    .id("id")
                    .tenant("tenant")
                    .version("version")
                    .created("created_at")
                    .lastModified("updated_at")
                    .column("displayName", "name")
                    .list(
                            "members",
                            "team_members",
                            "team_id",
                            members -> members.column("value", "member_id").constant("type", "User"))
                    .without("externalId")
                    .ignoreUnmapped()
                    .build());
        }

        /** Two e-mails have columns; numbers and times come back in one spelling; {@code active} always has a value. */
        @Override
        protected Attributes storable(Attributes attributes) {
            AttributesBuilder kept = attributes.toBuilder();
            attributes.list("emails").stream()
                    .filter(email ->
                            email.string("type").filter("other"::equals).isPresent())
                    .findFirst()
                    .ifPresent(email -> kept.set("emails", null));
            attributes.decimal(MORE + "score").ifPresent(score -> kept.set(MORE + "score", plain(score)));
            attributes.instant(MORE + "hired").ifPresent(hired -> kept.set(MORE + "hired", hired));
            return kept.build();
        }

        private static BigDecimal plain(BigDecimal number) {
            BigDecimal stripped = number.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }

        @Override
        protected boolean answers(BoundFilter filter) {
            return !filter.text().contains("meta.version");
        }
    }

    @Nested
    final class OnH2 extends InHostTables {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    final class OnPostgreSql extends InHostTables {
        OnPostgreSql() {
            super(TestDatabase.POSTGRESQL);
        }

        @Nested
        final class OnMariaDb extends InHostTables {
            OnMariaDb() {
                super(TestDatabase.MARIADB);
            }
        }

        @Nested
        final class OnMySql extends InHostTables {
            OnMySql() {
                super(TestDatabase.MYSQL);
            }
        }
    }
}
