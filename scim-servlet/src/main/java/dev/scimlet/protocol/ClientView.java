package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Wanted;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the policy lets the client of one request see; the one place that decides it. The policy is asked once for each
 * type. Every read goes through it: lists by {@link OfType#query}, single resources by {@link OfType#shows}, and what is
 * read leaves as {@link OfType#seen}.
 */
final class ClientView {

    private static final OfType EVERYTHING = new OfType(null, HiddenAttributes.NONE);

    /**
     * What is seen of one type.
     *
     * @param visible what resources must meet to be visible; null if all are
     * @param hidden the attributes that are not seen
     */
    record OfType(@Nullable BoundFilter visible, HiddenAttributes hidden) {

        /** What must be read to say whether a resource is visible, and then to look at what is wanted. */
        Wanted toDecide(Wanted wanted) {
            return visible == null ? wanted : wanted.and(visible);
        }

        /** What must be read to show what is wanted: where something is hidden, the version needs all that is not. */
        Wanted toShow(Wanted wanted) {
            return hidden.isEmpty() ? wanted : Wanted.everything();
        }

        /** Decides on a resource that was read as {@link #toDecide} says. */
        boolean shows(Resource resource) {
            return visible == null || visible.matches(resource);
        }

        /** The resource as the client sees it: without what is hidden, and with a version of what is left. */
        Resource seen(Resource resource) {
            if (hidden.isEmpty()) {
                return resource;
            }
            Resource shown = resource.withAttributes(hidden.shown(resource.attributes()));
            Meta meta = resource.meta();
            return shown.withMeta(new Meta(meta.created(), meta.created(), SeenVersion.of(shown.attributes())));
        }

        /** Without the times where the client sees none: changes of what is hidden would show in them. */
        Preconditions conditions(Preconditions given) {
            return hidden.isEmpty() ? given : given.withoutTimes();
        }

        /** A precondition of the client on what it sees; what is invisible is not there. */
        Precondition inStep(Precondition precondition, Supplier<ScimException> notFound) {
            if (visible == null && hidden.isEmpty()) {
                return precondition;
            }
            boolean looks = precondition != Precondition.NONE;
            Wanted wanted = toDecide(looks ? toShow(Wanted.nothing()) : Wanted.nothing());
            return new Precondition() {
                @Override
                public void check(Resource current) {
                    if (!shows(current)) {
                        throw notFound.get();
                    }
                    if (looks) {
                        precondition.check(seen(current));
                    }
                }

                @Override
                public Wanted wanted() {
                    return wanted;
                }
            };
        }

        /**
         * One page of what is visible, as it is stored. What is to be shown of it is wanted {@link #toShow}.
         *
         * @throws IllegalStateException if it is the policy's condition that the store cannot answer
         */
        QueryResult query(ResourceRepository repository, RequestContext context, Query query) {
            BoundFilter asked = query.filter();
            if (visible == null) {
                return repository.query(context, query);
            }
            BoundFilter both = asked == null ? visible : asked.and(visible);
            try {
                return repository.query(
                        context,
                        Query.builder(query.page())
                                .filter(both)
                                .sort(query.sort())
                                .wanted(query.wanted())
                                .build());
            } catch (ScimException refused) {
                if (asked == null
                        && refused.type()
                                .filter(ErrorType.INVALID_FILTER::equals)
                                .isPresent()) {
                    throw new IllegalStateException(
                            "the store of " + repository.type() + " cannot answer the access policy's condition: "
                                    + refused.detail(),
                            refused);
                }
                throw refused;
            }
        }
    }

    private final ServiceSettings settings;
    private final RequestContext context;
    private final Map<ResourceType, OfType> types = new HashMap<>(4);

    ClientView(ServiceSettings settings, RequestContext context) {
        this.settings = settings;
        this.context = context;
    }

    OfType of(ResourceType type) {
        return settings.policy() == AccessPolicy.PERMIT_ALL
                ? EVERYTHING
                : types.computeIfAbsent(
                        type, asked -> new OfType(settings.visible(context, asked), settings.hidden(context, asked)));
    }

    /** Whether the client may know that some type of the service has a schema of this URN. */
    boolean knowsSchema(String urn) {
        return settings.types().stream()
                .anyMatch(type -> urn.equalsIgnoreCase(type.schema().id())
                        || type.extension(urn)
                                .filter(extension -> !of(type).hidden().hides(type.definition(), extension))
                                .isPresent());
    }
}
