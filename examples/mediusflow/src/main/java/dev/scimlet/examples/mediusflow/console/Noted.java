package dev.scimlet.examples.mediusflow.console;

import java.util.Locale;

/** What administrators do that the log tells. The sentences are in {@code log.properties}, under {@link #code}. */
enum Noted {
    CONNECTION_WORKS("Connection"),
    CONNECTION_FAILS("Connection"),
    DIRECTORY_ENTERED("Directory"),
    DIRECTORY_FORGOTTEN("Directory"),
    DIRECTORY_WITHOUT_ID("Directory"),
    PROVISIONING_ON("Provisioning"),
    PROVISIONING_OFF("Provisioning"),
    SECRET_GENERATED("Secret"),
    SECRET_REVOKED("Secret"),
    CLIENT_SECRET_GENERATED("Client secret"),
    CLIENT_SECRET_REVOKED("Client secret"),
    IDENTITY_TRUSTED("Workload identity"),
    IDENTITY_TRUSTED_NO_LONGER("Workload identity"),
    CONFIGURATION_ADDED("User configuration"),
    CONFIGURATION_CHANGED("User configuration"),
    CONFIGURATION_DEFAULT("User configuration"),
    CONFIGURATION_REMOVED("User configuration"),
    DEFAULTS_GIVEN("User"),
    COMPANY_ADDED("Company"),
    COMPANY_CHANGED("Company"),
    COMPANY_CLOSED("Company"),
    COMPANY_OPENED("Company"),
    ROLE_ADDED("Role"),
    ROLE_CHANGED("Role"),
    ROLE_CLOSED("Role"),
    ROLE_OPENED("Role"),
    ADMINISTRATOR_ADDED("Administrator"),
    RIGHTS_GIVEN("Administrator"),
    RIGHTS_TAKEN("Administrator"),
    ADMINISTRATOR_LEFT("Administrator");

    private final String kind;

    Noted(String kind) {
        this.kind = kind;
    }

    /** To which kind of thing it is done. */
    String kind() {
        return kind;
    }

    String code() {
        return "mediusflow." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
