package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.schema.TextLimits;
import java.util.List;

/**
 * The attributes that every resource has, whatever its schemas say (RFC 7643 §3.1). They stand first in every
 * resource type, in this order; {@code schemas}, {@code id} and {@code meta} are kept by {@link Resource} itself.
 */
final class CommonAttributes {

    static final int SCHEMAS = 0;
    static final int ID = 1;
    static final int EXTERNAL_ID = 2;
    static final int META = 3;

    static final int META_RESOURCE_TYPE = 0;
    static final int META_CREATED = 1;
    static final int META_LAST_MODIFIED = 2;
    static final int META_LOCATION = 3;
    static final int META_VERSION = 4;

    static final List<AttributeDefinition> DEFINITIONS = List.of(
            AttributeDefinition.builder("schemas", AttributeType.REFERENCE)
                    .multiValued(true)
                    .required(true)
                    .description("URNs of the schemas of which the resource holds data.")
                    .referenceTypes(List.of("uri"))
                    .comparedWithoutCase()
                    .returned(Returned.ALWAYS)
                    .build(),
            AttributeDefinition.builder("id", AttributeType.STRING)
                    .caseExact(true)
                    .description("Identifier that the service provider gave the resource.")
                    .mutability(Mutability.READ_ONLY)
                    .returned(Returned.ALWAYS)
                    .build(),
            AttributeDefinition.builder("externalId", AttributeType.STRING)
                    .caseExact(true)
                    .maxLength(TextLimits.KEY)
                    .description("Identifier that the client gave the resource.")
                    .build(),
            AttributeDefinition.builder("meta", AttributeType.COMPLEX)
                    .description("What the service provider knows about the resource as a record.")
                    .mutability(Mutability.READ_ONLY)
                    .subAttributes(
                            readOnly("resourceType", AttributeType.STRING, true),
                            readOnly("created", AttributeType.DATE_TIME, false),
                            readOnly("lastModified", AttributeType.DATE_TIME, false),
                            readOnly("location", AttributeType.REFERENCE, true),
                            readOnly("version", AttributeType.STRING, true))
                    .build());

    private CommonAttributes() {}

    private static AttributeDefinition readOnly(String name, AttributeType type, boolean caseExact) {
        return AttributeDefinition.builder(name, type)
                .caseExact(caseExact)
                .mutability(Mutability.READ_ONLY)
                .build();
    }
}
