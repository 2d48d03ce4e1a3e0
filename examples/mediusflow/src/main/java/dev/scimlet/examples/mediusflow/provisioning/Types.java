package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import java.util.List;

/** What a user and a group are to directories. */
final class Types {

    static final String MEDIUS = "urn:ietf:params:scim:schemas:extension:medius:2.0:User";
    static final String ENTERPRISE = StandardSchemas.ENTERPRISE_USER.id();

    static final String CONFIGURATION_FILTER = MEDIUS + ":configurationFilter";
    static final String ROLES = MEDIUS + ":roles";
    static final String COMPANIES = MEDIUS + ":companies";

    private static final Schema MEDIUS_USER = new Schema(
            MEDIUS,
            "MediusUser",
            "What MediusFlow keeps of a user besides",
            List.of(
                    text("configurationFilter", "Chooses the user configuration that a new user gets"),
                    text("identityProvider", "Who vouches for the user at sign-in"),
                    text("nameIdentifier", "The user's name in the assertion of the identity provider"),
                    text("customFieldText1", "Free for the customer"),
                    text("customFieldText2", "Free for the customer"),
                    text("customFieldText3", "Free for the customer"),
                    text("customFieldText4", "Free for the customer"),
                    text("customFieldText5", "Free for the customer"),
                    given("roles", "Ids of the user's roles, which the user configuration gives"),
                    given("companies", "Ids of the user's companies, which the user configuration gives")));

    private Types() {}

    static ResourceType user() {
        return StandardTypes.userBuilder()
                .subAttribute(
                        "name",
                        AttributeDefinition.builder("displayName", AttributeType.STRING)
                                .description("The name as MediusFlow shows it")
                                .build())
                .extension(StandardSchemas.ENTERPRISE_USER)
                .extension(MEDIUS_USER)
                .build();
    }

    /** Groups have names of their own: two groups of approvers with one name would be told apart by nobody. */
    static ResourceType group() {
        AttributeDefinition displayName =
                StandardSchemas.GROUP.attribute("displayName").orElseThrow();
        return StandardTypes.groupBuilder()
                .attribute(displayName.toBuilder().uniqueness(Uniqueness.SERVER).build())
                .build();
    }

    private static AttributeDefinition text(String name, String description) {
        return AttributeDefinition.builder(name, AttributeType.STRING)
                .description(description)
                .build();
    }

    /** Set by the application and never by a directory, which sees it only when it asks for it by name. */
    private static AttributeDefinition given(String name, String description) {
        return AttributeDefinition.builder(name, AttributeType.STRING)
                .description(description)
                .multiValued(true)
                .caseExact(true)
                .mutability(Mutability.READ_ONLY)
                .returned(Returned.REQUEST)
                .build();
    }
}
