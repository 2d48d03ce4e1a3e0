package dev.scimlet.core.json;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.Schema;
import java.util.Collection;

/** Reads resource types in the form that {@code /ResourceTypes} shows (RFC 7643 §6, §8.6). */
public final class ResourceTypeReader {

    private final Collection<Schema> schemas;

    /** A reader of types that are made of these schemas. */
    public ResourceTypeReader(Collection<Schema> schemas) {
        this.schemas = schemas;
    }

    /**
     * A resource type, to be built or to be added to. Members that RFC 7643 §6 does not know are ignored.
     *
     * @throws IllegalArgumentException if the text is no JSON, the definition is faulty, or it names a schema that is not
     *     among those given, with the reason
     */
    public ResourceType.Builder read(String json) {
        DefinitionNode node = DefinitionNode.read(json, "the resource type");
        ResourceType.Builder type = ResourceType.builder(node.text("name"), schema(node))
                .endpoint(node.text("endpoint"))
                .description(node.text("description", ""));
        for (DefinitionNode extension : node.objects("schemaExtensions", "a schema extension of the resource type")) {
            type.extension(schema(extension), extension.flag("required", false));
        }
        return type;
    }

    private Schema schema(DefinitionNode node) {
        String urn = node.text("schema");
        return schemas.stream()
                .filter(schema -> schema.id().equalsIgnoreCase(urn))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(node + " names the schema " + urn + ", which is not there"));
    }
}
