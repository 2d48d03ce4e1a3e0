package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.directory.log.LogReason;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.examples.mediusflow.account.Companies;
import dev.scimlet.examples.mediusflow.account.Roles;
import dev.scimlet.examples.mediusflow.account.UserConfiguration;
import dev.scimlet.examples.mediusflow.account.UserConfigurations;
import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.Wanted;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The accounts, where a new one gets from the user configuration what the directory did not send. All of it is stored
 * with the account in one step.
 */
final class NewAccounts
        implements ResourceRepository, ResourceRepository.Locking, UnitOfWork.Participant, ReferenceSource {

    /** What the log says of a new account, besides that there is one: keys of {@code log.properties}. */
    static final String DEFAULTS = "mediusflow.defaults";

    static final String NO_DEFAULTS = "mediusflow.no-defaults";

    private final JdbcRepository accounts;
    private final UserConfigurations configurations;
    private final Companies companies;
    private final Roles roles;
    private final Tenants tenants;
    private final ProvisioningLog log;

    NewAccounts(JdbcRepository accounts, Database database, Clock clock, ProvisioningLog log) {
        this.accounts = accounts;
        this.tenants = new Tenants(database, clock);
        this.configurations = new UserConfigurations(database, clock);
        this.companies = new Companies(database);
        this.roles = new Roles(database);
        this.log = log;
    }

    @Override
    public Resource create(RequestContext context, Attributes attributes) {
        Tenant tenant = tenants.withId(context.tenant()).orElseThrow();
        Optional<UserConfiguration> configuration = configurations.forNewAccount(
                tenant, attributes.string(Types.CONFIGURATION_FILTER).orElse(""));
        Attributes complete =
                configuration.map(found -> completed(tenant, found, attributes)).orElse(attributes);
        Resource created = accounts.create(context, complete);
        LogReason remark = configuration
                .map(found -> LogReason.of(DEFAULTS, found.name()))
                .orElseGet(() -> LogReason.of(NO_DEFAULTS));
        context.unit().ifPresent(unit -> log.remark(unit, type().name(), created.id(), remark));
        return created;
    }

    private Attributes completed(Tenant tenant, UserConfiguration configuration, Attributes attributes) {
        AttributesBuilder completed = attributes.toBuilder();
        if (attributes.string("locale").isEmpty()) {
            completed.set("locale", configuration.locale());
        }
        if (attributes.string(Types.CONFIGURATION_FILTER).isEmpty()
                && !configuration.filter().isEmpty()) {
            completed.set(Types.CONFIGURATION_FILTER, configuration.filter());
        }
        roles.openAmong(tenant, configuration.roleIds()).forEach(role -> completed.add(Types.ROLES, role));
        companies
                .openAmong(tenant, configuration.companyIds())
                .forEach(company -> completed.add(Types.COMPANIES, company));
        return completed.build();
    }

    @Override
    public ResourceType type() {
        return accounts.type();
    }

    @Override
    public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
        return accounts.find(context, id, wanted);
    }

    @Override
    public QueryResult query(RequestContext context, Query query) {
        return accounts.query(context, query);
    }

    @Override
    public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
        return accounts.update(context, read, changed, wanted);
    }

    @Override
    public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
        return accounts.delete(context, id, wanted, precondition);
    }

    @Override
    public Optional<Resource> findLocked(RequestContext context, String id, Wanted wanted) {
        return accounts.findLocked(context, id, wanted);
    }

    @Override
    public UnitOfWork unitOfWork() {
        return accounts.unitOfWork();
    }

    @Override
    public Set<String> hold(RequestContext context, Set<String> ids) {
        return accounts.hold(context, ids);
    }

    @Override
    public Map<String, String> displayNames(RequestContext context, Set<String> ids) {
        return accounts.displayNames(context, ids);
    }
}
