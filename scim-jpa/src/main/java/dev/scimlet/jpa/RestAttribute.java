package dev.scimlet.jpa;

import dev.scimlet.core.json.ResourceReader;
import dev.scimlet.core.json.ResourceWriter;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.ResourceType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The attribute that keeps as JSON what no line takes. */
final class RestAttribute {

    private final AttributePath path;
    private final ResourceReader reader;
    private final ResourceWriter writer;

    RestAttribute(AttributePath path, ResourceType type) {
        this.path = path;
        this.reader = ResourceReader.builder(type, ClientProfile.INTEROPERABLE).build();
        this.writer = new ResourceWriter(type);
    }

    /**
     * What has been written.
     *
     * @param attributes what {@link #read} makes of the text
     */
    record Written(String text, Attributes attributes) {}

    AttributePath path() {
        return path;
    }

    Attributes read(String text) {
        return reader.readStored(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the attribute shall hold; null if there is nothing to keep. */
    @Nullable
    Written write(Attributes rest) {
        return rest.isEmpty() ? null : new Written(new String(writer.writeStored(rest), StandardCharsets.UTF_8), rest);
    }
}
