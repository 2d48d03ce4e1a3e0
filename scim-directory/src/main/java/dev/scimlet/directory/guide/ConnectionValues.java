package dev.scimlet.directory.guide;

import dev.scimlet.directory.Directory;

/**
 * What an administrator enters at the provider for one directory, besides a token or secret, which is shown once where it is made.
 *
 * @param scimUrl the base URL of the service for this tenant
 * @param tokenUrl the URL of the token endpoint; empty if there is none
 * @param clientId that of the directory
 */
public record ConnectionValues(String scimUrl, String tokenUrl, String clientId) {

    /** The values of a directory. */
    public static ConnectionValues of(Directory directory, String scimUrl, String tokenUrl) {
        return new ConnectionValues(scimUrl, tokenUrl, directory.clientId());
    }

    String fill(String text) {
        return text.replace(Value.SCIM_URL, scimUrl)
                .replace(Value.TOKEN_URL, tokenUrl)
                .replace(Value.CLIENT_ID, clientId);
    }
}
