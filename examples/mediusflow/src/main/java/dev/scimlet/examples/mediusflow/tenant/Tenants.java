package dev.scimlet.examples.mediusflow.tenant;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.database.Row;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The organisations that use MediusFlow and their tenants. */
public final class Tenants {

    private static final Pattern SLUG = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final Database database;
    private final Clock clock;

    public Tenants(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public boolean none() {
        return database.number("select count(*) as number from tenants") == 0;
    }

    /**
     * Adds an organisation, without tenants.
     *
     * @return its id
     */
    public String addOrganisation(String name) {
        String id = UUID.randomUUID().toString();
        database.change("insert into organisations (id, name) values (?, ?)", id, name);
        return id;
    }

    public String organisationName(String id) {
        return database.first("select name from organisations where id = ?", row -> row.text("name"), id)
                .orElseThrow();
    }

    /**
     * Adds a tenant with provisioning switched off.
     *
     * @throws IllegalArgumentException if {@code slug} is not made of lower-case letters, digits and hyphens
     */
    public Tenant add(String organisationId, String slug, String name, Tenant.Environment environment) {
        if (!SLUG.matcher(slug).matches()) {
            throw new IllegalArgumentException("not a name for addresses: " + slug);
        }
        String id = UUID.randomUUID().toString();
        database.change(
                "insert into tenants (id, organisation_id, slug, name, environment, created_at) values (?, ?, ?, ?, ?, ?)",
                id,
                organisationId,
                slug,
                name,
                environment.name(),
                clock.instant());
        return withSlug(slug).orElseThrow();
    }

    public Optional<Tenant> withSlug(String slug) {
        return database.first("select * from tenants where slug = ?", Tenants::read, slug);
    }

    public Optional<Tenant> withId(String id) {
        return database.first("select * from tenants where id = ?", Tenants::read, id);
    }

    /** The tenant that an administrator means: by its slug or by its name, in any case, if just one has it. */
    public Optional<Tenant> named(String nameOrSlug) {
        String name = nameOrSlug.strip().toLowerCase(Locale.ROOT);
        List<Tenant> found =
                database.list("select * from tenants where slug = ? or lower(name) = ?", Tenants::read, name, name);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** An organisation's tenants, production before test. */
    public List<Tenant> of(String organisationId) {
        return database.list(
                "select * from tenants where organisation_id = ? order by environment, name",
                Tenants::read,
                organisationId);
    }

    /**
     * Notes which directory provisions the tenant.
     *
     * @param directoryId the directory's id, or empty text to forget it
     * @param without whether it is known to have none
     */
    public void enterDirectory(Tenant tenant, String directoryId, boolean without) {
        database.change(
                "update tenants set directory_id = nullif(?, ''), directory_without_id = ? where id = ?",
                directoryId,
                without,
                tenant.id());
    }

    /** Notes that somebody copied the SCIM link, and so has it where it is needed. */
    public void linkCopied(Tenant tenant) {
        database.change("update tenants set link_copied_at = ? where id = ?", clock.instant(), tenant.id());
    }

    /** Switches user provisioning on or off. Off, the SCIM link refuses everybody, so what was verified holds no longer. */
    public void enableProvisioning(Tenant tenant, boolean enabled) {
        database.change("update tenants set provisioning_enabled = ? where id = ?", enabled, tenant.id());
        if (!enabled) {
            verified(tenant, false);
        }
    }

    /** Notes that the connection was tried just now, and whether all of it worked. */
    public void verified(Tenant tenant, boolean works) {
        database.change(
                "update tenants set verified_at = ? where id = ?",
                works ? Optional.of(clock.instant()) : Optional.empty(),
                tenant.id());
    }

    private static Tenant read(Row row) {
        return new Tenant(
                row.text("id"),
                row.text("organisation_id"),
                row.text("slug"),
                row.text("name"),
                Tenant.Environment.valueOf(row.text("environment")),
                row.text("directory_id"),
                row.flag("directory_without_id"),
                row.optionalTime("link_copied_at"),
                row.flag("provisioning_enabled"),
                row.optionalTime("verified_at"));
    }
}
