package dev.scimlet.jdbc;

import dev.scimlet.core.json.ResourceReader;
import dev.scimlet.core.json.ResourceWriter;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.ResourceType;
import java.nio.charset.StandardCharsets;

/** Attributes without a line as JSON, in the form that stores keep. */
final class JsonRest implements RestFormat {

    private final ResourceWriter writer;
    private final ResourceReader reader;

    JsonRest(ResourceType type) {
        this.writer = new ResourceWriter(type);
        this.reader = ResourceReader.builder(type, ClientProfile.INTEROPERABLE).build();
    }

    @Override
    public String write(Attributes rest) {
        return new String(writer.writeStored(rest), StandardCharsets.UTF_8);
    }

    @Override
    public Attributes read(String text) {
        return reader.readStored(text.getBytes(StandardCharsets.UTF_8));
    }
}
