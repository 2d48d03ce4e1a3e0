package dev.scimlet.examples.mediusflow.console;

import dev.scimlet.examples.mediusflow.console.Guide.Mapping;
import dev.scimlet.examples.mediusflow.console.Guide.Step;
import dev.scimlet.examples.mediusflow.console.Guide.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The identity providers that we know how to connect. */
final class Guides {

    private static final String MEDIUS = "urn:ietf:params:scim:schemas:extension:medius:2.0:User";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static final List<Mapping> ENTRA_USERS = List.of(
            new Mapping("userPrincipalName", "userName", "Matching attribute, precedence 1"),
            new Mapping("mail", "emails[type eq \"work\"].value", ""),
            new Mapping("Join(\", \", [surname], [givenName])", "name.displayName", ""),
            new Mapping(
                    "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")",
                    "active",
                    "Needed to disable users"),
            new Mapping("givenName", "name.givenName", ""),
            new Mapping("surname", "name.familyName", ""),
            new Mapping("Join(\" \", [givenName], [surname])", "name.formatted", ""),
            new Mapping("objectId", "externalId", ""),
            new Mapping("manager", ENTERPRISE + ":manager", "A reference"),
            new Mapping("extensionAttribute1", MEDIUS + ":configurationFilter", "Chooses the user configuration"),
            new Mapping("extensionAttribute5", MEDIUS + ":identityProvider", "Who vouches for the sign-in"),
            new Mapping(
                    "ToLower([userPrincipalName])", MEDIUS + ":nameIdentifier", "The name in the sign-in assertion"),
            new Mapping("department", MEDIUS + ":customFieldText1", "customFieldText1 to 5 take what you like"));

    private static final List<Mapping> ENTRA_GROUPS = List.of(
            new Mapping("displayName", "displayName", "Matching attribute, precedence 1"),
            new Mapping("objectId", "externalId", ""),
            new Mapping("members", "members", "Direct members only"));

    private static final List<Mapping> PLAIN_USERS = List.of(
            new Mapping("login or e-mail address", "userName", "Finds the user"),
            new Mapping("e-mail address", "emails[type eq \"work\"].value", ""),
            new Mapping("first name", "name.givenName", ""),
            new Mapping("last name", "name.familyName", ""),
            new Mapping("full name", "name.formatted", ""),
            new Mapping("unique id", "externalId", ""));

    private static final List<Mapping> PLAIN_GROUPS =
            List.of(new Mapping("name", "displayName", "Finds the group"), new Mapping("members", "members", ""));

    private Guides() {}

    /** All guides, with the values of one tenant in them. */
    static List<Guide> of(String link) {
        return List.of(entra(link), okta(link), oneLogin(link), jumpCloud(link), ping(link), google(), other(link));
    }

    static Optional<Guide> find(String slug, String link) {
        return of(link).stream().filter(guide -> guide.slug().equals(slug)).findFirst();
    }

    private static Guide entra(String link) {
        return new Guide(
                "entra",
                "Microsoft Entra ID",
                "Users, their managers, groups and memberships.",
                List.of(
                        step("In the Entra admin center open Enterprise applications, choose MediusFlow or create an"
                                + " application of your own, and open Provisioning."),
                        step("Set the provisioning mode to Automatic."),
                        step(
                                "Paste the tenant URL. The second form asks Entra for its corrected PATCH behaviour;"
                                        + " both work here.",
                                new Value("Tenant URL", link),
                                new Value("Tenant URL, corrected PATCH", link + "?aadOptscim062020")),
                        step("Paste the secret that you generated as secret token, then choose Test Connection. Entra"
                                + " looks for a made-up user and a made-up group; both appear in the log here."),
                        step(
                                "Under Mappings keep users and groups enabled and map the attributes of the tables below."),
                        step("Under Settings choose the scope, Sync only assigned users and groups, and switch the"
                                + " provisioning status on. A cycle runs about every 40 minutes; Provision on demand"
                                + " tries one user at once.")),
                ENTRA_USERS,
                ENTRA_GROUPS);
    }

    private static Guide okta(String link) {
        return new Guide(
                "okta",
                "Okta",
                "Users, and groups by group push. Okta disables users and never deletes them.",
                List.of(
                        step("In the Okta admin console open Applications and your application for MediusFlow. Under"
                                + " General, App Settings, choose SCIM as provisioning."),
                        step(
                                "Under Provisioning, Integration, paste the base URL and name the unique field.",
                                new Value("SCIM connector base URL", link),
                                new Value("Unique identifier field for users", "userName")),
                        step("As supported actions tick Push New Users, Push Profile Updates and Push Groups. As"
                                + " authentication mode choose HTTP Header and paste the secret as the bearer token."),
                        step("Choose Test Connector Configuration, save, and under Provisioning, To App, switch on"
                                + " Create Users, Update User Attributes and Deactivate Users."),
                        step("Assign people under Assignments and groups under Push Groups.")),
                List.of(
                        new Mapping("login", "userName", "Finds the user"),
                        new Mapping("email", "emails[type eq \"work\"].value", ""),
                        new Mapping("firstName", "name.givenName", ""),
                        new Mapping("lastName", "name.familyName", "")),
                PLAIN_GROUPS);
    }

    private static Guide oneLogin(String link) {
        return new Guide(
                "onelogin",
                "OneLogin",
                "Users, and groups through rules on roles.",
                List.of(
                        step("Add the application SCIM Provisioner with SAML (SCIM v2 Enterprise)."),
                        step(
                                "Under Configuration paste the base URL, without a slash at its end, and the secret as"
                                        + " SCIM bearer token. Then choose Enable.",
                                new Value("SCIM base URL", link)),
                        step(
                                "Take this as the template of the body.",
                                new Value(
                                        "SCIM JSON template",
                                        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"],"
                                                + " \"userName\": \"{$parameters.scimusername}\","
                                                + " \"externalId\": \"{$user.id}\","
                                                + " \"name\": {\"givenName\": \"{$user.firstname}\","
                                                + " \"familyName\": \"{$user.lastname}\","
                                                + " \"formatted\": \"{$user.display_name}\"},"
                                                + " \"emails\": [{\"value\": \"{$user.email}\", \"type\": \"work\","
                                                + " \"primary\": true}]}")),
                        step("Under Provisioning enable it, and choose what happens to users who are removed: Suspend"
                                + " disables them here, Delete deletes them.")),
                PLAIN_USERS,
                PLAIN_GROUPS);
    }

    private static Guide jumpCloud(String link) {
        return new Guide(
                "jumpcloud",
                "JumpCloud",
                "Users, groups and memberships.",
                List.of(
                        step("In the admin portal open SSO Applications, your application for MediusFlow, and Identity"
                                + " Management. Choose SCIM 2.0."),
                        step(
                                "Paste the base URL, and the secret as token key. JumpCloud asks for the address of a"
                                        + " test user as well.",
                                new Value("Base URL", link)),
                        step("Choose Test Connection. JumpCloud creates a user and a group here and takes both away"
                                + " again, which you can see in the log. Then choose Activate."),
                        step("Bind user groups to the application. Empty groups are not sent.")),
                PLAIN_USERS,
                PLAIN_GROUPS);
    }

    private static Guide ping(String link) {
        return new Guide(
                "ping",
                "PingFederate and PingOne",
                "Users and groups.",
                List.of(
                        step(
                                "Create a SCIM connection (PingOne: Integrations, Provisioning; PingFederate: an SP"
                                        + " connection with the SCIM connector) and paste the base URL.",
                                new Value("SCIM URL", link),
                                new Value("SCIM version", "2.0"),
                                new Value("Filter expression for users", "userName Eq \"%s\"")),
                        step("As authentication choose OAuth 2 bearer token and paste the secret."),
                        step("Name userName as the unique identifier, and choose whether removed users are disabled or"
                                + " deleted.")),
                PLAIN_USERS,
                PLAIN_GROUPS);
    }

    private static Guide google() {
        return new Guide(
                "google",
                "Google Workspace",
                "Users only, and only if Google lists the application in its catalogue.",
                List.of(
                        step(
                                "Google provisions only to applications of its own catalogue; a custom SAML application"
                                        + " has no place for a SCIM link. Groups choose who is provisioned, they are not sent."),
                        step("If users live in Google Workspace, let another identity provider that reads them"
                                + " provision MediusFlow.")),
                List.of(),
                List.of());
    }

    private static Guide other(String link) {
        return new Guide(
                "other",
                "Another identity provider",
                "Whatever speaks SCIM 2.0: authentik, CyberArk, Rippling, SailPoint and others.",
                List.of(
                        step(
                                "Paste the SCIM link where it asks for a base URL, and the secret where it asks for a"
                                        + " token. The token travels as Authorization: Bearer.",
                                new Value("Base URL", link),
                                new Value("Users", link + "/Users"),
                                new Value("Groups", link + "/Groups"),
                                new Value("What the server can do", link + "/ServiceProviderConfig")),
                        step("Map the attributes of the tables below. userName finds users and displayName finds"
                                + " groups; upper and lower case do not matter."),
                        step("For what MediusFlow adds, use its schema extension.", new Value("Extension", MEDIUS))),
                PLAIN_USERS,
                PLAIN_GROUPS);
    }

    private static Step step(String sentence, Value... values) {
        return new Step(sentence, Arrays.asList(values));
    }
}
