package dev.scimlet.examples.mediusflow;

import dev.scimlet.directory.Directories;
import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.Administrator;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecret;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.Sessions;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import dev.scimlet.examples.mediusflow.tenant.TestPasswords;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** MediusFlow on a port of its own with an empty database in memory, and an administrator who has chosen a password. */
final class TestApplication implements AutoCloseable {

    static final String PASSWORD = "four plain words here";

    final TestClock clock = new TestClock();
    final MediusFlowServer server;

    private TestApplication(String database, Optional<URI> baseUrl) {
        this(database, baseUrl, same -> same);
    }

    private TestApplication(String database, Optional<URI> baseUrl, UnaryOperator<Directories.Builder> directories) {
        Options options = new Options(0, database, baseUrl, Optional.empty());
        server = MediusFlowServer.start(options, clock, TestPasswords.QUICK, directories);
    }

    /** With something else to be said of directories. */
    static TestApplication with(UnaryOperator<Directories.Builder> directories) {
        TestApplication application = new TestApplication(memory(), Optional.empty(), directories);
        application.choosePassword();
        return application;
    }

    /** As it is after the very first start. */
    static TestApplication fresh() {
        return new TestApplication(memory(), Optional.empty());
    }

    static TestApplication fresh(String baseUrl) {
        return new TestApplication(memory(), Optional.of(URI.create(baseUrl)));
    }

    static TestApplication on(String database) {
        return new TestApplication(database, Optional.empty());
    }

    private static String memory() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }

    static TestApplication withChosenPassword() {
        TestApplication application = fresh();
        application.choosePassword();
        return application;
    }

    private void choosePassword() {
        database()
                .change(
                        "update administrators set password_hash = ?, password_once = ?",
                        TestPasswords.quickHash(PASSWORD),
                        false);
    }

    /** Where it listens, which is not where it says that it is when a base URL was given. */
    URI address() {
        return server.address();
    }

    Database database() {
        return server.database();
    }

    /** A browser in which the administrator has signed in. */
    Browser signIn() {
        Browser browser = new Browser(address());
        browser.useCookie("mediusflow=" + new Sessions(database(), clock).open(administrator(database())));
        return browser;
    }

    Tenant tenant() {
        return new Tenants(database(), clock).withSlug("fabrikam-test").orElseThrow();
    }

    /** A directory that may provision the test tenant. */
    Directory directory() {
        new Tenants(database(), clock).enableProvisioning(tenant(), true);
        String secret = new ProvisioningSecrets(database(), clock)
                .generate(
                        tenant(),
                        "Entra ID",
                        Duration.ofDays(365),
                        "admin",
                        UUID.randomUUID().toString())
                .secret()
                .orElseThrow();
        return new Directory(this, secret);
    }

    /** What is known of a secret of the test tenant. */
    ProvisioningSecret known(String secret) {
        return new ProvisioningSecrets(database(), clock)
                .of(tenant()).stream()
                        .filter(known -> secret.endsWith(known.lastFour()))
                        .findFirst()
                        .orElseThrow();
    }

    /** The log of the test tenant, newest first. */
    List<LogEntry> log() {
        server.log().write();
        return server.log()
                .find(tenant().id(), LogQuery.builder().limit(1_000).build())
                .entries();
    }

    String sentence(LogEntry entry) {
        return server.log().words().sentence(entry, Locale.ENGLISH);
    }

    String who(LogEntry entry) {
        return server.log().words().who(entry, Locale.ENGLISH);
    }

    /** Adds an account to the test tenant, and returns its id. */
    String addAccount(String loginName, String displayName) {
        String id = UUID.randomUUID().toString();
        database()
                .change(
                        "insert into accounts (id, tenant_id, login_name, display_name, created_at, updated_at)"
                                + " values (?, ?, ?, ?, ?, ?)",
                        id,
                        tenant().id(),
                        loginName,
                        displayName,
                        clock.instant(),
                        clock.instant());
        return id;
    }

    /** Adds a group to the test tenant, and returns its id. */
    String addGroup(String name) {
        String id = UUID.randomUUID().toString();
        database()
                .change(
                        "insert into user_groups (id, tenant_id, name, created_at, updated_at) values (?, ?, ?, ?, ?)",
                        id,
                        tenant().id(),
                        name,
                        clock.instant(),
                        clock.instant());
        return id;
    }

    private static Administrator administrator(Database database) {
        return database.first(
                        "select * from administrators",
                        row -> new Administrator(
                                row.text("id"),
                                row.text("organisation_id"),
                                row.text("login_name"),
                                row.flag("password_once"),
                                Optional.empty(),
                                Optional.empty()))
                .orElseThrow();
    }

    @Override
    public void close() {
        server.close();
    }
}
