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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
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

    /** How many plans are kept. What is shown by default has one for all requests, what parameters name one for each request. */
    private static final int PLANS = 64;

    private final ResourceType type;
    private final EncodedNames names;
    private final WritingPlan everything;
    private final Map<Projection, WritingPlan> plans = new ConcurrentHashMap<>();
    private final boolean strongVersions;

    /** A writer of resources of the type, with weak versions. */
    public ResourceWriter(ResourceType type) {
        this(type, false);
    }

    /** A writer of resources of the type; {@code meta.version} is a strong tag or a weak one. */
    public ResourceWriter(ResourceType type, boolean strongVersions) {
        this.type = type;
        this.strongVersions = strongVersions;
        this.names = new EncodedNames(type.definition());
        this.everything = WritingPlan.of(type.definition(), names, null);
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
            writeComplex(generator, attributes, everything, null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static JsonGenerator open(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out, JsonEncoding.UTF8);
    }

    private WritingPlan plan(Projection projection) {
        WritingPlan known = plans.get(projection);
        if (known == null) {
            if (plans.size() >= PLANS) {
                plans.clear();
            }
            known = WritingPlan.of(type.definition(), names, projection);
            plans.put(projection, known);
        }
        return known;
    }

    void write(JsonGenerator generator, Resource resource, Projection projection, Locations locations)
            throws IOException {
        WritingPlan plan = plan(projection);
        WritingPlan.@Nullable Step meta = null;
        generator.writeStartObject();
        Attributes attributes = resource.attributes();
        for (WritingPlan.Step step : plan.steps()) {
            int position = step.position();
            switch (position) {
                case SCHEMAS -> writeSchemas(generator, attributes, step, plan, locations);
                case ID -> {
                    generator.writeFieldName(step.name());
                    generator.writeString(resource.id());
                }
                // written last: a reader sees the content first
                case META -> meta = step;
                default -> {
                    Object value = attributes.at(position);
                    if (value != null) {
                        writeAttribute(generator, step, value, locations);
                    }
                }
            }
        }
        if (meta != null) {
            writeMeta(generator, resource, meta, locations);
        }
        generator.writeEndObject();
    }

    private void writeSchemas(
            JsonGenerator generator,
            Attributes attributes,
            WritingPlan.Step schemas,
            WritingPlan plan,
            Locations locations)
            throws IOException {
        generator.writeFieldName(schemas.name());
        generator.writeStartArray();
        generator.writeString(type.schema().id());
        for (AttributeDefinition extension : type.extensionDefinitions()) {
            WritingPlan.Step step = plan.step(extension);
            WritingPlan inside = step == null ? null : step.inside();
            if (step != null
                    && inside != null
                    && attributes.get(extension) instanceof Attributes data
                    && inside.showsAny(data, locations)) {
                generator.writeString(step.name());
            }
        }
        generator.writeEndArray();
    }

    private void writeMeta(JsonGenerator generator, Resource resource, WritingPlan.Step step, Locations locations)
            throws IOException {
        Meta meta = resource.meta();
        WritingPlan plan = Objects.requireNonNull(step.inside());
        generator.writeFieldName(step.name());
        generator.writeStartObject();
        for (WritingPlan.Step part : plan.steps()) {
            generator.writeFieldName(part.name());
            switch (part.attribute().name()) {
                case "resourceType" -> generator.writeString(type.name());
                case "created" -> generator.writeString(DateTime.format(meta.created()));
                case "lastModified" -> generator.writeString(DateTime.format(meta.lastModified()));
                case "location" -> generator.writeString(locations.of(type, resource.id()));
                default -> generator.writeString(meta.tag(strongVersions));
            }
        }
        generator.writeEndObject();
    }

    /** @param locations null where everything is written, as it is stored */
    private void writeAttribute(
            JsonGenerator generator, WritingPlan.Step step, Object value, @Nullable Locations locations)
            throws IOException {
        WritingPlan inside = step.inside();
        if (value instanceof Attributes complex) {
            if (inside != null && (locations == null || inside.showsAny(complex, locations))) {
                generator.writeFieldName(step.name());
                writeComplex(generator, complex, inside, locations);
            }
            return;
        }
        if (value instanceof Values list && inside != null) {
            writeEntries(generator, list, step.name(), inside, locations);
            return;
        }
        generator.writeFieldName(step.name());
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
            WritingPlan inside,
            @Nullable Locations locations)
            throws IOException {
        boolean started = false;
        for (Object entry : list) {
            Attributes complex = (Attributes) entry;
            if (locations != null && !inside.showsAny(complex, locations)) {
                continue;
            }
            if (!started) {
                generator.writeFieldName(name);
                generator.writeStartArray();
                started = true;
            }
            writeComplex(generator, complex, inside, locations);
        }
        if (started) {
            generator.writeEndArray();
        }
    }

    private void writeComplex(
            JsonGenerator generator, Attributes complex, WritingPlan plan, @Nullable Locations locations)
            throws IOException {
        generator.writeStartObject();
        for (WritingPlan.Step step : plan.steps()) {
            Object value = step.value(complex, locations);
            if (value != null) {
                writeAttribute(generator, step, value, locations);
            }
        }
        generator.writeEndObject();
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
