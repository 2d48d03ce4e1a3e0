package dev.scimlet.examples.quickstart;

import dev.scimlet.core.json.ResourceTypeReader;
import dev.scimlet.core.json.SchemaReader;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.SchemaExtension;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.core.standard.DeviceTypes;
import dev.scimlet.core.standard.DraftTypes;
import dev.scimlet.core.standard.StandardSchemas;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The resource types that are served.
 *
 * @param others those that only files define
 */
record Types(ResourceType user, ResourceType group, List<ResourceType> others) {

    private static final String USER = "User";
    private static final String GROUP = "Group";

    List<ResourceType> all() {
        return Stream.concat(Stream.of(user, group), others.stream()).toList();
    }

    /**
     * The core types, changed and added to by files.
     *
     * @throws UsageException if a file cannot be read or its definition is faulty
     */
    static Types of(Settings settings, List<Path> schemaFiles, List<Path> resourceTypeFiles) {
        Map<String, Schema> given = new LinkedHashMap<>();
        for (Path file : schemaFiles) {
            Schema schema = read(file, new SchemaReader()::read);
            if (given.put(key(schema), schema) != null) {
                throw new UsageException(file + ": another file defines " + schema.id() + " too");
            }
        }
        Map<String, Schema> schemas = new LinkedHashMap<>();
        known().forEach(schema -> schemas.put(key(schema), schema));
        schemas.putAll(given);
        schemas.replaceAll((id, schema) -> adjusted(schema, settings));

        ResourceTypeReader reader = new ResourceTypeReader(schemas.values());
        Map<String, ResourceType> fromFiles = new LinkedHashMap<>();
        for (Path file : resourceTypeFiles) {
            ResourceType type = read(file, json -> adjusted(reader.read(json), settings));
            if (fromFiles.put(type.name(), type) != null) {
                throw new UsageException(file + ": another file defines the resource type " + type + " too");
            }
        }
        Set<String> extensions = new LinkedHashSet<>(given.keySet());
        fromFiles.values().forEach(type -> urns(type).forEach(extensions::remove));
        List.of(StandardSchemas.USER, StandardSchemas.GROUP, StandardSchemas.ENTERPRISE_USER)
                .forEach(schema -> extensions.remove(key(schema)));
        ResourceType user = fromFiles.remove(USER);
        ResourceType group = fromFiles.remove(GROUP);
        Types types = new Types(
                user != null ? user : standardUser(schemas, extensions, settings),
                group != null
                        ? group
                        : adjusted(ResourceType.builder(GROUP, schema(schemas, StandardSchemas.GROUP)), settings),
                List.copyOf(fromFiles.values()));
        types.all().forEach(type -> urns(type).forEach(given::remove));
        given.values().stream().findFirst().ifPresent(unused -> {
            throw new UsageException("no resource type has the schema " + unused.id());
        });
        return types;
    }

    private static ResourceType standardUser(Map<String, Schema> schemas, Set<String> extensions, Settings settings) {
        ResourceType.Builder user = ResourceType.builder(USER, schema(schemas, StandardSchemas.USER))
                .extension(schema(schemas, StandardSchemas.ENTERPRISE_USER));
        extensions.forEach(urn -> user.extension(Objects.requireNonNull(schemas.get(urn))));
        return adjusted(user, settings);
    }

    private static Stream<Schema> known() {
        return Stream.of(
                        List.of(StandardSchemas.USER, StandardSchemas.GROUP, StandardSchemas.ENTERPRISE_USER),
                        List.of(DeviceTypes.DEVICE, DeviceTypes.ENDPOINT_APP),
                        DeviceTypes.DEVICE_EXTENSIONS,
                        List.of(DraftTypes.DRAFT_ROLE, DraftTypes.DRAFT_ENTITLEMENT))
                .flatMap(List::stream);
    }

    private static Schema schema(Map<String, Schema> schemas, Schema standard) {
        return Objects.requireNonNull(schemas.get(key(standard)));
    }

    private static String key(Schema schema) {
        return schema.id().toLowerCase(Locale.ROOT);
    }

    private static List<String> urns(ResourceType type) {
        return Stream.concat(
                        Stream.of(type.schema()), type.extensions().stream().map(SchemaExtension::schema))
                .map(Types::key)
                .toList();
    }

    private static Schema adjusted(Schema schema, Settings settings) {
        Schema adjusted = schema;
        if (settings.groupDisplayNameUnique && key(schema).equals(key(StandardSchemas.GROUP))) {
            AttributeDefinition displayName = schema.attribute("displayName")
                    .orElseThrow(() -> new UsageException("groupDisplayNameUnique: groups have no displayName"));
            adjusted = adjusted.withAttribute(
                    displayName.toBuilder().uniqueness(Uniqueness.SERVER).build());
        }
        if (settings.enforceCanonicalValues) {
            adjusted = new Schema(
                    schema.id(),
                    schema.name(),
                    schema.description(),
                    adjusted.attributes().stream().map(Types::enforced).toList());
        }
        return adjusted;
    }

    private static AttributeDefinition enforced(AttributeDefinition attribute) {
        return attribute.toBuilder()
                .canonicalValuesEnforced(!attribute.canonicalValues().isEmpty())
                .subAttributes(
                        attribute.subAttributes().stream().map(Types::enforced).toList())
                .build();
    }

    private static ResourceType adjusted(ResourceType.Builder type, Settings settings) {
        if (settings.externalIdUnique) {
            type.uniqueExternalId();
        }
        return type.addedSubAttributes(added(type.build().schema())).build();
    }

    /** The sub-attributes that a file adds to complex attributes of the RFC: a profile tolerates them or not. */
    private static List<String> added(Schema schema) {
        List<String> added = new ArrayList<>();
        for (Schema standard : List.of(StandardSchemas.USER, StandardSchemas.GROUP)) {
            if (key(standard).equals(key(schema))) {
                for (AttributeDefinition attribute : standard.attributes()) {
                    schema.attribute(attribute.name()).stream()
                            .flatMap(own -> own.subAttributes().stream())
                            .filter(part -> attribute.isComplex() && attribute.find(part.name()) == null)
                            .forEach(part -> added.add(attribute.name() + "." + part.name()));
                }
            }
        }
        return added;
    }

    private static <T> T read(Path file, Function<String, T> reader) {
        try {
            return reader.apply(Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new UsageException("there is no file " + file, missing);
        } catch (CharacterCodingException notText) {
            throw new UsageException(file + " is not UTF-8", notText);
        } catch (IOException unreadable) {
            throw new UsageException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        } catch (IllegalArgumentException faulty) {
            throw new UsageException(file + ": " + faulty.getMessage(), faulty);
        }
    }
}
