package dev.scimlet.examples.mediusflow.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.scimlet.directory.jdbc.JdbcLogStore;
import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.examples.mediusflow.account.Account;
import dev.scimlet.examples.mediusflow.account.Accounts;
import dev.scimlet.examples.mediusflow.account.Companies;
import dev.scimlet.examples.mediusflow.account.Company;
import dev.scimlet.examples.mediusflow.account.Defaults;
import dev.scimlet.examples.mediusflow.account.Roles;
import dev.scimlet.examples.mediusflow.account.UserConfiguration;
import dev.scimlet.examples.mediusflow.account.UserConfigurations;
import dev.scimlet.examples.mediusflow.account.UserGroups;
import dev.scimlet.examples.mediusflow.provisioning.FormerLog;
import dev.scimlet.examples.mediusflow.tenant.Administrators;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecret;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets.Generated;
import dev.scimlet.examples.mediusflow.tenant.RandomText;
import dev.scimlet.examples.mediusflow.tenant.Sessions;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import dev.scimlet.examples.mediusflow.tenant.TestPasswords;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** The same tables and statements on both databases. */
class TablesTest {

    private static final Clock CLOCK = Clock.systemUTC();

    @Test
    void worksOnH2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");

        checkEverything(new Database(source));
    }

    @Test
    void worksOnPostgreSql() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            checkEverything(new Database(postgres.getPostgresDatabase()));
        }
    }

    @Test
    void bringsAnOlderDatabaseUpToDateOnH2() throws IOException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");

        checkOlder(new Database(source), "");
    }

    @Test
    void bringsAnOlderDatabaseUpToDateOnPostgreSql() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            checkOlder(new Database(postgres.getPostgresDatabase()), "stored");
        }
    }

    /** As it was after the first step: with secrets of one label, which may not be there any more. */
    private static void checkOlder(Database database, String stored) throws IOException {
        try (InputStream step = Tables.class.getResourceAsStream("tables-1.sql")) {
            String text = new String(step.readAllBytes(), StandardCharsets.UTF_8).replace("/*stored*/", stored);
            for (String statement : text.split(";\\s*\n")) {
                database.change(statement);
            }
        }
        database.change("create table table_steps (step integer primary key)");
        database.change("insert into table_steps (step) values (1)");
        database.change("insert into organisations (id, name) values ('o', 'Fabrikam')");
        database.change(
                "insert into tenants (id, organisation_id, slug, name, environment, created_at)"
                        + " values ('t', 'o', 'fabrikam', 'Fabrikam', 'TEST', ?)",
                CLOCK.instant());
        database.change(
                "insert into administrators (id, organisation_id, login_name, password_hash, password_once, created_at)"
                        + " values ('a', 'o', 'admin', 'x', ?, ?)",
                false,
                CLOCK.instant());
        for (String label : List.of("Entra ID", "ENTRA id", "Okta")) {
            database.change(
                    "insert into provisioning_secrets"
                            + " (id, tenant_id, label, secret_hash, form_id, created_by, created_at, expires_at)"
                            + " values (?, 't', ?, ?, ?, 'admin', ?, ?)",
                    UUID.randomUUID().toString(),
                    label,
                    RandomText.fingerprint(label),
                    label,
                    CLOCK.instant(),
                    CLOCK.instant().plus(Duration.ofDays(1)));
        }

        writeFormerLog(database);

        Tables.bringUpToDate(database);
        new ProvisioningSecrets(database, CLOCK).takeOverFormer();
        new FormerLog(database, CLOCK).takeOver();
        new FormerLog(database, CLOCK).takeOver();

        checkFormerLog(database);
        checkOldNodeBeside(database);
        assertThat(database.number("select count(*) as number from provisioning_secrets"))
                .isZero();
        Tenant tenant = new Tenants(database, CLOCK).withSlug("fabrikam").orElseThrow();
        assertThat(new ProvisioningSecrets(database, CLOCK).of(tenant))
                .extracting(secret -> secret.state(CLOCK.instant()))
                .containsOnly(ProvisioningSecret.State.LIVE);
        assertThat(new ProvisioningSecrets(database, CLOCK).of(tenant))
                .extracting(secret -> secret.label().toLowerCase(Locale.ROOT))
                .doesNotHaveDuplicates()
                .hasSize(3)
                .contains("entra id", "okta");
        Administrators administrators = new Administrators(database, CLOCK, TestPasswords.QUICK);
        assertThat(administrators.of("o")).allSatisfy(known -> {
            assertThat(known.mayChange()).isTrue();
            assertThat(new ProvisioningSecrets(database, CLOCK).liveOf(known)).hasSize(3);
        });
    }

    /** More than are taken over at once, and what is special. */
    private static void writeFormerLog(Database database) {
        Instant start = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.MILLIS);
        for (int i = 0; i < 600; i++) {
            writeFormer(database, start, "Entra ID", "CREATE", "User", "id-" + i, "user" + i, 201, "DONE", "Created.");
        }
        Instant later = start.plus(Duration.ofDays(1));
        writeFormer(database, later, "admin", "CONFIGURE", "UserConfiguration", "", "HQ", 0, "DONE", "Added it.");
        writeFormer(database, later, "Unknown", "CONNECT", "User", "", "x eq 1", 401, "REFUSED", "Not valid.");
        writeFormer(database, later, "Entra ID", "CONNECT", "User", "", "", 401, "REFUSED", "Revoked.");
        writeFormer(database, later, "Entra ID", "LOOKUP", "User", "", "x eq 1", 200, "DONE", "Found nothing.");
        writeFormer(database, later, "Entra ID", "DELETE", "User", "id-7", "user7", 204, "DONE", "Deleted.");
        writeFormer(database, later, "Entra ID", "CREATE", "User", "", "ada", 409, "REFUSED", "Taken.");
    }

    private static void writeFormer(Database database, Object... values) {
        database.change(
                "insert into provisioning_log (tenant_id, request_id, happened_at, actor, operation, resource_type,"
                        + " resource_id, resource_name, status, result, reason)"
                        + " values ('t', 'r-1', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values);
    }

    private static void checkFormerLog(Database database) {
        assertThat(database.number("select count(*) as number from provisioning_log"))
                .isZero();
        ProvisioningLog log =
                ProvisioningLog.builder(JdbcLogStore.over(database.source())).build();
        List<LogEntry> entries =
                log.find("t", LogQuery.builder().limit(1_000).build()).entries();
        assertThat(entries).hasSize(606);
        assertThat(entries.subList(0, 7))
                .extracting(entry -> log.words().who(entry, Locale.ENGLISH) + ": "
                        + entry.resourceType().orElse("") + " " + entry.name().orElse("") + " "
                        + log.words().sentence(entry, Locale.ENGLISH))
                .containsExactly(
                        "Directory (Entra ID): User ada Taken.",
                        "Directory (Entra ID): User user7 Deleted.",
                        "Directory (Entra ID):   Found nothing. x eq 1",
                        "Directory (Entra ID):   Revoked.",
                        "Unknown:   Not valid. x eq 1",
                        "admin: User configuration HQ Added it.",
                        "Directory (Entra ID): User user599 Created.");
        assertThat(log.history("t", "User", "id-7").entries())
                .extracting(LogEntry::operation)
                .containsExactly(LogEntry.Operation.DELETE, LogEntry.Operation.CREATE);
        assertThat(log.problems("t"))
                .extracting(problem -> problem.newest().name().orElse(""))
                .contains("ada");
        assertThat(entries.get(0).requestId()).contains("r-1");
    }

    /** In a rolling upgrade a node of the release before still asks for checks, and writes its log. */
    private static void checkOldNodeBeside(Database database) {
        assertThat(database.number("select count(*) as number from connection_checks"))
                .isZero();
        writeFormer(database, Instant.now(), "Entra ID", "CREATE", "User", "id-late", "late", 201, "DONE", "Created.");
        new FormerLog(database, CLOCK).takeOver();
        assertThat(ProvisioningLog.builder(JdbcLogStore.over(database.source()))
                        .build()
                        .history("t", "User", "id-late")
                        .entries())
                .hasSize(1);
    }

    private static void checkEverything(Database database) {
        Tables.bringUpToDate(database);
        Tables.bringUpToDate(database);
        Tenants tenants = new Tenants(database, CLOCK);
        String organisation = tenants.addOrganisation("Fabrikam");
        Tenant tenant = tenants.add(organisation, "fabrikam", "Fabrikam", Tenant.Environment.TEST);

        checkTenant(tenants, tenant);
        checkAdministrator(database, tenant);
        checkSecrets(database, tenant);
        checkConfigurations(database, tenant);
        checkAccounts(database, tenant);
        checkTransactions(database, tenant);
    }

    private static void checkTenant(Tenants tenants, Tenant tenant) {
        tenants.enterDirectory(tenant, "8a2d4c1e-0b7f-4f0e-9c55-3f1b6a7d2e90", false);
        tenants.enableProvisioning(tenant, true);
        tenants.verified(tenant, true);
        Tenant changed = tenants.named("FABRIKAM").orElseThrow();
        assertThat(changed.provisioningEnabled()).isTrue();
        assertThat(changed.verified()).isPresent();
        tenants.enterDirectory(tenant, "", true);
        tenants.linkCopied(tenant);
        Tenant without = tenants.withSlug("fabrikam").orElseThrow();
        assertThat(without.directoryId()).isEmpty();
        assertThat(without.directoryWithoutId()).isTrue();
        assertThat(without.linkCopied()).isPresent();
    }

    private static void checkAdministrator(Database database, Tenant tenant) {
        Administrators administrators = new Administrators(database, CLOCK, TestPasswords.QUICK);
        String password = administrators.add(tenant.organisationId(), "Admin");
        var administrator = administrators
                .authenticate(Optional.of(tenant), "ADMIN", password)
                .orElseThrow();
        Sessions sessions = new Sessions(database, CLOCK);
        String token = sessions.open(administrator);
        assertThat(sessions.find(token)).contains(administrator);
        String reset = administrators.resetPassword(tenant, "admin").orElseThrow();
        assertThat(sessions.find(token)).isEmpty();
        assertThat(administrators.authenticate(Optional.of(tenant), "admin", password))
                .isEmpty();
        assertThat(administrators.authenticate(Optional.of(tenant), "admin", reset))
                .isPresent();
        assertThatThrownBy(() -> administrators.add(tenant.organisationId(), "ADMIN"))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.duplicate()).isTrue());
    }

    private static void checkSecrets(Database database, Tenant tenant) {
        ProvisioningSecrets secrets = new ProvisioningSecrets(database, CLOCK);
        String secret = secrets.generate(tenant, "Entra ID", Duration.ofDays(1), "admin", "form-1")
                .secret()
                .orElseThrow();
        assertThat(secrets.generate(tenant, "Entra ID", Duration.ofDays(1), "admin", "form-1"))
                .isEqualTo(Generated.Nothing.FORM_WAS_SENT_BEFORE);
        assertThat(secrets.generate(tenant, "ENTRA ID", Duration.ofDays(1), "admin", "form-2"))
                .isEqualTo(Generated.Nothing.LABEL_IS_TAKEN);
        assertThat(secrets.of(tenant))
                .singleElement()
                .satisfies(known -> assertThat(secret).endsWith(known.lastFour()));
    }

    private static void checkConfigurations(Database database, Tenant tenant) {
        Companies companies = new Companies(database);
        companies.add(tenant, "Fabrikam AB");
        UserConfigurations configurations = new UserConfigurations(database, CLOCK);
        UserConfiguration wanted = new UserConfiguration(
                "",
                "Standard",
                "",
                "en-GB",
                List.of(),
                List.of(companies.of(tenant).get(0).id()),
                false,
                0,
                "");
        assertThat(configurations.save(tenant, wanted, "admin")).isEmpty();
        assertThat(configurations.save(tenant, wanted, "admin"))
                .containsExactly(
                        entry(UserConfigurations.Field.NAME, "Another configuration has the name “Standard”."));
        assertThat(configurations.forNewAccount(tenant, "").orElseThrow().companyIds())
                .hasSize(1);
    }

    private static void checkAccounts(Database database, Tenant tenant) {
        addAccount(database, tenant, "Ada@fabrikam.example");
        assertThatThrownBy(() -> addAccount(database, tenant, "ada@FABRIKAM.example"))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.duplicate()).isTrue());
        Accounts accounts = new Accounts(database);
        assertThat(accounts.counts(tenant)).isEqualTo(new Accounts.Counts(1, 1));
        assertThat(accounts.lackingDefaults(tenant)).isEqualTo(1);
        Defaults defaults = new Defaults(database, CLOCK);
        Account account = accounts.lackingDefaults(tenant, 1, 10).items().get(0);
        assertThat(defaults.give(tenant, account)).isPresent();
        assertThat(defaults.give(tenant, account)).isPresent();
        assertThat(accounts.lackingDefaults(tenant)).isZero();
        Companies companies = new Companies(database);
        Company company = companies.of(tenant).get(0);
        assertThat(companies.accounts(tenant)).containsExactly(entry(company.id(), 1L));
        companies.rename(tenant, company, "Fabrikam Aktiebolag");
        companies.close(tenant, company.id(), true);
        assertThat(companies.of(tenant)).containsExactly(new Company(company.id(), "Fabrikam Aktiebolag", true));
        Roles roles = new Roles(database);
        String role = roles.add(tenant, "Approver", "");
        roles.close(tenant, role, true);
        assertThat(roles.openAmong(tenant, List.of(role))).isEmpty();
        assertThat(roles.accounts(tenant)).isEmpty();
        assertThat(accounts.page(tenant, "ADA@", 1, 10).items()).hasSize(1);
        assertThat(accounts.page(tenant, "_", 1, 10).items()).isEmpty();
        assertThat(new UserGroups(database).page(tenant, "", 1, 10).items()).isEmpty();
    }

    private static void addAccount(Database database, Tenant tenant, String loginName) {
        database.change(
                "insert into accounts (id, tenant_id, login_name, created_at, updated_at) values (?, ?, ?, ?, ?)",
                UUID.randomUUID().toString(),
                tenant.id(),
                loginName,
                CLOCK.instant(),
                CLOCK.instant());
    }

    private static void checkTransactions(Database database, Tenant tenant) {
        assertThatThrownBy(() -> database.inTransaction(transaction -> {
                    new Companies(transaction).add(tenant, "Half done");
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(new Companies(database).of(tenant)).hasSize(1);
    }
}
