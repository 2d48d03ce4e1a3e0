package dev.scimlet.examples.mediusflow.console;

/** What an administrator can do about a refusal or a failure, and on which page. */
enum Advice {
    OTHER_SECRET("Generate another secret and paste it at the directory.", "secrets", "Secrets"),
    ADMISSION(
            "Switch user provisioning on, or have an administrator give the owner of the secret the rights back,"
                    + " whichever it is.",
            "",
            "Set-up"),
    TWIN(
            "Two have what only one may have. Find the other one here, and change or delete the wrong one at the"
                    + " directory.",
            "users",
            "Users"),
    MAPPING(
            "The directory sends what MediusFlow does not take: compare its attribute mapping with the guide, then"
                    + " have it provision again.",
            "guides",
            "Connection guides"),
    GONE(
            "It is not here, or not any more: restart provisioning at the directory, so that it looks for everybody"
                    + " anew.",
            "guides",
            "Connection guides"),
    PATIENCE(
            "The directory comes again by itself. If it stays like this for a day, ask our support.",
            "log",
            "Provisioning log"),
    SUPPORT("Ask our support, with the request’s id from the log.", "log", "Provisioning log");

    private final String sentence;
    private final String page;
    private final String caption;

    Advice(String sentence, String page, String caption) {
        this.sentence = sentence;
        this.page = page;
        this.caption = caption;
    }

    /** @param code of the reason */
    static Advice of(String code) {
        return switch (code) {
            case "refused.revoked", "refused.expired", "refused.401" -> OTHER_SECRET;
            case "refused.403" -> ADMISSION;
            case "refused.uniqueness", "refused.409" -> TWIN;
            case "refused.invalidValue",
                    "refused.invalidPath",
                    "refused.invalidSyntax",
                    "refused.invalidFilter",
                    "refused.mutability",
                    "refused.noTarget",
                    "refused.400" -> MAPPING;
            case "notFound", "refused.404" -> GONE;
            case "refused.412", "refused.429", "refused.503" -> PATIENCE;
            default -> SUPPORT;
        };
    }

    String sentence() {
        return sentence;
    }

    /** The page of the tenant on which it is done or looked up. */
    String page() {
        return page;
    }

    String caption() {
        return caption;
    }
}
