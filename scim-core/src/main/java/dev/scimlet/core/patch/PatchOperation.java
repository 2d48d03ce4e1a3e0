package dev.scimlet.core.patch;

import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a PATCH request, bound and typed (RFC 7644 §3.5.2). An operation without path has become one for each
 * of its keys.
 *
 * <p>The {@code value} is null where the client wrote null; a {@link Values} for a whole list; a {@link Partial} for a
 * complex attribute or a selected entry; a simple value else.
 *
 * <p>More kinds may come: whoever looks at the operations of a request passes over those that he does not know.
 */
public sealed interface PatchOperation {

    /** What the operation is about. */
    BoundPath path();

    /** {@code add} (§3.5.2.1). */
    record Add(BoundPath path, @Nullable Object value) implements PatchOperation {}

    /** {@code replace} (§3.5.2.3). */
    record Replace(BoundPath path, @Nullable Object value) implements PatchOperation {}

    /** {@code remove} (§3.5.2.2) of everything at the path. */
    record Remove(BoundPath path) implements PatchOperation {}

    /**
     * {@code remove} of those entries of a list that a value names (tolerance {@code removeByValue}).
     *
     * @param entries what the client listed; none removes nothing
     */
    record RemoveEntries(BoundPath path, List<Object> entries) implements PatchOperation {

        /** Copies the list. */
        public RemoveEntries {
            entries = List.copyOf(entries);
        }
    }

    /** A value for a readOnly attribute inside a value without path: fine if it is what is stored anyway. */
    record Expect(BoundPath path, @Nullable Object value) implements PatchOperation {}

    /** The {@code id} inside a value without path: fine if it is that of the resource. */
    record ExpectId(BoundPath path, String id) implements PatchOperation {}

    /** The path {@code schemas}: URNs whose extensions shall go; URNs without data say nothing. */
    record RemoveExtensions(BoundPath path, List<BoundPath> extensions) implements PatchOperation {

        /** Copies the list. */
        public RemoveExtensions {
            extensions = List.copyOf(extensions);
        }
    }
}
