package dev.scimlet.directory.guide;

import static dev.scimlet.directory.guide.Value.CLIENT_ID;
import static dev.scimlet.directory.guide.Value.SCIM_URL;
import static dev.scimlet.directory.guide.Value.SECRET;
import static dev.scimlet.directory.guide.Value.TOKEN;
import static dev.scimlet.directory.guide.Value.TOKEN_URL;

import dev.scimlet.directory.AuthenticationMethod;
import dev.scimlet.directory.IdentityProvider;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The guides, one for each {@link IdentityProvider}:
 *
 * <pre>{@code
 * ProviderGuide guide = ProviderGuides.of(directory.identityProvider())
 *         .with(ConnectionValues.of(directory, "https://app.example.com/scim/v2/acme", "https://app.example.com/scim/oauth2/token"));
 * }</pre>
 */
public final class ProviderGuides {

    private static final Set<AuthenticationMethod> PASTED = Set.of(AuthenticationMethod.PASTED_TOKEN);

    private static final Set<AuthenticationMethod> WITH_SECRET = new LinkedHashSet<>(
            List.of(AuthenticationMethod.CLIENT_SECRET_BASIC, AuthenticationMethod.CLIENT_SECRET_POST));

    private static final Step MAKE_TOKEN =
            Step.of("In the application make a token for the directory, and copy it: it is shown once.");

    private static final Step MAKE_SECRET =
            Step.of("In the application make a client secret for the directory, and copy it: it is shown once.");

    private static final List<ProviderGuide> ALL =
            List.of(entraId(), okta(), oneLogin(), jumpCloud(), google(), ping(), sailPoint(), other());

    private ProviderGuides() {}

    /** All guides, in the order of {@link IdentityProvider}. */
    public static List<ProviderGuide> all() {
        return ALL;
    }

    /** The guide of a provider. */
    public static ProviderGuide of(IdentityProvider provider) {
        return ALL.stream()
                .filter(guide -> guide.provider() == provider)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is a guide for each provider"));
    }

    private static Way way(String name, Set<AuthenticationMethod> methods, Step... steps) {
        return new Way(name, methods, Arrays.asList(steps));
    }

    private static Value value(String label, String text) {
        return new Value(label, text);
    }

    private static ProviderGuide entraId() {
        Step open = Step.of(
                "In the Microsoft Entra admin center open Enterprise applications, the application (or New application,"
                        + " Create your own application, Non-gallery), then Provisioning, and connect it.");
        Step begin = Step.of(
                "Choose Test connection: Entra ID looks for a user and a group that cannot exist. Save, look at the"
                        + " attribute mappings, choose whether all users or only those assigned are provisioned, and start"
                        + " provisioning. A cycle comes about every 40 minutes; Provision on demand tries one user at once.");
        return new ProviderGuide(
                IdentityProvider.ENTRA_ID,
                "Microsoft Entra ID",
                "Users with their managers, groups and members. It fetches access tokens by workload identity federation or with a"
                        + " client secret, or sends a pasted token.",
                List.of(
                        way(
                                "Workload identity federation: no secret at all",
                                Set.of(AuthenticationMethod.WORKLOAD_IDENTITY),
                                open,
                                Step.of(
                                        "As authentication method choose Workload Identity Federation, and choose or register a"
                                                + " workload identity, one for this application alone. It takes an Application"
                                                + " Administrator. Entra ID shows issuer, JWKS URL, subject and audience."),
                                Step.of(
                                        "In the application enter the tenant id of Entra ID (a part of the issuer), the subject, and"
                                                + " the audience, with or without /.default at its end."),
                                Step.of(
                                        "Back in Entra ID enter what the application shows.",
                                        value("Client ID", CLIENT_ID),
                                        value("Token URL", TOKEN_URL),
                                        value("SCIM URL", SCIM_URL)),
                                begin),
                        way(
                                "Client secret",
                                WITH_SECRET,
                                MAKE_SECRET,
                                open,
                                Step.of(
                                        "As authentication method choose OAuth 2.0 client credentials, and enter the values.",
                                        value("Tenant URL", SCIM_URL),
                                        value("Token endpoint", TOKEN_URL),
                                        value("Client identifier", CLIENT_ID),
                                        value("Client secret", SECRET)),
                                begin),
                        way(
                                "Pasted token",
                                PASTED,
                                MAKE_TOKEN,
                                open,
                                Step.of(
                                        "As authentication method choose bearer token, and enter the values.",
                                        value("Tenant URL", SCIM_URL),
                                        value("Secret token", TOKEN)),
                                begin)),
                List.of(
                        "Since 2026 Microsoft takes no new application into its gallery that is connected with a pasted token, with"
                                + " basic authentication or with an authorization code; applications of one's own still are.",
                        "A secret lives one to three years. Make the next one before it ends, enter it, and revoke the old one when it"
                                + " is used no longer.",
                        "An assertion names the customer's workload identity and not the application that it is meant for, so"
                                + " whoever receives it could present it elsewhere: one identity for each application.",
                        "If the connection test fails by federation, Entra ID says no more than invalid_client; the application"
                                + " shows which claim differed.",
                        "?aadOptscim062020 at the end of the tenant URL asks Entra ID for PATCH requests as RFC 7644 has them. Both"
                                + " forms are understood."));
    }

    private static ProviderGuide okta() {
        return new ProviderGuide(
                IdentityProvider.OKTA,
                "Okta",
                "Users, and groups by group push. It sends a pasted token.",
                List.of(way(
                        "Pasted token",
                        PASTED,
                        MAKE_TOKEN,
                        Step.of(
                                "In the Okta admin console open Applications and the application; for one of your own, choose SCIM"
                                        + " under General, App settings, Provisioning."),
                        Step.of(
                                "Open Provisioning, Integration, and enter the values.",
                                value("SCIM connector base URL", SCIM_URL),
                                value("Unique identifier field for users", "userName"),
                                value("Authentication mode", "HTTP Header"),
                                value("Authorization", TOKEN)),
                        Step.of(
                                "Tick Push New Users, Push Profile Updates and Push Groups, choose Test Connector Configuration, and"
                                        + " save."),
                        Step.of(
                                "Under Provisioning, To App, switch on Create Users, Update User Attributes and Deactivate Users."),
                        Step.of("Assign people under Assignments, and groups under Push Groups."))),
                List.of(
                        "Okta's OAuth is the authorization code grant, which the token endpoint does not offer; it has no client"
                                + " credentials.",
                        "If requests are refused although the token is right, it may have been sent without the word Bearer: put"
                                + " Bearer and a blank in front of it, or have the application take it so (bareToken).",
                        "Okta deactivates people and never deletes them."));
    }

    private static ProviderGuide oneLogin() {
        return new ProviderGuide(
                IdentityProvider.ONELOGIN,
                "OneLogin",
                "Users, and groups by rules. It sends a pasted token.",
                List.of(way(
                        "Pasted token",
                        PASTED,
                        MAKE_TOKEN,
                        Step.of(
                                "In the OneLogin administration open Applications, Add App, and add SCIM Provisioner with SAML (SCIM v2"
                                        + " Enterprise)."),
                        Step.of(
                                "Open Configuration, enter the values without a slash at the end of the URL, and choose Enable at API"
                                        + " Connection: OneLogin looks for a user that cannot exist.",
                                value("SCIM Base URL", SCIM_URL),
                                value("SCIM Bearer Token", TOKEN)),
                        Step.of("Under Parameters choose what the SCIM user name is, such as the e-mail address."),
                        Step.of(
                                "Under Provisioning tick Enable provisioning, and choose what happens to those who are removed:"
                                        + " Suspend deactivates them here, Delete deletes them."),
                        Step.of("Give the application to people or to a role."))),
                List.of("An action may wait for an approval in OneLogin, by its settings."));
    }

    private static ProviderGuide jumpCloud() {
        return new ProviderGuide(
                IdentityProvider.JUMPCLOUD,
                "JumpCloud",
                "Users, groups and members. It sends a pasted token.",
                List.of(way(
                        "Pasted token",
                        PASTED,
                        MAKE_TOKEN,
                        Step.of(
                                "In the JumpCloud admin portal open SSO Applications and the application (or Add New Application, Custom"
                                        + " Application, with Export users to this app)."),
                        Step.of(
                                "Open Identity Management, choose SCIM 2.0, and enter the values.",
                                value("Base URL", SCIM_URL),
                                value("Token Key", TOKEN),
                                value("Test User Email", "an address that nobody here has")),
                        Step.of(
                                "Choose Test Connection, then Activate. JumpCloud makes a user and a group and takes them away again."),
                        Step.of("Under User Groups choose whose members are provisioned."))),
                List.of(
                        "The test makes a user of the address that was entered, so it fails where the application refuses its domain."));
    }

    private static ProviderGuide google() {
        return new ProviderGuide(
                IdentityProvider.GOOGLE,
                "Google Workspace",
                "Users only, for applications of Google's catalogue. It sends a pasted token.",
                List.of(way(
                        "Pasted token",
                        PASTED,
                        MAKE_TOKEN,
                        Step.of(
                                "In the Google Admin console open Apps, Web and mobile apps, the application, and Auto-provisioning."),
                        Step.of(
                                "Choose to set it up, and enter the values.",
                                value("Access token", TOKEN),
                                value("Endpoint URL", SCIM_URL)),
                        Step.of(
                                "Look at the attribute mapping, choose the groups whose members are provisioned, and what happens to those"
                                        + " who are removed."),
                        Step.of("Turn auto-provisioning on."))),
                List.of(
                        "Google provisions to applications of its own catalogue alone: a custom SAML application has no place for a SCIM"
                                + " URL. Groups choose who is provisioned; they are not sent.",
                        "If the application is not in the catalogue, another provider that reads people from Google Workspace can"
                                + " provision it."));
    }

    private static ProviderGuide ping() {
        Step open = Step.of(
                "In PingOne open Integrations, Provisioning, add a connection to an Identity Store, and choose SCIM Outbound;"
                        + " in PingFederate make an SP connection with outbound provisioning by the SCIM connector.");
        Step begin = Step.of(
                "Test the connection and save it, add a rule that says which people it is for, look at the attribute"
                        + " mapping, and switch both on.");
        return new ProviderGuide(
                IdentityProvider.PING,
                "PingOne and PingFederate",
                "Users and groups. They fetch access tokens with a client secret, or send a pasted token.",
                List.of(
                        way(
                                "Client secret",
                                WITH_SECRET,
                                MAKE_SECRET,
                                open,
                                Step.of(
                                        "Enter the values.",
                                        value("SCIM base URL", SCIM_URL),
                                        value("Users resource", "/Users"),
                                        value("SCIM version", "2.0"),
                                        value("Authentication method", "OAuth 2 Client Credentials"),
                                        value("OAuth token request", TOKEN_URL),
                                        value("OAuth client ID", CLIENT_ID),
                                        value("OAuth client secret", SECRET),
                                        value("Auth type header", "Bearer")),
                                begin),
                        way(
                                "Pasted token",
                                PASTED,
                                MAKE_TOKEN,
                                open,
                                Step.of(
                                        "Enter the values.",
                                        value("SCIM base URL", SCIM_URL),
                                        value("Users resource", "/Users"),
                                        value("SCIM version", "2.0"),
                                        value("Authentication method", "OAuth 2 Bearer Token"),
                                        value("OAuth access token", TOKEN),
                                        value("Auth type header", "Bearer")),
                                begin)),
                List.of(
                        "Basic authentication, which both can do as well, is not taken.",
                        "PingFederate calls the fields SCIM URL, OAuth 2 Token Request Endpoint, OAuth 2 Client ID and OAuth 2 Client"
                                + " Secret. It finds groups by reading all of them."));
    }

    private static ProviderGuide sailPoint() {
        Step open = Step.of(
                "In Identity Security Cloud open Admin, Connections, Sources, and make a source of the type SCIM 2.0; in"
                        + " IdentityIQ define an application of that type.");
        Step begin = Step.of(
                "Test the connection, have the schemas discovered, and aggregate accounts and groups: SailPoint reads"
                        + " everything before it changes anything.");
        return new ProviderGuide(
                IdentityProvider.SAILPOINT,
                "SailPoint",
                "Reads users and groups, then changes them. It fetches access tokens with a client secret, or sends a pasted token.",
                List.of(
                        way(
                                "Client secret",
                                WITH_SECRET,
                                MAKE_SECRET,
                                open,
                                Step.of(
                                        "Enter the values.",
                                        value("Base URL", SCIM_URL),
                                        value("Authentication type", "OAuth 2.0"),
                                        value("Grant type", "Client Credentials"),
                                        value("Token URL", TOKEN_URL),
                                        value("Client ID", CLIENT_ID),
                                        value("Client secret", SECRET)),
                                begin),
                        way(
                                "Pasted token",
                                PASTED,
                                MAKE_TOKEN,
                                open,
                                Step.of(
                                        "Enter the values.",
                                        value("Base URL", SCIM_URL),
                                        value("Authentication type", "API Token"),
                                        value("API token", TOKEN)),
                                begin)),
                List.of(
                        "SailPoint builds its schemas from /ServiceProviderConfig, /ResourceTypes and /Schemas, and an aggregation fails"
                                + " where one of them does not answer.",
                        "Its grant types refresh token and JWT, and basic authentication, are not taken."));
    }

    private static ProviderGuide other() {
        return new ProviderGuide(
                IdentityProvider.OTHER,
                "Another identity provider",
                "Whatever speaks SCIM 2.0. What it can do is in its own guide; any of these ways will do.",
                List.of(
                        way(
                                "Own key: no secret that both have",
                                Set.of(AuthenticationMethod.PRIVATE_KEY_JWT),
                                Step.of(
                                        "In the application enter the provider's public keys as a JWK set, or the URL of them."),
                                Step.of(
                                        "At the provider choose client credentials with private_key_jwt, and enter the values. The"
                                                + " audience of its assertions is the issuer: what stands before /oauth2/token.",
                                        value("SCIM base URL", SCIM_URL),
                                        value("Token URL", TOKEN_URL),
                                        value("Client ID", CLIENT_ID),
                                        value("Scope", "scim"))),
                        way(
                                "Client secret",
                                WITH_SECRET,
                                MAKE_SECRET,
                                Step.of(
                                        "At the provider choose OAuth 2.0 client credentials, and enter the values.",
                                        value("SCIM base URL", SCIM_URL),
                                        value("Token URL", TOKEN_URL),
                                        value("Client ID", CLIENT_ID),
                                        value("Client secret", SECRET),
                                        value("Scope", "scim"))),
                        way(
                                "Pasted token",
                                PASTED,
                                MAKE_TOKEN,
                                Step.of(
                                        "At the provider choose a bearer token, and enter the values.",
                                        value("SCIM base URL", SCIM_URL),
                                        value("Bearer token", TOKEN)))),
                List.of("Users are found by userName and groups by displayName; upper and lower case do not matter."));
    }
}
