package dev.scimlet.protocol;

import dev.scimlet.core.json.ResourceReader;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.patch.Replacement;
import dev.scimlet.core.resource.BoundPath;
import java.util.function.UnaryOperator;

/** A body, or the part of a Bulk body that is one operation's data, and how its references are read. */
final class RequestBody {

    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final UnaryOperator<String> references;

    RequestBody(byte[] bytes, int offset, int length, UnaryOperator<String> references) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.references = references;
    }

    static RequestBody of(byte[] bytes) {
        return new RequestBody(bytes, 0, bytes.length, UnaryOperator.identity());
    }

    Replacement read(ResourceReader reader) {
        return reader.withReferences(references).read(bytes, offset, length);
    }

    PatchRequest readPatch(ResourceReader reader, UnaryOperator<BoundPath> selections) {
        return reader.withReferences(references).withSelections(selections).readPatch(bytes, offset, length);
    }
}
