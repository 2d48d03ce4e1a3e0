package dev.scimlet.directory;

import java.util.regex.Pattern;

/** The clouds of Microsoft Entra ID, each with its host for sign-in. */
public enum EntraCloud {
    /** The one that nearly everybody uses. */
    GLOBAL("login.microsoftonline.com"),
    /** That of the government of the United States. */
    US_GOVERNMENT("login.microsoftonline.us"),
    /** That of China, run by 21Vianet. */
    CHINA("login.partner.microsoftonline.cn");

    private static final Pattern TENANT_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final String host;

    EntraCloud(String host) {
        this.host = host;
    }

    /** The host that issues assertions and has the keys. */
    public String host() {
        return host;
    }

    /**
     * What {@code iss} says in the assertions of a customer's tenant.
     *
     * @param tenantId of Entra ID, a UUID in lower case
     */
    public String issuer(String tenantId) {
        return "https://" + host + "/" + requireTenantId(tenantId) + "/v2.0";
    }

    /** Where the keys of a customer's tenant are. */
    public String jwksUri(String tenantId) {
        return "https://" + host + "/" + requireTenantId(tenantId) + "/discovery/v2.0/keys";
    }

    /** Anything else could lead to another address. */
    private static String requireTenantId(String tenantId) {
        if (!TENANT_ID.matcher(tenantId).matches()) {
            throw new IllegalArgumentException(
                    "a tenant id of Entra ID is a UUID such as aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee, in lower case");
        }
        return tenantId;
    }
}
