package dev.scimlet.examples.mediusflow.console;

/** What a page says about the form that led to it. Only these travel in an address, never a text. */
enum Notice {
    SIGNED_OUT("You have signed out."),
    PASSWORD_CHOSEN("Your new password is set. All your other sessions have ended."),
    DIRECTORY_SAVED("The directory’s tenant id is saved."),
    LINK_COPIED("The SCIM link is copied. Paste it where your identity provider asks for it."),
    PROVISIONING_ON("User provisioning is switched on."),
    PROVISIONING_OFF("User provisioning is switched off. The directory’s requests are refused from now on."),
    SECRET_SHOWN_ALREADY(
            "That form has made its secret already, and a secret is shown only once. Generate another one."),
    SECRET_REVOKED_BEFORE("That secret was revoked before."),
    SECRET_REVOKED("The secret is revoked. Requests with it are refused from now on."),
    TRUST_SAVED("The workload identity is trusted. Enter client id, token URL and SCIM link in Entra ID."),
    TRUST_REMOVED("The workload identity is trusted no longer, and tokens that it has fetched are refused."),
    CONFIGURATION_SAVED("The user configuration is saved."),
    ADMINISTRATOR_SAVED("The change is saved."),
    ORGANISATION_SAVED("The change is saved."),
    DEFAULTS_GIVEN("The users have got the defaults that they lacked. The log tells who got which."),
    DEFAULTS_MISSING("There is no user configuration to give defaults from: add one first."),
    CONFIGURATION_REMOVED("The user configuration is removed."),
    CONFIGURATION_GONE("Somebody else has removed that user configuration."),
    CONFIGURATION_NEEDED("The default configuration can be removed only after another one has become the default.");

    private final String sentence;

    Notice(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    Answer on(String address) {
        return new Answer.Redirect(address + "?notice=" + name());
    }
}
