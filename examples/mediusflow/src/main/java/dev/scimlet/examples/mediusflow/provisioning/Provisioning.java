package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import java.net.URI;
import java.time.Clock;
import javax.sql.DataSource;

/** The SCIM side of MediusFlow: its tables, seen by directories. */
public final class Provisioning {

    /** Where it is mounted; the tenant follows as the next segment. */
    public static final String PATH = "/scim";

    private final Recorder recorder;
    private final ScimService service;

    /**
     * The SCIM side over the application's tables.
     *
     * @param baseUrl where directories reach the application, without a slash at its end
     */
    public Provisioning(Database database, Clock clock, URI baseUrl) {
        this.recorder = new Recorder(database, clock);
        JdbcRepository groups = groups(database.source(), clock);
        this.service = ScimService.builder()
                .repositories(new NewAccounts(accounts(database.source(), clock), database, clock, recorder), groups)
                .referentialIntegrity()
                .tenants(recorder::tenantOf)
                .authenticator(
                        new TenantAuthenticator(new BearerTokens(new SecretStore(database, recorder), clock), recorder))
                .baseUrl(baseUrl + PATH)
                .requestIds(request -> recorder.current().requestId())
                .onChange(recorder)
                .build();
    }

    public ScimService service() {
        return service;
    }

    /** A filter that stands in front of the service and writes the provisioning log. */
    public Recorder recorder() {
        return recorder;
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
