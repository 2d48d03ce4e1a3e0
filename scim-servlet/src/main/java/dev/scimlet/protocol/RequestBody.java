package dev.scimlet.protocol;

import dev.scimlet.core.json.ResourceReader;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.patch.Replacement;
import java.util.function.UnaryOperator;

/** A body: bytes that are still to be read, or what was made of them already. */
interface RequestBody {

    /** Makes the reader that reads a body, if it is still to be read. */
    @FunctionalInterface
    interface Readers {
        ResourceReader make();
    }

    /** The body of a POST or PUT. */
    Replacement read(Readers readers);

    /** The body of a PATCH. */
    PatchRequest readPatch(Readers readers);

    /** What the body calls its resource, for one that {@link #read} has refused; empty if it does not say. */
    default String name() {
        return "";
    }

    static RequestBody of(byte[] bytes) {
        return of(bytes, 0, bytes.length, UnaryOperator.identity());
    }

    /**
     * A body that is a part of an array.
     *
     * @param references what becomes of texts that may refer to what another operation creates
     */
    static RequestBody of(byte[] bytes, int offset, int length, UnaryOperator<String> references) {
        return new RequestBody() {
            @Override
            public Replacement read(Readers readers) {
                return readers.make().withReferences(references).read(bytes, offset, length);
            }

            @Override
            public PatchRequest readPatch(Readers readers) {
                return readers.make().withReferences(references).readPatch(bytes, offset, length);
            }

            @Override
            public String name() {
                return NameInBody.in(bytes, offset, length);
            }
        };
    }
}
