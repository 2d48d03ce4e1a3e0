package dev.scimlet.spi;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.Uniqueness;
import java.util.List;

/** Small resource types with an attribute of every kind. */
public final class TestTypes {

    public static final String STAFF = "urn:example:params:scim:schemas:extension:staff:2.0:User";

    public static final ResourceType USER = ResourceType.builder(
                    "User",
                    Schema.of(
                            "urn:example:params:scim:schemas:core:2.0:User",
                            AttributeDefinition.builder("userName", AttributeType.STRING)
                                    .required(true)
                                    .comparedAsUserName()
                                    .uniqueness(Uniqueness.SERVER)
                                    .build(),
                            AttributeDefinition.builder("name", AttributeType.COMPLEX)
                                    .subAttributes(
                                            AttributeDefinition.string("givenName"),
                                            AttributeDefinition.string("familyName"),
                                            AttributeDefinition.builder("registered", AttributeType.STRING)
                                                    .uniqueness(Uniqueness.SERVER)
                                                    .build())
                                    .build(),
                            AttributeDefinition.string("displayName"),
                            AttributeDefinition.bool("active"),
                            AttributeDefinition.builder("level", AttributeType.INTEGER)
                                    .build(),
                            AttributeDefinition.builder("score", AttributeType.DECIMAL)
                                    .build(),
                            AttributeDefinition.builder("hired", AttributeType.DATE_TIME)
                                    .build(),
                            AttributeDefinition.builder("emails", AttributeType.COMPLEX)
                                    .multiValued(true)
                                    .subAttributes(
                                            AttributeDefinition.string("value"),
                                            AttributeDefinition.string("type"),
                                            AttributeDefinition.bool("primary"))
                                    .build()))
            .extension(Schema.of(
                    STAFF,
                    AttributeDefinition.builder("number", AttributeType.INTEGER)
                            .uniqueness(Uniqueness.GLOBAL)
                            .build()))
            .build();

    public static final ResourceType GROUP = ResourceType.builder(
                    "Group",
                    Schema.of(
                            "urn:example:params:scim:schemas:core:2.0:Group",
                            AttributeDefinition.string("displayName"),
                            references("members"),
                            references("owners")))
            .build();

    private TestTypes() {}

    private static AttributeDefinition references(String name) {
        return AttributeDefinition.builder(name, AttributeType.COMPLEX)
                .multiValued(true)
                .subAttributes(
                        AttributeDefinition.builder("value", AttributeType.STRING)
                                .caseExact(true)
                                .build(),
                        AttributeDefinition.builder("$ref", AttributeType.REFERENCE)
                                .referenceTypes(List.of("User"))
                                .build(),
                        AttributeDefinition.string("display"))
                .build();
    }

    public static AttributesBuilder user(String userName) {
        return USER.attributes().set("userName", userName);
    }

    public static AttributesBuilder group(String displayName) {
        return GROUP.attributes().set("displayName", displayName);
    }

    public static Attributes member(String id) {
        return Attributes.empty(GROUP.path("members").target()).toBuilder()
                .set("value", id)
                .build();
    }

    public static BoundFilter filter(String text) {
        return new PathBinder(USER.definition(), ClientProfile.INTEROPERABLE).filter(text);
    }

    public static Sort ascending(String path) {
        return new Sort(USER.path(path), SortOrder.ASCENDING);
    }

    public static Sort descending(String path) {
        return new Sort(USER.path(path), SortOrder.DESCENDING);
    }
}
