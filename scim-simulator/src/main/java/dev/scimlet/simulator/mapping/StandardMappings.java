package dev.scimlet.simulator.mapping;

import java.util.List;
import java.util.Optional;

/** The mapping tables of the applications' tutorials, and the one that a non-gallery application begins with. */
public final class StandardMappings {

    private static final String ACTIVE = "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")";
    private static final String ENTERPRISE = TargetPath.ENTERPRISE_USER + ":";
    private static final String BLINK = "urn:ietf:params:scim:schemas:extension:blink:2.0:User:";
    private static final String MEDIUS = "urn:ietf:params:scim:schemas:extension:medius:2.0:User:";
    private static final TargetPath MANAGER = TargetPath.parse(ENTERPRISE + "manager");

    private StandardMappings() {}

    /** MediusFlow: users with a manager, and groups. Its table spells {@code externalId} in its own way. */
    public static SynchronizationSchema mediusflow() {
        return new SynchronizationSchema(
                new ObjectMapping(
                        List.of(
                                userName(),
                                workEmail(),
                                AttributeMapping.of("Join(\", \", [surname], [givenName])", "name.displayName"),
                                AttributeMapping.of(ACTIVE, "active"),
                                AttributeMapping.of("givenName", "name.givenName"),
                                AttributeMapping.of("surname", "name.familyName"),
                                AttributeMapping.of("Join(\" \", [givenName], [surname])", "name.formatted"),
                                AttributeMapping.of("objectId", "externalID"),
                                AttributeMapping.of("extensionAttribute1", MEDIUS + "configurationFilter"),
                                AttributeMapping.of("extensionAttribute5", MEDIUS + "identityProvider"),
                                AttributeMapping.of("ToLower([userPrincipalName])", MEDIUS + "nameIdentifier"),
                                AttributeMapping.of("department", MEDIUS + "customFieldText1"),
                                AttributeMapping.of("companyName", MEDIUS + "customFieldText2"),
                                AttributeMapping.of("extensionAttribute2", MEDIUS + "customFieldText3"),
                                AttributeMapping.of("extensionAttribute3", MEDIUS + "customFieldText4"),
                                AttributeMapping.of("extensionAttribute4", MEDIUS + "customFieldText5")),
                        Optional.of(MANAGER)),
                Optional.of(groups("externalID")));
    }

    /** MediusFlow as it was before 21 January 2021, when its extension came. */
    public static SynchronizationSchema mediusflow2020() {
        return without(mediusflow(), MEDIUS);
    }

    /** Blink as it was before January 2021, when company, description and location came. */
    public static SynchronizationSchema blink2019() {
        return without(blink(), BLINK);
    }

    private static SynchronizationSchema without(SynchronizationSchema schema, String extension) {
        List<AttributeMapping> rows = schema.users().attributes().stream()
                .filter(row -> !row.target().text().startsWith(extension))
                .toList();
        return new SynchronizationSchema(new ObjectMapping(rows, schema.users().reference()), schema.groups());
    }

    /** The mapping that the command line knows by a name. */
    public static Optional<SynchronizationSchema> named(String name) {
        return switch (name) {
            case "mediusflow" -> Optional.of(mediusflow());
            case "mediusflow-2020" -> Optional.of(mediusflow2020());
            case "blink" -> Optional.of(blink());
            case "blink-2019" -> Optional.of(blink2019());
            case "default" -> Optional.of(nonGallery());
            default -> Optional.empty();
        };
    }

    /** Blink: users only. */
    public static SynchronizationSchema blink() {
        return new SynchronizationSchema(
                new ObjectMapping(
                        List.of(
                                userName(),
                                AttributeMapping.of(ACTIVE, "active"),
                                AttributeMapping.of("jobTitle", "title"),
                                workEmail(),
                                AttributeMapping.of("givenName", "name.givenName"),
                                AttributeMapping.of("surname", "name.familyName"),
                                AttributeMapping.of("telephoneNumber", "phoneNumbers[type eq \"work\"].value"),
                                AttributeMapping.of("mobile", "phoneNumbers[type eq \"mobile\"].value"),
                                AttributeMapping.of("objectId", "externalId"),
                                AttributeMapping.of("employeeId", ENTERPRISE + "employeeNumber"),
                                AttributeMapping.of("department", ENTERPRISE + "department"),
                                AttributeMapping.of("companyName", BLINK + "company"),
                                AttributeMapping.of("extensionAttribute1", BLINK + "description"),
                                AttributeMapping.of(
                                        "Coalesce([physicalDeliveryOfficeName], [city])", BLINK + "location")),
                        Optional.of(MANAGER)),
                Optional.empty());
    }

    /** The mapping that a non-gallery application starts with. */
    public static SynchronizationSchema nonGallery() {
        return new SynchronizationSchema(
                new ObjectMapping(
                        List.of(
                                userName(),
                                AttributeMapping.of(ACTIVE, "active"),
                                AttributeMapping.of("displayName", "displayName"),
                                AttributeMapping.of("jobTitle", "title"),
                                workEmail(),
                                AttributeMapping.of("preferredLanguage", "preferredLanguage"),
                                AttributeMapping.of("givenName", "name.givenName"),
                                AttributeMapping.of("surname", "name.familyName"),
                                AttributeMapping.of("Join(\" \", [givenName], [surname])", "name.formatted"),
                                AttributeMapping.of(
                                        "physicalDeliveryOfficeName", "addresses[type eq \"other\"].formatted"),
                                AttributeMapping.of("streetAddress", "addresses[type eq \"work\"].streetAddress"),
                                AttributeMapping.of("city", "addresses[type eq \"work\"].locality"),
                                AttributeMapping.of("state", "addresses[type eq \"work\"].region"),
                                AttributeMapping.of("postalCode", "addresses[type eq \"work\"].postalCode"),
                                AttributeMapping.of("country", "addresses[type eq \"work\"].country"),
                                AttributeMapping.of("telephoneNumber", "phoneNumbers[type eq \"work\"].value"),
                                AttributeMapping.of("mobile", "phoneNumbers[type eq \"mobile\"].value"),
                                AttributeMapping.of("facsimileTelephoneNumber", "phoneNumbers[type eq \"fax\"].value"),
                                AttributeMapping.of("mailNickname", "externalId"),
                                AttributeMapping.of("employeeId", ENTERPRISE + "employeeNumber"),
                                AttributeMapping.of("department", ENTERPRISE + "department")),
                        Optional.of(MANAGER)),
                Optional.of(groups("externalId")));
    }

    private static AttributeMapping userName() {
        return AttributeMapping.of("userPrincipalName", "userName").matching(1);
    }

    private static AttributeMapping workEmail() {
        return AttributeMapping.of("mail", "emails[type eq \"work\"].value");
    }

    private static ObjectMapping groups(String externalId) {
        return new ObjectMapping(
                List.of(
                        AttributeMapping.of("displayName", "displayName").matching(1),
                        AttributeMapping.of("objectId", externalId)),
                Optional.of(TargetPath.parse("members")));
    }
}
