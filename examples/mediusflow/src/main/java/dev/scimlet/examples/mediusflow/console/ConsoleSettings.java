package dev.scimlet.examples.mediusflow.console;

import dev.scimlet.directory.Directories;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.PasswordHashing;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.net.URI;
import java.time.Clock;

/**
 * What the console needs to know.
 *
 * @param baseUrl where browsers and directories reach the application, without a slash at its end
 * @param directories the connections of tenants, as the SCIM side knows them
 * @param log what directories asked for and administrators did
 */
public record ConsoleSettings(
        Database database,
        Clock clock,
        PasswordHashing hashing,
        URI baseUrl,
        Directories directories,
        ProvisioningLog log) {

    public ConsoleSettings {
        if (baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException("the base URL ends with a slash: " + baseUrl);
        }
    }

    boolean secure() {
        return "https".equalsIgnoreCase(baseUrl.getScheme());
    }

    /** The address that a directory is given for a tenant. */
    public String scimLink(Tenant tenant) {
        return baseUrl + "/scim/" + tenant.slug();
    }
}
