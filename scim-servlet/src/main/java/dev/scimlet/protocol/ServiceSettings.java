package dev.scimlet.protocol;

import dev.scimlet.core.Budget;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.protocol.access.PasswordEncoder;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.UnitOfWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the builder of a service was told, checked and ready to be looked at by many threads. */
final class ServiceSettings {

    private final ServiceLimits limits;
    private final LongSupplier nanoTime;
    private final AccessPolicy policy;
    private final PasswordEncoder passwords;
    private final UnitOfWork unitOfWork;
    private final Changes changes;
    private final List<RequestedWrites> requestedWrites;
    private final Set<Feature> features;
    private final Map<ResourceType, AttributeSettings> attributes;
    private final Set<String> schemas = new HashSet<>();
    private final Map<ResourceType, PathBinder> binders = new HashMap<>();
    private final List<ResourceType> types;

    ServiceSettings(
            ServiceLimits limits,
            LongSupplier nanoTime,
            AccessPolicy policy,
            PasswordEncoder passwords,
            UnitOfWork unitOfWork,
            Changes changes,
            List<RequestedWrites> requestedWrites,
            Set<Feature> features,
            Map<ResourceType, AttributeSettings> attributes,
            List<ResourceType> types) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.policy = policy;
        this.passwords = passwords;
        this.unitOfWork = unitOfWork;
        this.changes = changes;
        this.requestedWrites = List.copyOf(requestedWrites);
        this.features = Feature.copyOf(features);
        this.attributes = Map.copyOf(attributes);
        this.types = List.copyOf(types);
        for (ResourceType type : types) {
            binders.put(type, new PathBinder(type.definition(), ClientProfile.INTEROPERABLE));
            schemas.add(type.schema().id().toLowerCase(Locale.ROOT));
            type.extensions()
                    .forEach(extension -> schemas.add(extension.schema().id().toLowerCase(Locale.ROOT)));
        }
    }

    ServiceLimits limits() {
        return limits;
    }

    /** What one request may spend. */
    Budget budget() {
        return limits.budget(nanoTime);
    }

    AccessPolicy policy() {
        return policy;
    }

    List<ResourceType> types() {
        return types;
    }

    /** Whether clients may set passwords: the host offers it, and some type keeps one that they may write. */
    boolean changesPasswords() {
        return offers(Feature.CHANGE_PASSWORD) && types.stream().anyMatch(ServiceSettings::keepsPassword);
    }

    private static boolean keepsPassword(ResourceType type) {
        AttributeDefinition password = type.definition().find("password");
        return password != null && password.mutability() != Mutability.READ_ONLY;
    }

    /** What resources of a type must meet to be visible; null if all are. */
    @Nullable
    BoundFilter visible(RequestContext context, ResourceType type) {
        BoundFilter condition = policy.visibility(context, type).orElse(null);
        if (condition != null) {
            condition.forEachPath(path -> requireDecidable(type, path));
        }
        return condition;
    }

    private static void requireDecidable(ResourceType type, BoundPath path) {
        AttributeDefinition top = path.topLevel();
        List<AttributeDefinition> known = type.definition().subAttributes();
        String reason = top.position() >= known.size() || known.get(top.position()) != top
                ? "which is bound to another resource type; make it of the type that the policy is asked about"
                : FilterRules.isNeverReturned(path)
                        ? "which is never returned"
                        : MembershipSource.isMadeOfMemberships(top) ? "which no store of " + type + " has" : null;
        if (reason != null) {
            throw new IllegalStateException(
                    "the access policy's condition on " + type + " looks at '" + path.text() + "', " + reason);
        }
    }

    /**
     * The attributes of a type that the policy hides. With some hidden, the time of the last change is, too: it would tell
     * when they change.
     */
    HiddenAttributes hidden(RequestContext context, ResourceType type) {
        Set<String> names = policy.hiddenAttributes(context, type);
        if (names.isEmpty()) {
            return HiddenAttributes.NONE;
        }
        PathBinder ofType = Objects.requireNonNull(binders.get(type));
        List<BoundPath> paths = new ArrayList<>(names.size());
        for (String name : names) {
            BoundPath path = hiddenPath(ofType, name);
            if (path != null) {
                paths.add(requireOptional(type, path));
            } else if (!isKnownToSomeType(name)) {
                throw new IllegalStateException(
                        "the access policy hides '" + name + "' of " + type + ", which no resource type has");
            }
        }
        if (!paths.isEmpty()) {
            paths.add(type.path("meta.lastModified"));
        }
        return HiddenAttributes.of(type.definition(), paths);
    }

    /** A policy speaks of schemas; it need not know what of them the application keeps. */
    private boolean isKnownToSomeType(String name) {
        return types.stream()
                .map(type -> type.whole().orElse(type))
                .anyMatch(whole ->
                        hiddenPath(new PathBinder(whole.definition(), ClientProfile.INTEROPERABLE), name) != null);
    }

    private static BoundPath requireOptional(ResourceType type, BoundPath path) {
        String top = path.topLevel().name();
        if (path.extension() == null && (top.equals("id") || top.equals("schemas"))) {
            throw new IllegalStateException("the access policy hides '" + top + "' of " + type
                    + ", without which there is no resource; hide the resources by its visibility");
        }
        return path;
    }

    private static @Nullable BoundPath hiddenPath(PathBinder binder, String name) {
        try {
            return binder.attribute(name).orElse(null);
        } catch (ScimException malformed) {
            return null;
        }
    }

    PasswordEncoder passwords() {
        return passwords;
    }

    boolean offers(Feature feature) {
        return features.contains(feature);
    }

    /** Whether a query that names no method of paging gets a page by cursor (RFC 9865 §2.4). */
    boolean pagesByCursorByDefault() {
        boolean cursor = offers(Feature.CURSOR_PAGINATION);
        return cursor && (offers(Feature.CURSOR_BY_DEFAULT) || !offers(Feature.INDEX_PAGINATION));
    }

    String tag(Meta meta) {
        return meta.tag(offers(Feature.STRONG_ETAGS));
    }

    /** Values that a new resource gets where the client says nothing. */
    Map<BoundPath, Object> defaults(ResourceType type) {
        return of(type).defaults();
    }

    /** What becomes of texts that clients give for attributes of the type. */
    Map<AttributeDefinition, UnaryOperator<String>> rules(ResourceType type) {
        return of(type).rules();
    }

    /** Whether a filter on the path must not stand in a URI (RFC 7644 §7.5.2). */
    boolean isSensitive(ResourceType type, BoundPath path) {
        return FilterRules.isNeverReturned(path) || of(type).sensitive().contains(path);
    }

    private AttributeSettings of(ResourceType type) {
        return attributes.getOrDefault(type, AttributeSettings.NONE);
    }

    /** Whether some type of the service has a schema of this URN. */
    boolean knowsSchema(String urn) {
        return schemas.contains(urn.toLowerCase(Locale.ROOT));
    }

    /** The units in which write operations are performed. */
    UnitOfWork unitOfWork() {
        return unitOfWork;
    }

    /** Who takes part in what clients ask to be written. */
    List<RequestedWrites> requestedWrites() {
        return requestedWrites;
    }

    /** Who is told of changes. */
    Changes changes() {
        return changes;
    }
}
