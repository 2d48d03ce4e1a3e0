package dev.scimlet.examples.mediusflow.account;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.database.DatabaseException;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** The user configurations of each tenant. */
public final class UserConfigurations {

    /** The languages that the application speaks. */
    public static final List<String> LOCALES = List.of(
            "da-DK", "de-DE", "en-GB", "en-US", "es-ES", "fi-FI", "fr-FR", "it-IT", "nb-NO", "nl-NL", "pl-PL", "sv-SE");

    public static final int LONGEST_NAME = 80;
    public static final int LONGEST_FILTER = 255;

    private static final Choices ROLES = new Choices("user_configuration_roles", "role_id");
    private static final Choices COMPANIES = new Choices("user_configuration_companies", "company_id");

    private final Database database;
    private final Clock clock;
    private final Companies companies;
    private final Roles roles;

    public UserConfigurations(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.companies = new Companies(database);
        this.roles = new Roles(database);
    }

    /** A tenant's configurations, the default one first. */
    public List<UserConfiguration> of(Tenant tenant) {
        return database.list(
                "select * from user_configurations where tenant_id = ? order by is_default desc, name",
                row -> new UserConfiguration(
                        row.text("id"),
                        row.text("name"),
                        row.text("configuration_filter"),
                        row.text("locale"),
                        chosen(ROLES, row.text("id")),
                        chosen(COMPANIES, row.text("id")),
                        row.flag("is_default"),
                        row.number("version"),
                        row.text("changed_by")),
                tenant.id());
    }

    public Optional<UserConfiguration> find(Tenant tenant, String id) {
        return of(tenant).stream()
                .filter(configuration -> configuration.id().equals(id))
                .findFirst();
    }

    /** The configuration for a new account, whose directory sent {@code filter} or empty text. */
    public Optional<UserConfiguration> forNewAccount(Tenant tenant, String filter) {
        List<UserConfiguration> all = of(tenant);
        return all.stream()
                .filter(configuration ->
                        !filter.isEmpty() && configuration.filter().equalsIgnoreCase(filter))
                .findFirst()
                .or(() -> all.stream().filter(UserConfiguration::isDefault).findFirst());
    }

    /** What a mistake is about. */
    public enum Field {
        NAME,
        FILTER,
        LOCALE,
        COMPANIES,
        ROLES,
        /** Somebody else has changed or removed the configuration since it was read. */
        WHOLE
    }

    /**
     * Adds a configuration, or replaces the one with the same id if it still has the same version. A tenant's first one
     * becomes its default.
     *
     * @param wanted with an empty id for a new one
     * @param loginName who does it
     * @return what is wrong with it, in sentences for a person; empty if it was stored
     */
    public Map<Field, String> save(Tenant tenant, UserConfiguration wanted, String loginName) {
        Map<Field, String> mistakes = mistakes(tenant, wanted);
        if (!mistakes.isEmpty()) {
            return mistakes;
        }
        try {
            AtomicBoolean stored = new AtomicBoolean();
            database.inTransaction(transaction -> stored.set(store(transaction, tenant, wanted, loginName)));
            return stored.get() ? Map.of() : Map.of(Field.WHOLE, overtaken(tenant, wanted));
        } catch (DatabaseException e) {
            if (e.duplicate()) {
                return Map.of(Field.NAME, "Another configuration has the name “" + wanted.name() + "”.");
            }
            throw e;
        }
    }

    private String overtaken(Tenant tenant, UserConfiguration wanted) {
        Optional<UserConfiguration> found = find(tenant, wanted.id());
        if (found.isEmpty()) {
            return "Somebody removed this configuration after you opened it. Below is what you typed: save it to add it"
                    + " again.";
        }
        UserConfiguration other = found.orElseThrow();
        List<String> differences = new ArrayList<>();
        Map<String, Boolean> compared = new LinkedHashMap<>();
        compared.put("name", other.name().equals(wanted.name()));
        compared.put("filter", other.filter().equals(wanted.filter()));
        compared.put("language", other.locale().equals(wanted.locale()));
        compared.put("companies", Set.copyOf(other.companyIds()).equals(Set.copyOf(wanted.companyIds())));
        compared.put("roles", Set.copyOf(other.roleIds()).equals(Set.copyOf(wanted.roleIds())));
        compared.forEach((what, same) -> {
            if (!same) {
                differences.add(what);
            }
        });
        return (other.changedBy().isEmpty() ? "Somebody" : other.changedBy())
                + " changed this configuration after you opened it"
                + (differences.isEmpty()
                        ? ", to what you typed."
                        : ". Different from what you typed: " + String.join(", ", differences)
                                + ". Below is what you typed: save it again to replace the other.");
    }

    /**
     * Removes a configuration.
     *
     * @return whether it was removed; the default configuration stays while there are others
     */
    public boolean remove(Tenant tenant, UserConfiguration configuration) {
        if (configuration.isDefault() && of(tenant).size() > 1) {
            return false;
        }
        return database.change(
                        "delete from user_configurations where id = ? and tenant_id = ?",
                        configuration.id(),
                        tenant.id())
                == 1;
    }

    /** Lets new accounts without a filter of their own get this configuration. */
    public void makeDefault(Tenant tenant, UserConfiguration configuration) {
        database.change(
                "update user_configurations set is_default = (id = ?) where tenant_id = ?",
                configuration.id(),
                tenant.id());
    }

    private Map<Field, String> mistakes(Tenant tenant, UserConfiguration wanted) {
        Map<Field, String> mistakes = new EnumMap<>(Field.class);
        if (wanted.name().isBlank() || wanted.name().length() > LONGEST_NAME) {
            mistakes.put(Field.NAME, "Give the configuration a name of at most " + LONGEST_NAME + " characters.");
        }
        if (wanted.filter().length() > LONGEST_FILTER) {
            mistakes.put(Field.FILTER, "The filter may have at most " + LONGEST_FILTER + " characters.");
        }
        if (!LOCALES.contains(wanted.locale())) {
            mistakes.put(Field.LOCALE, "Choose one of the listed languages.");
        }
        Set<String> knownRoles = roles.of(tenant).stream().map(Role::id).collect(Collectors.toSet());
        if (!knownRoles.containsAll(wanted.roleIds())) {
            mistakes.put(Field.ROLES, "Choose roles of this tenant only.");
        }
        List<Company> known = companies.of(tenant);
        Set<String> knownCompanies = known.stream().map(Company::id).collect(Collectors.toSet());
        if (!knownCompanies.containsAll(wanted.companyIds())) {
            mistakes.put(Field.COMPANIES, "Choose companies of this tenant only.");
        }
        if (!mistakes.containsKey(Field.COMPANIES)
                && known.stream()
                        .noneMatch(company ->
                                !company.closed() && wanted.companyIds().contains(company.id()))) {
            mistakes.put(Field.COMPANIES, "Choose at least one company that is open.");
        }
        boolean filterTaken = of(tenant).stream()
                .anyMatch(other -> !other.id().equals(wanted.id())
                        && !wanted.filter().isEmpty()
                        && other.filter().equalsIgnoreCase(wanted.filter()));
        if (filterTaken) {
            mistakes.put(Field.FILTER, "Another configuration has the filter “" + wanted.filter() + "”.");
        }
        return mistakes;
    }

    /** @return false if somebody else has changed or removed it since */
    private boolean store(Database transaction, Tenant tenant, UserConfiguration wanted, String loginName) {
        String id = wanted.id();
        if (id.isEmpty()) {
            id = UUID.randomUUID().toString();
            boolean first = transaction.number(
                            "select count(*) as number from user_configurations where tenant_id = ?", tenant.id())
                    == 0;
            transaction.change(
                    "insert into user_configurations"
                            + " (id, tenant_id, name, configuration_filter, locale, is_default, created_at, changed_by)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                    id,
                    tenant.id(),
                    wanted.name().strip(),
                    wanted.filter(),
                    wanted.locale(),
                    first,
                    clock.instant(),
                    loginName);
        } else {
            int changed = transaction.change(
                    "update user_configurations set name = ?, configuration_filter = ?, locale = ?, changed_by = ?,"
                            + " version = version + 1 where id = ? and tenant_id = ? and version = ?",
                    wanted.name().strip(),
                    wanted.filter(),
                    wanted.locale(),
                    loginName,
                    id,
                    tenant.id(),
                    wanted.version());
            if (changed == 0) {
                return false;
            }
        }
        store(transaction, ROLES, id, wanted.roleIds());
        store(transaction, COMPANIES, id, wanted.companyIds());
        return true;
    }

    private static void store(Database transaction, Choices choices, String configurationId, List<String> chosen) {
        transaction.change("delete from " + choices.table() + " where configuration_id = ?", configurationId);
        for (String id : Set.copyOf(chosen)) {
            transaction.change(
                    "insert into " + choices.table() + " (configuration_id, " + choices.column() + ") values (?, ?)",
                    configurationId,
                    id);
        }
    }

    private List<String> chosen(Choices choices, String configurationId) {
        return database.list(
                "select " + choices.column() + " from " + choices.table() + " where configuration_id = ?",
                row -> row.text(choices.column()),
                configurationId);
    }

    private record Choices(String table, String column) {}
}
