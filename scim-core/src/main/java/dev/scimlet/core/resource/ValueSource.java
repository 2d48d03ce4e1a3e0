package dev.scimlet.core.resource;

import dev.scimlet.core.Budget;
import dev.scimlet.core.schema.AttributeDefinition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a filter finds the values of a path: positions instead of names. */
final class ValueSource {

    private enum Origin {
        SCHEMAS,
        ID,
        META,
        ATTRIBUTE,
        EXTENSION,
        /** A sub-attribute of the entry that is being decided. */
        ENTRY_PART,
        /** The entry itself: the pseudo sub-attribute {@code value} of a list of simple values. */
        ENTRY
    }

    private static final int NONE = -1;

    private final Origin origin;
    private final int extension;
    private final int attribute;
    private final int subAttribute;
    private final boolean absentIsFalse;
    private final boolean referenceValue;

    private ValueSource(Origin origin, BoundPath path) {
        AttributeDefinition definition = Objects.requireNonNull(path.attribute());
        AttributeDefinition part = path.subAttribute();
        this.origin = origin;
        this.extension = path.extension() == null ? NONE : path.extension().position();
        this.attribute = definition.position();
        this.subAttribute = part == null ? NONE : part.position();
        this.absentIsFalse = isPrimary(path.target());
        this.referenceValue = part != null && part == definition.valueSubAttribute();
    }

    private static boolean isPrimary(AttributeDefinition target) {
        return target.name().equals("primary") && target.type() == dev.scimlet.core.schema.AttributeType.BOOLEAN;
    }

    static ValueSource of(BoundPath path) {
        if (path.start() != BoundPath.Start.RESOURCE) {
            return new ValueSource(path.start() == BoundPath.Start.ENTRY ? Origin.ENTRY_PART : Origin.ENTRY, path);
        }
        if (path.extension() != null) {
            return new ValueSource(Origin.EXTENSION, path);
        }
        Origin origin = switch (path.topLevel().name()) {
            case "schemas" -> Origin.SCHEMAS;
            case "id" -> Origin.ID;
            case "meta" -> Origin.META;
            default -> Origin.ATTRIBUTE;
        };
        return new ValueSource(origin, path);
    }

    boolean isEntryPart() {
        return origin == Origin.ENTRY_PART;
    }

    @Nullable
    Object top(@Nullable Resource resource, @Nullable Object entry) {
        if (origin == Origin.ENTRY) {
            return entry;
        }
        if (origin == Origin.ENTRY_PART) {
            return entry == null ? null : ((Attributes) entry).at(attribute);
        }
        if (resource == null) {
            throw new IllegalStateException("a filter on resources was asked about an entry");
        }
        return switch (origin) {
            case ATTRIBUTE -> resource.attributes().at(attribute);
            case EXTENSION -> {
                Object data = resource.attributes().at(extension);
                yield data == null ? null : ((Attributes) data).at(attribute);
            }
            case ID -> resource.id();
            case SCHEMAS -> resource.schemas();
            default -> resource.meta();
        };
    }

    /**
     * Whether some value passes; with none at all, what the test says of nothing. What belongs to an entry, or to a long
     * list, draws from the budget.
     */
    boolean any(@Nullable Resource resource, @Nullable Object entry, ValueTest test, Budget budget) {
        Object value = top(resource, entry);
        if (resource == null) {
            budget.spend(Budget.Item.COMPARISONS, Extent.comparisons(value));
        }
        if (value == null) {
            boolean inEntry = origin == Origin.ENTRY_PART;
            return absentIsFalse && inEntry ? test.test(false) : test.ofNothing();
        }
        if (value instanceof ShortValues list) {
            return anyOf(list.entries(), test);
        }
        if (value instanceof LongValues list) {
            return anyOf(list, test, budget);
        }
        if (subAttribute == NONE) {
            return test.test(value);
        }
        Object part = value instanceof Meta meta ? metaPart(meta, resource) : ((Attributes) value).at(subAttribute);
        if (part instanceof Values parts) {
            return anyOf(parts, test, parts instanceof LongValues ? budget : Budget.unlimited());
        }
        return part == null ? test.ofNothing() : test.test(part);
    }

    private boolean anyOf(Object[] entries, ValueTest test) {
        boolean nothing = true;
        for (Object entry : entries) {
            Object part = part(entry);
            if (part instanceof Values parts) {
                nothing = false;
                if (anyOf(parts, test, Budget.unlimited())) {
                    return true;
                }
            } else if (part != null) {
                nothing = false;
                if (test.test(part)) {
                    return true;
                }
            }
        }
        return nothing && test.ofNothing();
    }

    private boolean anyOf(Values list, ValueTest test, Budget budget) {
        String asked = referenceValue && list instanceof LongValues ? test.equalText() : null;
        if (asked != null) {
            return list.findByValue(asked) != null;
        }
        boolean nothing = true;
        for (Object entry : list) {
            Object part = list.definition().isComplex() ? part(entry) : entry;
            budget.spend(Budget.Item.COMPARISONS, Extent.comparisons(part));
            if (part != null) {
                nothing = false;
                if (part instanceof Values parts ? anyOf(parts, test, budget) : test.test(part)) {
                    return true;
                }
            }
        }
        return nothing && test.ofNothing();
    }

    private @Nullable Object part(Object entry) {
        if (subAttribute == NONE || !(entry instanceof Attributes attributes)) {
            return entry;
        }
        Object part = attributes.at(subAttribute);
        return part == null && absentIsFalse ? false : part;
    }

    private @Nullable Object metaPart(Meta meta, @Nullable Resource resource) {
        return switch (subAttribute) {
            case CommonAttributes.META_CREATED -> meta.created();
            case CommonAttributes.META_LAST_MODIFIED -> meta.lastModified();
            case CommonAttributes.META_RESOURCE_TYPE ->
                resource == null ? null : resource.type().name();
            case CommonAttributes.META_VERSION -> meta.tag(false);
            default -> null;
        };
    }
}
