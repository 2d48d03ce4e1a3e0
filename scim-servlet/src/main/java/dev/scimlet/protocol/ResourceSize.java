package dev.scimlet.protocol;

import dev.scimlet.core.Budget;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.Wanted;

/** How large resources of one type may be, besides their lists of references, and what it costs to read one. */
final class ResourceSize {

    /** A change that leaves what it looks at smaller than this part of the largest resource is not measured as a whole. */
    private static final int SMALL_PART = 32;

    private final ResourceType type;
    private final long mostBytes;
    private final Wanted measured;

    ResourceSize(ResourceType type, long mostBytes) {
        this.type = type;
        this.mostBytes = mostBytes;
        Wanted all = Wanted.nothing();
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            all = attribute.isReferenceList() ? all : all.and(BoundPath.of(attribute));
        }
        this.measured = all;
    }

    /** A resource as a change was given it turned out to be too small a part to tell the size of the whole. */
    static final class UnknownException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnknownException() {
            super("not all that counts was read", null, false, false);
        }
    }

    /** What must be read to measure a resource. */
    Wanted measured() {
        return measured;
    }

    /** @throws ScimException 413 if a resource is too large */
    void require(Attributes attributes) {
        if (attributes.exceeds(mostBytes)) {
            throw tooLarge(attributes);
        }
    }

    /**
     * What grows must stay small enough; what is too large already may stay so, or nobody could disable it.
     *
     * @param read what was read of the resource
     * @throws ScimException 413 if it grows too large
     * @throws UnknownException if not enough was read to say
     */
    void requireGrowth(Attributes before, Attributes after, Wanted read) {
        if (!after.exceeds(mostBytes / SMALL_PART) || !after.exceeds(before.sizeBesidesReferences())) {
            return;
        }
        boolean whole = type.definition().subAttributes().stream()
                .allMatch(attribute -> attribute.isReferenceList() || read.includes(attribute));
        if (!whole) {
            throw new UnknownException();
        }
        require(after);
    }

    private ScimException tooLarge(Attributes attributes) {
        return ScimException.withStatus(
                413,
                "the resource would have some " + attributes.sizeBesidesReferences()
                        + " bytes, without its lists of references; " + mostBytes + " are the most (maxResourceBytes)");
    }

    /** Draws from the budget what reading took. */
    void spendRead(Budget budget, Resource resource, Wanted read) {
        budget.spendDone(Budget.Item.ENTRIES_READ, entriesRead(resource, read));
    }

    private long entriesRead(Resource resource, Wanted read) {
        long entries = 0;
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            Object value = read.includes(attribute) ? resource.attributes().get(attribute) : null;
            if (value instanceof Values list) {
                entries += list.size();
            } else if (value instanceof Attributes complex) {
                entries += complex.entryCount();
            }
        }
        return entries;
    }
}
