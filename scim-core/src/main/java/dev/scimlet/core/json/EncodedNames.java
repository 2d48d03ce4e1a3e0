package dev.scimlet.core.json;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.scimlet.core.schema.AttributeDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The encoded names of a container's attributes by position, and those inside them. */
final class EncodedNames {

    private final SerializedString[] names;
    private final @Nullable EncodedNames[] inside;

    EncodedNames(AttributeDefinition container) {
        List<AttributeDefinition> attributes = container.subAttributes();
        names = new SerializedString[attributes.size()];
        inside = new EncodedNames[attributes.size()];
        for (AttributeDefinition attribute : attributes) {
            SerializedString encoded = new SerializedString(attribute.name());
            encoded.asQuotedUTF8();
            names[attribute.position()] = encoded;
            inside[attribute.position()] = attribute.isComplex() ? new EncodedNames(attribute) : null;
        }
    }

    SerializedString of(AttributeDefinition attribute) {
        return names[attribute.position()];
    }

    /** Those inside a complex attribute; of a simple one null. */
    @Nullable
    EncodedNames inside(AttributeDefinition attribute) {
        return inside[attribute.position()];
    }
}
