package dev.scimlet.core.query;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.TextComparison;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By what, and in which direction, results are ordered (RFC 7644 §3.4.2.3). Resources with equal values, or without,
 * are ordered by id, so that pages are stable.
 *
 * @param path a path to a comparable value; of several values the primary or first one counts
 * @param order the direction; it does not turn the order of ids
 */
public record Sort(BoundPath path, SortOrder order) {

    /** The value of a resource that the order looks at: null, or a text key, boolean, number or {@link DateTime}. */
    public @Nullable Object key(Resource resource) {
        Object value = resource.value(path);
        if (path.multiValued()) {
            value = single(resource, value);
        }
        return value instanceof String text ? path.target().comparison().key(text) : value;
    }

    private @Nullable Object single(Resource resource, @Nullable Object value) {
        AttributeDefinition subAttribute = path.subAttribute();
        if (subAttribute != null && resource.value(path.withoutSelection()) instanceof Values entries) {
            return ((Attributes) entries.primary()).get(subAttribute);
        }
        return value instanceof Values several ? several.first() : value instanceof List<?> list ? list.get(0) : value;
    }

    /** The order of two {@link #key keys}, direction and missing values included. */
    public int compareKeys(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            int missing = a == b ? 0 : a == null ? 1 : -1;
            return order == SortOrder.ASCENDING ? missing : -missing;
        }
        int comparison = compareValues(a, b);
        return order == SortOrder.ASCENDING ? comparison : -comparison;
    }

    private int compareValues(Object a, Object b) {
        if (a instanceof String x && b instanceof String y) {
            return TextComparison.compareKeys(x, y);
        }
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return x.compareTo(y);
        }
        if (a instanceof DateTime x && b instanceof DateTime y) {
            return x.compareTo(y);
        }
        return number(a).compareTo(number(b));
    }

    private static BigDecimal number(Object value) {
        return value instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) value;
    }
}
