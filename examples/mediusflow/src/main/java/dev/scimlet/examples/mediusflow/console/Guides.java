package dev.scimlet.examples.mediusflow.console;

import dev.scimlet.directory.IdentityProvider;
import java.util.List;
import java.util.Optional;

/** What identity providers map to MediusFlow: the library's guides know how they are connected, but not what MediusFlow keeps. */
final class Guides {

    private static final String MEDIUS = "urn:ietf:params:scim:schemas:extension:medius:2.0:User";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /** Which attribute of the directory fills which of ours. */
    record Mapping(String source, String target, String note) {}

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

    private static final List<Mapping> OKTA_USERS = List.of(
            new Mapping("login", "userName", "Finds the user"),
            new Mapping("email", "emails[type eq \"work\"].value", ""),
            new Mapping("firstName", "name.givenName", ""),
            new Mapping("lastName", "name.familyName", ""));

    private static final List<Mapping> PLAIN_USERS = List.of(
            new Mapping("login or e-mail address", "userName", "Finds the user"),
            new Mapping("e-mail address", "emails[type eq \"work\"].value", ""),
            new Mapping("first name", "name.givenName", ""),
            new Mapping("last name", "name.familyName", ""),
            new Mapping("full name", "name.formatted", ""),
            new Mapping("unique id", "externalId", ""),
            new Mapping("what you like", MEDIUS + ":customFieldText1", "customFieldText1 to 5 take what you like"));

    private static final List<Mapping> PLAIN_GROUPS =
            List.of(new Mapping("name", "displayName", "Finds the group"), new Mapping("members", "members", ""));

    private static final String ONELOGIN_TEMPLATE = "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"],"
            + " \"userName\": \"{$parameters.scimusername}\", \"externalId\": \"{$user.id}\","
            + " \"name\": {\"givenName\": \"{$user.firstname}\", \"familyName\": \"{$user.lastname}\","
            + " \"formatted\": \"{$user.display_name}\"},"
            + " \"emails\": [{\"value\": \"{$user.email}\", \"type\": \"work\", \"primary\": true}]}";

    private Guides() {}

    static List<Mapping> users(IdentityProvider provider) {
        return switch (provider) {
            case ENTRA_ID -> ENTRA_USERS;
            case OKTA -> OKTA_USERS;
            default -> PLAIN_USERS;
        };
    }

    /** Empty where groups are not sent. */
    static List<Mapping> groups(IdentityProvider provider) {
        return switch (provider) {
            case ENTRA_ID -> ENTRA_GROUPS;
            case GOOGLE -> List.of();
            default -> PLAIN_GROUPS;
        };
    }

    /** The body of requests, where the provider is given one. */
    static Optional<String> template(IdentityProvider provider) {
        return provider == IdentityProvider.ONELOGIN ? Optional.of(ONELOGIN_TEMPLATE) : Optional.empty();
    }
}
