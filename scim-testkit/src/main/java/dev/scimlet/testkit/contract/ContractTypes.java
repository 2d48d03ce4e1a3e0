package dev.scimlet.testkit.contract;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import java.util.List;

/** Resource types for contract tests of stores that can keep any type. */
public final class ContractTypes {

    /** An extension with an attribute of every type that the standard schemas do not use. */
    public static final Schema EXTENSION = new Schema(
            "urn:example:params:scim:schemas:extension:contract:2.0:User",
            "Contract",
            "An attribute of every type",
            List.of(
                    AttributeDefinition.builder("level", AttributeType.INTEGER).build(),
                    AttributeDefinition.builder("score", AttributeType.DECIMAL).build(),
                    AttributeDefinition.builder("hired", AttributeType.DATE_TIME)
                            .build(),
                    AttributeDefinition.builder("token", AttributeType.BINARY).build(),
                    AttributeDefinition.builder("badge", AttributeType.STRING)
                            .caseExact(true)
                            .uniqueness(Uniqueness.SERVER)
                            .build(),
                    AttributeDefinition.builder("tags", AttributeType.STRING)
                            .multiValued(true)
                            .build()));

    private ContractTypes() {}

    /** The standard User with the enterprise extension and {@link #EXTENSION}. */
    public static ResourceType user() {
        return StandardTypes.userBuilder()
                .extension(StandardSchemas.ENTERPRISE_USER)
                .extension(EXTENSION)
                .build();
    }

    /** The standard Group. */
    public static ResourceType group() {
        return StandardTypes.group();
    }
}
