package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.directory.AuthorizationServer;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.jdbc.JdbcDirectoryStore;
import dev.scimlet.directory.jdbc.JdbcLogStore;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ExchangeOutcome;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** The SCIM side of MediusFlow: its tables, seen by directories. */
public final class Provisioning {

    /** Where it is mounted; the tenant follows as the next segment. */
    public static final String PATH = "/scim";

    /** Where access tokens are fetched: below it, at {@code /oauth2/token}. */
    public static final String ISSUER_PATH = "/connect";

    /** What a request with an address of no tenant is for: no secret opens it, and no log tells of it. */
    private static final String NOBODY = "unknown";

    private static final String WORDS = "dev.scimlet.examples.mediusflow.provisioning.log";

    private final Tenants tenants;
    private final Directories directories;
    private final ProvisioningLog log;
    private final ScimService service;

    /**
     * The SCIM side over the application's tables.
     *
     * @param baseUrl where directories reach the application, without a slash at its end
     * @param options what else is to be said of directories
     */
    public Provisioning(Database database, Clock clock, URI baseUrl, UnaryOperator<Directories.Builder> options) {
        this.tenants = new Tenants(database, clock);
        Directories.Builder builder = Directories.builder(JdbcDirectoryStore.over(database.source()))
                .clock(clock)
                .tenants(this::tenantOf);
        tokenUrl(baseUrl).ifPresent(url -> builder.authorizationServer(server(baseUrl)));
        this.directories = options.apply(builder).build();
        this.log = ProvisioningLog.builder(JdbcLogStore.over(database.source()))
                .clock(clock)
                .tenants(id -> !id.equals(NOBODY))
                .leavingOut(Provisioning::isCheck)
                .bundles(locale -> ResourceBundle.getBundle(WORDS, Locale.ROOT))
                .build();
        JdbcRepository groups = groups(database.source(), clock);
        this.service = ScimService.builder()
                .repositories(new NewAccounts(accounts(database.source(), clock), database, clock, log), groups)
                .referentialIntegrity()
                .install(directories)
                .install(new TenantRules(tenants, new ProvisioningSecrets(database, clock)))
                .install(log)
                .baseUrl(baseUrl + PATH)
                .build();
    }

    /** The tenant of a request, by the first segment of its path. */
    private TenantResolver.Named tenantOf(ScimRequest request) {
        TenantResolver.Named named = TenantResolver.byPathSegment().resolve(request);
        String id = Optional.ofNullable(named.tenant())
                .flatMap(tenants::withSlug)
                .map(Tenant::id)
                .orElse(NOBODY);
        return new TenantResolver.Named(id, named.path(), named.basePath());
    }

    /** Whether we asked it ourselves: the log then tells who let the connection be verified, and nothing more. */
    private static boolean isCheck(ExchangeOutcome outcome) {
        return outcome.context()
                .or(outcome::recognised)
                .flatMap(context -> context.attachment(Directory.class))
                .filter(ProvisioningSecrets::isCheck)
                .isPresent();
    }

    /** Where directories fetch access tokens; empty where that would not be safe: without TLS on another machine than this. */
    public static Optional<String> tokenUrl(URI baseUrl) {
        boolean safe = "https".equals(baseUrl.getScheme()) || baseUrl.getHost().matches("localhost|127\\.0\\.0\\.1");
        return safe ? Optional.of(baseUrl + ISSUER_PATH + "/oauth2/token") : Optional.empty();
    }

    /** Behind a proxy that speaks TLS for it, or on this machine alone: the application listens on the loopback interface. */
    private static AuthorizationServer server(URI baseUrl) {
        AuthorizationServer.Builder server = AuthorizationServer.builder(baseUrl + ISSUER_PATH, baseUrl + PATH);
        return "https".equals(baseUrl.getScheme())
                ? server.trustForwardedHeaders().build()
                : server.withoutTls().build();
    }

    /** The connections of tenants, as the service knows them. */
    public Directories directories() {
        return directories;
    }

    public ScimService service() {
        return service;
    }

    /** What directories asked for and administrators did. */
    public ProvisioningLog log() {
        return log;
    }

    private static JdbcRepository accounts(DataSource source, Clock clock) {
        return JdbcRepository.of(Types.user(), source)
                .table("accounts")
                .tenant("tenant_id")
                .id("id")
                .version("version")
                .created("created_at")
                .lastModified("updated_at")
                .clock(clock)
                .column("userName", "login_name", name -> name.generatedKeyColumn("login_key"))
                .column("name.displayName", "display_name")
                .column("name.givenName", "given_name")
                .column("name.familyName", "family_name")
                .column("name.formatted", "formatted_name")
                .column("emails[type eq \"work\"].value", "work_email")
                .column("emails[type eq \"work\"].primary", "work_email_primary")
                .column("active", "enabled", enabled -> enabled.whenAbsent(true))
                .column("externalId", "external_id")
                .column("locale", "locale")
                .column(Types.ENTERPRISE + ":manager.value", "manager_id")
                .column(Types.CONFIGURATION_FILTER, "configuration_filter")
                .column(Types.MEDIUS + ":identityProvider", "identity_provider")
                .column(Types.MEDIUS + ":nameIdentifier", "name_identifier")
                .column(Types.MEDIUS + ":customFieldText1", "custom_text_1")
                .column(Types.MEDIUS + ":customFieldText2", "custom_text_2")
                .column(Types.MEDIUS + ":customFieldText3", "custom_text_3")
                .column(Types.MEDIUS + ":customFieldText4", "custom_text_4")
                .column(Types.MEDIUS + ":customFieldText5", "custom_text_5")
                .list(Types.ROLES, "account_roles", "account_id", row -> row.column("value", "role_id"))
                .list(Types.COMPANIES, "account_companies", "account_id", row -> row.column("value", "company_id"))
                .ignoreUnmapped()
                .build();
    }

    private static JdbcRepository groups(DataSource source, Clock clock) {
        return JdbcRepository.of(Types.group(), source)
                .table("user_groups")
                .tenant("tenant_id")
                .id("id")
                .version("version")
                .created("created_at")
                .lastModified("updated_at")
                .clock(clock)
                .column("displayName", "name", name -> name.generatedKeyColumn("name_key"))
                .column("externalId", "external_id")
                .members("members", "user_group_members", "group_id", "account_id")
                .build();
    }
}
