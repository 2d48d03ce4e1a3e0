package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.PatchOperation;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;

/**
 * What filters may look at, those of queries and those in the paths of a PATCH: never at what is never returned, for the
 * answer would tell it (RFC 7644 §7.7, A-37). What a policy hides is unknown before a filter comes here.
 */
final class FilterRules {

    private final ServiceSettings settings;
    private final References references;

    FilterRules(ServiceSettings settings, References references) {
        this.settings = settings;
        this.references = references;
    }

    /** The filter in conditions that a store can decide, and that tell nothing of hidden attributes. */
    BoundFilter translated(Exchange exchange, ResourceEndpoint endpoint, BoundFilter filter) {
        filter.forEachPath(path -> requireTold(exchange, endpoint, path));
        return translation(exchange, endpoint).translated(filter);
    }

    /** As {@link #translated}, for the path of a PATCH with a condition in brackets. */
    BoundPath translatedSelection(Exchange exchange, ResourceEndpoint endpoint, BoundPath selection) {
        if (selection.filter() != null) {
            selection.forEachPathInBrackets(inside -> requireTold(exchange, endpoint, inside));
        }
        return translation(exchange, endpoint).translated(selection);
    }

    /** Answers leave out the names of what the client may not know of; what is found by a name would tell it. */
    private void requireTold(Exchange exchange, ResourceEndpoint endpoint, BoundPath path) {
        if (references.names().isNameOfHidden(exchange, endpoint.type(), path)) {
            throw ScimException.of(ErrorType.INVALID_FILTER, "'" + path.text() + "' cannot be searched by this client");
        }
    }

    private FilterTranslation translation(Exchange exchange, ResourceEndpoint endpoint) {
        return new FilterTranslation(
                endpoint.type(),
                exchange.locations(),
                exchange.view().of(endpoint.type()).hidden());
    }

    /** @throws ScimException {@code invalidFilter} or {@code sensitive}, naming the attribute */
    void check(Exchange exchange, ResourceEndpoint endpoint, BoundFilter filter, boolean inUri) {
        filter.forEachPath(path -> {
            check(endpoint, path, inUri);
            requireStored(exchange, endpoint, path);
            if (isBackReference(endpoint, path)) {
                throw ScimException.of(
                        ErrorType.INVALID_FILTER,
                        "'" + path.text() + "' cannot be searched here; search the groups by 'members.value'");
            }
        });
    }

    /** The version of a client that does not see all is made for each answer: no store can compare it. */
    private static void requireStored(Exchange exchange, ResourceEndpoint endpoint, BoundPath path) {
        if (isVersion(path) && !exchange.view().of(endpoint.type()).hidden().isEmpty()) {
            throw ScimException.of(ErrorType.INVALID_FILTER, "'meta.version' cannot be searched by this client");
        }
    }

    static boolean isVersion(BoundPath path) {
        return path.extension() == null
                && path.topLevel().name().equals("meta")
                && path.target().name().equals("version");
    }

    /** As {@link #check}, for all that a PATCH compares: conditions in paths, and entries to remove. */
    void checkComparisons(ResourceEndpoint endpoint, PatchRequest request) {
        for (PatchOperation operation : request.operations()) {
            BoundPath path = operation.path();
            if (path.filter() != null) {
                path.forEachPathInBrackets(inside -> check(endpoint, inside, false));
            } else if (operation instanceof PatchOperation.RemoveEntries remove) {
                checkEntries(endpoint, remove);
            }
        }
    }

    /**
     * Whether the name of what is referred to is what a client says would be told by whether it may write it. So who may not know
     * all names writes none, where one has to stay that is there.
     *
     * @throws ScimException {@code mutability}
     */
    void checkNames(Exchange exchange, ResourceEndpoint endpoint, PatchRequest request) {
        for (PatchOperation operation : request.operations()) {
            BoundPath path = operation.path();
            if (path.target().mutability() == Mutability.IMMUTABLE
                    && references.names().isNameOfHidden(exchange, endpoint.type(), path)) {
                throw ScimException.of(
                        ErrorType.MUTABILITY, "'" + path.text() + "' is immutable, and this client may not know it");
            }
        }
    }

    private void checkEntries(ResourceEndpoint endpoint, PatchOperation.RemoveEntries remove) {
        AttributeDefinition list = remove.path().target();
        for (AttributeDefinition part : list.subAttributes()) {
            BoundPath path = remove.path().part(part);
            if (isNeverReturned(path)
                    && remove.entries().stream().anyMatch(entry -> ((Attributes) entry).get(part) != null)) {
                check(endpoint, path, false);
            }
        }
    }

    private void check(ResourceEndpoint endpoint, BoundPath path, boolean inUri) {
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

    /** Whether it may be sorted by: stores have it, it is not made for each answer, and the order tells nothing hidden. */
    boolean isSortable(Exchange exchange, ResourceEndpoint endpoint, BoundPath path) {
        boolean stored =
                !isVersion(path) || exchange.view().of(endpoint.type()).hidden().isEmpty();
        return stored
                && !isBackReference(endpoint, path)
                && !references.names().isNameOfHidden(exchange, endpoint.type(), path);
    }

    private boolean isBackReference(ResourceEndpoint endpoint, BoundPath path) {
        AttributeDefinition groups = references.groups().backReference(endpoint.type());
        return groups != null && path.attribute() == groups;
    }

    /** Whether what a path leads to never leaves, or nothing of what is around it does (RFC 7643 §2.2). */
    static boolean isNeverReturned(BoundPath path) {
        AttributeDefinition attribute = path.attribute();
        return path.target().returned() == Returned.NEVER
                || attribute != null && attribute.returned() == Returned.NEVER;
    }
}
