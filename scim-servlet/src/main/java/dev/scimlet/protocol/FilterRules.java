package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.PatchOperation;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.filter.Filter;
import java.util.List;

/**
 * What filters may look at, those of queries and those in the paths of a PATCH: never at what the client may not see,
 * for the answer would tell it (RFC 7644 §7.7, A-37).
 */
final class FilterRules {

    private final ServiceSettings settings;
    private final References references;

    FilterRules(ServiceSettings settings, References references) {
        this.settings = settings;
        this.references = references;
    }

    /** The filter in conditions that a store can decide, and that tell nothing of hidden attributes. */
    Filter translated(Exchange exchange, ResourceEndpoint endpoint, Filter filter) {
        return translation(exchange, endpoint).translated(filter);
    }

    /** As {@link #translated}, for a condition in the path of a PATCH. */
    Filter.ValuePath translatedSelection(Exchange exchange, ResourceEndpoint endpoint, Filter.ValuePath selection) {
        return translation(exchange, endpoint).translated(selection);
    }

    private FilterTranslation translation(Exchange exchange, ResourceEndpoint endpoint) {
        List<BoundPath> hidden = hidden(exchange, endpoint);
        return new FilterTranslation(
                endpoint.reader(exchange.profile()).binder(),
                exchange.locations(),
                path -> !isNeverReturned(path) && !isHidden(hidden, path));
    }

    /** @throws ScimException {@code invalidFilter} or {@code sensitive}, naming the attribute */
    void check(Exchange exchange, ResourceEndpoint endpoint, BoundFilter filter, boolean inUri) {
        List<BoundPath> hidden = hidden(exchange, endpoint);
        filter.forEachPath(path -> {
            check(endpoint, hidden, path, inUri);
            if (isBackReference(endpoint, path)) {
                throw ScimException.of(
                        ErrorType.INVALID_FILTER,
                        "'" + path.text() + "' cannot be searched here; search the groups by 'members.value'");
            }
        });
    }

    /** As {@link #check}, for all that a PATCH compares: conditions in paths, entries to remove, readOnly values repeated. */
    void checkComparisons(Exchange exchange, ResourceEndpoint endpoint, PatchRequest request) {
        for (PatchOperation operation : request.operations()) {
            BoundPath path = operation.path();
            if (path.filter() != null) {
                List<BoundPath> hidden = hidden(exchange, endpoint);
                path.forEachPathInBrackets(inside -> check(endpoint, hidden, inside, false));
            } else if (operation instanceof PatchOperation.RemoveEntries remove) {
                checkEntries(endpoint, hidden(exchange, endpoint), remove);
            } else if (operation instanceof PatchOperation.Expect && isHidden(hidden(exchange, endpoint), path)) {
                throw ScimException.of(ErrorType.MUTABILITY, "'" + path.text() + "' is readOnly");
            }
        }
    }

    private void checkEntries(ResourceEndpoint endpoint, List<BoundPath> hidden, PatchOperation.RemoveEntries remove) {
        AttributeDefinition list = remove.path().target();
        for (AttributeDefinition part : list.subAttributes()) {
            BoundPath path = remove.path().part(part);
            boolean secret = isHidden(hidden, path) || isNeverReturned(path);
            if (secret && remove.entries().stream().anyMatch(entry -> ((Attributes) entry).get(part) != null)) {
                check(endpoint, hidden, path, false);
            }
        }
    }

    private void check(ResourceEndpoint endpoint, List<BoundPath> hidden, BoundPath path, boolean inUri) {
        if (isHidden(hidden, path)) {
            throw ScimException.of(ErrorType.INVALID_FILTER, "there is no attribute '" + path.text() + "'");
        }
        boolean never = isNeverReturned(path);
        if (never && !inUri) {
            throw ScimException.of(
                    ErrorType.INVALID_FILTER, "'" + path.text() + "' is never returned and cannot be searched");
        }
        if (inUri && (never || settings.isSensitive(endpoint.type(), path))) {
            throw ScimException.of(
                    ErrorType.SENSITIVE,
                    "a filter on '" + path.text() + "' does not belong in a URI; POST to .search instead");
        }
    }

    /** Whether it may be sorted by: it is no hidden attribute, and no list that is made for each answer. */
    boolean isSortable(Exchange exchange, ResourceEndpoint endpoint, BoundPath path) {
        return !isHidden(hidden(exchange, endpoint), path) && !isBackReference(endpoint, path);
    }

    private boolean isBackReference(ResourceEndpoint endpoint, BoundPath path) {
        AttributeDefinition groups = references.backReference(endpoint.type());
        return groups != null && path.attribute() == groups;
    }

    private static List<BoundPath> hidden(Exchange exchange, ResourceEndpoint endpoint) {
        return exchange.sight().of(endpoint.type()).hidden();
    }

    private static boolean isHidden(List<BoundPath> hidden, BoundPath path) {
        for (BoundPath secret : hidden) {
            if (covers(secret, path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(BoundPath hidden, BoundPath path) {
        boolean sameTop = hidden.extension() == path.extension()
                && (hidden.attribute() == null || hidden.attribute() == path.attribute());
        return sameTop && (hidden.subAttribute() == null || hidden.subAttribute() == path.subAttribute());
    }

    private static boolean isNeverReturned(BoundPath path) {
        AttributeDefinition attribute = path.attribute();
        return path.target().returned() == Returned.NEVER
                || attribute != null && attribute.returned() == Returned.NEVER;
    }
}
