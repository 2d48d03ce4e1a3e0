package dev.scimlet.testkit.replay;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a trace presumes of the server's configuration, beyond the core schemas User and Group and tolerance of what
 * identity providers send.
 *
 * @param extensions schema extensions of User
 * @param filterable attributes that the application must be able to search by, for each resource type
 */
public record Requirements(
        List<Extension> extensions,
        List<ExtraSubAttribute> extraSubAttributes,
        Map<String, List<String>> filterable,
        Settings settings) {

    /** The core schemas only. */
    public static final Requirements NONE =
            new Requirements(List.of(), List.of(), Map.of(), new Settings(false, false));

    public Requirements {
        extensions = List.copyOf(extensions);
        extraSubAttributes = List.copyOf(extraSubAttributes);
        var copies = new LinkedHashMap<String, List<String>>();
        filterable.forEach((type, attributes) -> copies.put(type, List.copyOf(attributes)));
        filterable = Collections.unmodifiableMap(copies);
    }

    /** A type User that has what is presumed, and the enterprise extension in any case. */
    public ResourceType userType() {
        ResourceType.Builder user = StandardTypes.userBuilder().extension(StandardSchemas.ENTERPRISE_USER);
        for (Extension extension : extensions) {
            if (!extension.urn.equals(StandardSchemas.ENTERPRISE_USER.id())) {
                user.extension(Schema.of(
                        extension.urn,
                        extension.attributes.stream()
                                .map(attribute -> AttributeDefinition.string(attribute.name))
                                .toArray(AttributeDefinition[]::new)));
            }
        }
        extraSubAttributes.forEach(extra -> user.subAttribute(extra.parent, AttributeDefinition.string(extra.name)));
        return user.build();
    }

    /** What is presumed, each in a few words for a reader. */
    public List<String> descriptions() {
        var descriptions = new ArrayList<String>();
        for (var extension : extensions) {
            var names = extension.attributes().stream().map(Attribute::name).toList();
            descriptions.add("the extension " + extension.urn() + " with " + String.join(", ", names));
        }
        for (var extra : extraSubAttributes) {
            descriptions.add("the sub-attribute " + extra.parent() + "." + extra.name());
        }
        filterable.forEach(
                (type, attributes) -> descriptions.add("filters of " + type + " by " + String.join(", ", attributes)));
        if (settings.groupDisplayNameUnique()) {
            descriptions.add("unique displayNames of groups");
        }
        if (settings.freshServer()) {
            descriptions.add("a server without other users and groups");
        }
        return descriptions;
    }

    /** A schema extension (RFC 7643 §3.3) with at least these attributes. */
    public record Extension(String urn, List<Attribute> attributes) {
        public Extension {
            attributes = List.copyOf(attributes);
        }
    }

    /** A singular attribute of an extension. */
    public record Attribute(String name, AttributeType type) {}

    /** Types of attributes that traces use. */
    public enum AttributeType {
        STRING,
        /** The manager of the enterprise extension: {@code value}, {@code $ref}, {@code displayName}. */
        COMPLEX
    }

    /** A sub-attribute that the application adds to a complex attribute of the core schema of User. */
    public record ExtraSubAttribute(String parent, String name, AttributeType type) {}

    /**
     * Settings of the application.
     *
     * @param groupDisplayNameUnique a second group of the same name is refused with 409
     * @param freshServer no other users and groups are on the server when the trace begins
     */
    public record Settings(boolean groupDisplayNameUnique, boolean freshServer) {}
}
