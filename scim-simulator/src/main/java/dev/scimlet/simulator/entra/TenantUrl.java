package dev.scimlet.simulator.entra;

/**
 * The tenant URL as an administrator enters it, taken apart.
 *
 * @param baseUrl what stands before {@code /Users}
 * @param dialect what the flag in its query asks for
 */
public record TenantUrl(String baseUrl, PatchDialect dialect) {

    private static final String COMPLIANT_FLAG = "aadOptscim062020";
    private static final String LEGACY_FLAG = "AzureAdScimPatch2017";

    /**
     * Reads a tenant URL with or without a flag.
     *
     * @throws IllegalArgumentException if its query holds anything but a flag
     */
    public static TenantUrl parse(String text) {
        int question = text.indexOf('?');
        if (question < 0) {
            return new TenantUrl(text, PatchDialect.LEGACY);
        }
        String baseUrl = text.substring(0, question);
        return switch (text.substring(question + 1)) {
            case COMPLIANT_FLAG -> new TenantUrl(baseUrl, PatchDialect.COMPLIANT);
            case LEGACY_FLAG, "" -> new TenantUrl(baseUrl, PatchDialect.LEGACY);
            default ->
                throw new IllegalArgumentException(
                        "only the flag " + COMPLIANT_FLAG + " or " + LEGACY_FLAG + " may follow the ? in " + text);
        };
    }
}
