package dev.scimlet.conformance;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.Uniqueness;
import java.util.List;
import java.util.function.UnaryOperator;

/** A resource type with an attribute for each characteristic and each data type. */
final class Things {

    static final String URN = "urn:example:params:scim:schemas:Thing";

    private Things() {}

    static Schema schema() {
        return Schema.of(
                URN,
                AttributeDefinition.builder("label", AttributeType.STRING)
                        .required(true)
                        .build(),
                AttributeDefinition.string("note"),
                with(
                        "code",
                        AttributeType.STRING,
                        builder -> builder.caseExact(true).uniqueness(Uniqueness.GLOBAL)),
                with("slug", AttributeType.STRING, builder -> builder.uniqueness(Uniqueness.SERVER)),
                with("serial", AttributeType.STRING, builder -> builder.mutability(Mutability.IMMUTABLE)),
                with("state", AttributeType.STRING, builder -> builder.mutability(Mutability.READ_ONLY)),
                with("onDemand", AttributeType.STRING, builder -> builder.returned(Returned.REQUEST)),
                with("fixed", AttributeType.STRING, builder -> builder.returned(Returned.ALWAYS)),
                with(
                        "color",
                        AttributeType.STRING,
                        builder ->
                                builder.canonicalValues(List.of("red", "blue")).canonicalValuesEnforced(true)),
                with("shade", AttributeType.STRING, builder -> builder.canonicalValues(List.of("light", "dark"))),
                with("weight", AttributeType.DECIMAL, builder -> builder),
                with("amount", AttributeType.INTEGER, builder -> builder),
                with("due", AttributeType.DATE_TIME, builder -> builder),
                with("key", AttributeType.BINARY, builder -> builder),
                with("urlKey", AttributeType.BINARY, builder -> builder.urlSafeBinary(true)),
                AttributeDefinition.bool("lit"),
                with("link", AttributeType.REFERENCE, builder -> builder.referenceTypes(List.of("external"))),
                with("tags", AttributeType.STRING, builder -> builder.multiValued(true)),
                AttributeDefinition.builder("box", AttributeType.COMPLEX)
                        .subAttributes(
                                AttributeDefinition.builder("size", AttributeType.STRING)
                                        .required(true)
                                        .build(),
                                AttributeDefinition.string("lid"),
                                with("labels", AttributeType.STRING, builder -> builder.multiValued(true)))
                        .build());
    }

    static AttributeDefinition with(
            String name, AttributeType type, UnaryOperator<AttributeDefinition.Builder> characteristics) {
        return characteristics.apply(AttributeDefinition.builder(name, type)).build();
    }

    static ResourceType type() {
        return ResourceType.builder("Thing", schema()).build();
    }

    static Scim service() {
        return Scim.ofTypes(type());
    }

    /** A Thing with a label, and the given members. */
    static String thing(String members) {
        return "{'schemas':['" + URN + "'],'label':'x'" + (members.isEmpty() ? "" : "," + members) + "}";
    }
}
