package dev.scimlet.simulator.entra;

/**
 * What an administrator enters to connect a job with the application.
 *
 * @param secretToken sent as a bearer token; never shown
 */
public record AdminCredentials(TenantUrl tenantUrl, String secretToken) {

    @Override
    public String toString() {
        return "AdminCredentials[tenantUrl=" + tenantUrl + ", secretToken=***]";
    }
}
