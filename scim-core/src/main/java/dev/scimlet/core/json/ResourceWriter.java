package dev.scimlet.core.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.scimlet.core.json.message.Message;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes resources of one type as JSON: from the model straight to bytes, names encoded beforehand, only what the
 * projection shows (RFC 7643 §3, RFC 7644 §3.9). An attribute that is never returned cannot be written by it. Immutable,
 * for many threads.
 */
public final class ResourceWriter {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private static final int SCHEMAS = 0;
    private static final int ID = 1;
    private static final int META = 3;

    /** The encoded names of a container's attributes by position, and those inside them. */
    private static final class Names {

        private final SerializedString[] names;
        private final @Nullable Names[] inside;

        Names(AttributeDefinition container) {
            List<AttributeDefinition> attributes = container.subAttributes();
            names = new SerializedString[attributes.size()];
            inside = new Names[attributes.size()];
            for (AttributeDefinition attribute : attributes) {
                SerializedString encoded = new SerializedString(attribute.name());
                encoded.asQuotedUTF8();
                names[attribute.position()] = encoded;
                inside[attribute.position()] = attribute.isComplex() ? new Names(attribute) : null;
            }
        }
    }

    private final ResourceType type;
    private final Names names;
    private final boolean strongVersions;

    /** A writer of resources of the type, with weak versions. */
    public ResourceWriter(ResourceType type) {
        this(type, false);
    }

    /** A writer of resources of the type; {@code meta.version} is a strong tag or a weak one. */
    public ResourceWriter(ResourceType type, boolean strongVersions) {
        this.type = type;
        this.strongVersions = strongVersions;
        this.names = new Names(type.definition());
    }

    /** What is written. */
    public ResourceType type() {
        return type;
    }

    /** One resource as JSON in UTF-8. */
    public byte[] write(Resource resource, Projection projection, Locations locations) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2_048);
        try {
            write(bytes, resource, projection, locations);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** One resource as JSON in UTF-8, in pieces of some thousand bytes; the stream stays open. */
    public void write(OutputStream out, Resource resource, Projection projection, Locations locations)
            throws IOException {
        try (JsonGenerator generator = open(out)) {
            write(generator, resource, projection, locations);
        }
    }

    /**
     * All attributes, secrets included, as JSON; for stores that keep resources so. Never for an answer. Neither id nor
     * metadata is part of it.
     */
    public byte[] writeStored(Attributes attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2_048);
        try (JsonGenerator generator = open(bytes)) {
            writeComplex(generator, attributes, names, null, null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static JsonGenerator open(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out, JsonEncoding.UTF8);
    }

    void write(JsonGenerator generator, Resource resource, Projection projection, Locations locations)
            throws IOException {
        generator.writeStartObject();
        Attributes attributes = resource.attributes();
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            Projection part = projection.part(attribute);
            if (part == null) {
                continue;
            }
            int position = attribute.position();
            switch (position) {
                case SCHEMAS -> writeSchemas(generator, attributes, projection);
                case ID -> {
                    generator.writeFieldName(names.names[ID]);
                    generator.writeString(resource.id());
                }
                case META -> {
                    // written last: a reader sees the content first
                }
                default -> {
                    Object value = attributes.at(position);
                    if (value != null) {
                        writeAttribute(generator, attribute, value, names, part, locations);
                    }
                }
            }
        }
        Projection meta = projection.part(type.definition().subAttributes().get(META));
        if (meta != null) {
            writeMeta(generator, resource, meta, locations);
        }
        generator.writeEndObject();
    }

    private void writeSchemas(JsonGenerator generator, Attributes attributes, Projection projection)
            throws IOException {
        generator.writeFieldName(names.names[SCHEMAS]);
        generator.writeStartArray();
        generator.writeString(type.schema().id());
        for (AttributeDefinition extension : type.extensionDefinitions()) {
            Projection part = projection.part(extension);
            if (part != null && attributes.get(extension) instanceof Attributes data && showsAny(data, part)) {
                generator.writeString(names.names[extension.position()]);
            }
        }
        generator.writeEndArray();
    }

    private static boolean showsAny(Attributes data, Projection projection) {
        for (AttributeDefinition attribute : data.definition().subAttributes()) {
            Projection part = projection.part(attribute);
            Object value = part == null ? null : data.get(attribute);
            if (part != null && (value == null ? isMade(attribute, data) : showsAny(value, part))) {
                return true;
            }
        }
        return false;
    }

    private static boolean showsAny(Object value, Projection projection) {
        if (value instanceof Attributes complex) {
            return showsAny(complex, projection);
        }
        if (value instanceof Values list && list.definition().isComplex()) {
            for (Object entry : list) {
                if (showsAny((Attributes) entry, projection)) {
                    return true;
                }
            }
            return false;
        }
        return true;
    }

    /** A {@code $ref} that is not stored: it is made of the id. */
    private static boolean isMade(AttributeDefinition attribute, Attributes data) {
        AttributeDefinition id =
                data.definition().isReference() ? data.definition().valueSubAttribute() : null;
        return attribute == data.definition().refSubAttribute() && id != null && data.get(id) != null;
    }

    private void writeMeta(JsonGenerator generator, Resource resource, Projection projection, Locations locations)
            throws IOException {
        Meta meta = resource.meta();
        Names inside = names.inside[META];
        generator.writeFieldName(names.names[META]);
        generator.writeStartObject();
        for (AttributeDefinition attribute :
                type.definition().subAttributes().get(META).subAttributes()) {
            if (inside == null || !projection.shows(attribute)) {
                continue;
            }
            generator.writeFieldName(inside.names[attribute.position()]);
            switch (attribute.name()) {
                case "resourceType" -> generator.writeString(type.name());
                case "created" -> generator.writeString(DateTime.format(meta.created()));
                case "lastModified" -> generator.writeString(DateTime.format(meta.lastModified()));
                case "location" -> generator.writeString(locations.of(type, resource.id()));
                default -> generator.writeString(meta.tag(strongVersions));
            }
        }
        generator.writeEndObject();
    }

    private void writeAttribute(
            JsonGenerator generator,
            AttributeDefinition attribute,
            Object value,
            Names around,
            @Nullable Projection projection,
            @Nullable Locations locations)
            throws IOException {
        Names inside = around.inside[attribute.position()];
        if (value instanceof Attributes complex) {
            if (inside != null && (projection == null || showsAny(complex, projection))) {
                generator.writeFieldName(around.names[attribute.position()]);
                writeComplex(generator, complex, inside, projection, locations);
            }
            return;
        }
        if (value instanceof Values list && inside != null) {
            writeEntries(generator, list, around.names[attribute.position()], inside, projection, locations);
            return;
        }
        generator.writeFieldName(around.names[attribute.position()]);
        if (value instanceof Values list) {
            generator.writeStartArray();
            for (Object entry : list) {
                writeSimple(generator, entry);
            }
            generator.writeEndArray();
        } else {
            writeSimple(generator, value);
        }
    }

    /** Entries of which nothing is shown are left out, and the list where that is all of them (RFC 7643 §2.5). */
    private void writeEntries(
            JsonGenerator generator,
            Values list,
            SerializedString name,
            Names inside,
            @Nullable Projection projection,
            @Nullable Locations locations)
            throws IOException {
        boolean started = false;
        for (Object entry : list) {
            Attributes complex = (Attributes) entry;
            if (projection != null && !showsAny(complex, projection)) {
                continue;
            }
            if (!started) {
                generator.writeFieldName(name);
                generator.writeStartArray();
                started = true;
            }
            writeComplex(generator, complex, inside, projection, locations);
        }
        if (started) {
            generator.writeEndArray();
        }
    }

    private void writeComplex(
            JsonGenerator generator,
            Attributes complex,
            Names inside,
            @Nullable Projection projection,
            @Nullable Locations locations)
            throws IOException {
        AttributeDefinition definition = complex.definition();
        AttributeDefinition ref = locations == null || !definition.isReference() ? null : definition.refSubAttribute();
        generator.writeStartObject();
        for (AttributeDefinition attribute : definition.subAttributes()) {
            Projection part = projection == null ? null : projection.part(attribute);
            if (projection != null && part == null) {
                continue;
            }
            Object value = attribute == ref ? address(complex, ref, locations) : complex.at(attribute.position());
            if (value != null) {
                writeAttribute(generator, attribute, value, inside, part, locations);
            }
        }
        generator.writeEndObject();
    }

    /** The server's own address of what is referred to, where it knows the type; else what the client gave. */
    private static @Nullable Object address(
            Attributes reference, AttributeDefinition ref, @Nullable Locations locations) {
        AttributeDefinition idAttribute = reference.definition().valueSubAttribute();
        AttributeDefinition typeAttribute = reference.definition().typeSubAttribute();
        Object id = idAttribute == null ? null : reference.get(idAttribute);
        if (id instanceof String target && locations != null) {
            String typeName =
                    ref.referenceTypes().size() == 1 ? ref.referenceTypes().get(0) : null;
            if (typeName == null && typeAttribute != null) {
                typeName = (String) reference.get(typeAttribute);
            }
            if (typeName != null) {
                String address = locations.of(typeName, target).orElse(null);
                if (address != null) {
                    return address;
                }
            }
        }
        return reference.get(ref);
    }

    private static void writeSimple(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            String plain = number.toPlainString();
            // RFC 7643 §2.3.3: a digit on both sides of the point
            generator.writeNumber(plain.indexOf('.') < 0 ? plain + ".0" : plain);
        } else {
            generator.writeString(((DateTime) value).text());
        }
    }

    /** Writes ListResponse messages (RFC 7644 §3.4.2), whose resources may be of several types. */
    public static final class OfLists {

        private OfLists() {}

        /** Writes one resource of a list, in the place and with the writer that it calls for. */
        @FunctionalInterface
        public interface Entries {
            /** Hands each resource of the page with its writer and projection to the receiver, in order. */
            void forEach(Receiver receiver) throws IOException;
        }

        /** Takes one resource. */
        @FunctionalInterface
        public interface Receiver {
            /** Writes the resource. */
            void accept(ResourceWriter writer, Resource resource, Projection projection) throws IOException;
        }

        /**
         * Streams a list; nothing of it is kept in memory.
         *
         * @param counts {@code totalResults}, {@code itemsPerPage}, {@code startIndex}, {@code nextCursor}, {@code
         *     previousCursor} as far as they belong to the answer: numbers or texts, in this order
         */
        public static void write(OutputStream out, List<Member> counts, Locations locations, Entries entries)
                throws IOException {
            try (JsonGenerator generator = open(out)) {
                generator.writeStartObject();
                Message.LIST_RESPONSE.writeSchemas(generator);
                for (Member member : counts) {
                    if (member.value() instanceof Number number) {
                        generator.writeNumberField(member.name(), number.longValue());
                    } else {
                        generator.writeStringField(member.name(), member.value().toString());
                    }
                }
                generator.writeArrayFieldStart("Resources");
                entries.forEach(
                        (writer, resource, projection) -> writer.write(generator, resource, projection, locations));
                generator.writeEndArray();
                generator.writeEndObject();
            }
        }

        /**
         * A member of the message.
         *
         * @param value a number or a text
         */
        public record Member(String name, Object value) {}
    }
}
