package dev.scimlet.spi;

import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import java.util.BitSet;
import java.util.Objects;

/**
 * Which attributes of a resource will be looked at: by the change, and by the answer. A store may leave others unread,
 * above all large lists such as {@code members}; a simple store ignores this and reads everything. Both are right.
 *
 * <p>It speaks of attributes at the top of a resource; an extension counts as one. Immutable.
 */
public final class Wanted {

    private static final Wanted EVERYTHING = new Wanted(null);

    private final @org.jspecify.annotations.Nullable BitSet positions;

    private Wanted(@org.jspecify.annotations.Nullable BitSet positions) {
        this.positions = positions;
    }

    /** All attributes. */
    public static Wanted everything() {
        return EVERYTHING;
    }

    /** No attributes: only id and metadata. */
    public static Wanted nothing() {
        return new Wanted(new BitSet());
    }

    /** What a projection shows. */
    public static Wanted shownBy(Projection projection, ResourceType type) {
        BitSet positions = new BitSet();
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            positions.set(attribute.position(), projection.shows(attribute));
        }
        return new Wanted(positions);
    }

    /** This and what a path looks at. */
    public Wanted and(BoundPath path) {
        if (positions == null) {
            return this;
        }
        BitSet more = (BitSet) positions.clone();
        more.set(path.topLevel().position());
        return new Wanted(more);
    }

    /** This and what a filter looks at. Which schemas a resource has is seen from its extensions. */
    public Wanted and(BoundFilter filter) {
        Wanted[] all = {this};
        filter.forEachPath(path -> all[0] = path.topLevel().name().equals("schemas") ? EVERYTHING : all[0].and(path));
        return all[0];
    }

    /** This or that. */
    public Wanted and(Wanted other) {
        if (positions == null || other.positions == null) {
            return EVERYTHING;
        }
        BitSet more = (BitSet) positions.clone();
        more.or(other.positions);
        return new Wanted(more);
    }

    /** Whether the attribute or extension, one of those at the top of the resource type, will be looked at. */
    public boolean includes(AttributeDefinition topLevel) {
        return positions == null || positions.get(topLevel.position());
    }

    /** Whether the attribute at the start of the path will be looked at. */
    public boolean includes(BoundPath path) {
        return includes(path.topLevel());
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof Wanted that && Objects.equals(positions, that.positions);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(positions);
    }
}
