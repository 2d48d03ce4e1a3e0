package dev.scimlet.protocol;

import dev.scimlet.core.Budget;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.PatchOperation;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.filter.AttributePath;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.filter.CompareValue;
import dev.scimlet.filter.Filter;
import dev.scimlet.spi.DisplayName;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What references between resources need from other repositories: the type and display name of new members, and the
 * groups of users. Each is asked for once, for all ids of a request or of a page. With integrity on, references lead to
 * resources that exist, and vanish with them.
 */
final class References {

    /** Referring resources looked up at once, so that those of a much referred one are never all in an answer. */
    private static final int CHUNK = 200;

    /**
     * Comparisons that looking for one id of a write is taken for, where a policy hides resources: a request names 100,000
     * at most.
     */
    private static final long COMPARISONS_TO_FIND = 20;

    private static final AttributePath ID = new AttributePath(null, "id", null);

    private final List<ResourceRepository> repositories;
    private final Map<ResourceType, List<ReferringAttribute>> holders = new HashMap<>();
    private final Map<ResourceType, AttributeDefinition> backReferences = new HashMap<>();
    private final @Nullable MembershipSource memberships;
    private final @Nullable ResourceRepository groups;
    private final boolean integrity;
    private final UnitOfWork units;

    References(
            List<ResourceRepository> repositories,
            @Nullable ResourceRepository groups,
            boolean integrity,
            UnitOfWork units) {
        this.units = units;
        this.repositories = List.copyOf(repositories);
        this.memberships = groups instanceof MembershipSource source ? source : null;
        this.groups = groups;
        this.integrity = integrity;
        for (ResourceRepository repository : repositories) {
            ResourceType type = repository.type();
            holders.put(type, holdersOf(type));
            AttributeDefinition back = type.definition().find("groups");
            if (back != null && isBackReference(back)) {
                backReferences.put(type, back);
            }
        }
    }

    /** Whether the attribute at the top of a type is made from the memberships of others, and stored by none. */
    static boolean isBackReference(AttributeDefinition attribute) {
        return attribute.name().equalsIgnoreCase("groups")
                && attribute.mutability() == Mutability.READ_ONLY
                && attribute.isReferenceList();
    }

    // ---- where references are

    /**
     * An attribute that refers to resources.
     *
     * @param display the name of what is referred to: {@code display} of a list's entry, {@code displayName} of a manager
     * @param targets where its ids are looked up: the repositories of the types that it may refer to, if they can tell
     */
    record ReferringAttribute(
            BoundPath path,
            AttributeDefinition value,
            AttributeDefinition ref,
            @Nullable AttributeDefinition type,
            @Nullable AttributeDefinition display,
            List<ResourceRepository> targets) {

        AttributeDefinition attribute() {
            return path.target();
        }

        /** Not so of a single reference: clients name a manager before she arrives, or by what is no id. */
        boolean demandsExistence() {
            return attribute().multiValued();
        }

        boolean mayReferTo(ResourceType type) {
            return ref.referenceTypes().stream().anyMatch(type.name()::equalsIgnoreCase);
        }
    }

    private List<ReferringAttribute> holdersOf(ResourceType type) {
        List<ReferringAttribute> found = new ArrayList<>();
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            if (attribute.isExtension()) {
                for (AttributeDefinition inside : attribute.subAttributes()) {
                    addHolder(BoundPath.of(attribute, inside), found);
                }
            } else {
                addHolder(BoundPath.of(attribute), found);
            }
        }
        return List.copyOf(found);
    }

    private void addHolder(BoundPath path, List<ReferringAttribute> found) {
        AttributeDefinition attribute = path.target();
        AttributeDefinition value = attribute.valueSubAttribute();
        AttributeDefinition ref = attribute.refSubAttribute();
        if (!attribute.isReference()
                || attribute.mutability() == Mutability.READ_ONLY
                || value == null
                || ref == null) {
            return;
        }
        AttributeDefinition display = attribute.find(attribute.multiValued() ? "display" : "displayName");
        List<ResourceRepository> targets = attribute.multiValued() || display != null ? targets(ref) : List.of();
        found.add(new ReferringAttribute(path, value, ref, attribute.typeSubAttribute(), display, targets));
    }

    private List<ResourceRepository> targets(AttributeDefinition ref) {
        List<ResourceRepository> targets = new ArrayList<>();
        for (String typeName : ref.referenceTypes()) {
            for (ResourceRepository repository : repositories) {
                if (repository instanceof ReferenceSource
                        && repository.type().name().equalsIgnoreCase(typeName)) {
                    targets.add(repository);
                }
            }
        }
        return targets;
    }

    private @Nullable ReferringAttribute holderAt(ResourceType type, @Nullable AttributeDefinition attribute) {
        for (ReferringAttribute holder : holders.getOrDefault(type, List.of())) {
            if (holder.attribute() == attribute) {
                return holder;
            }
        }
        return null;
    }

    /** As {@link #holderAt}, if the ids can be looked up. */
    private @Nullable ReferringAttribute lookedUpHolder(ResourceType type, @Nullable AttributeDefinition attribute) {
        ReferringAttribute holder = holderAt(type, attribute);
        return holder == null || holder.targets().isEmpty() ? null : holder;
    }

    // ---- references that come in

    Attributes complete(Exchange exchange, ResourceType type, Attributes attributes) {
        Attributes completed = attributes;
        for (ReferringAttribute holder : holders.getOrDefault(type, List.of())) {
            Object value = holder.path().attributeValue(attributes);
            Object next = value;
            if (value instanceof Values list) {
                Set<String> ids = new HashSet<>(list.size() * 2);
                collectIds(holder, list, ids);
                next = completed(exchange, holder, list, known(exchange, holder, ids));
            } else if (value instanceof Attributes single) {
                next = completed(exchange, holder, single, Map.of());
            }
            completed = next == value ? completed : holder.path().withAttributeValue(completed, next);
        }
        return completed;
    }

    /**
     * The attributes with the names of those whom single references name, a manager's {@code displayName} (RFC 7643 §4.3). Who
     * was named before is called as then.
     *
     * @param before what the resource was; null for a new one
     */
    Attributes named(Exchange exchange, ResourceType type, @Nullable Attributes before, Attributes attributes) {
        Attributes named = attributes;
        for (ReferringAttribute holder : holders.getOrDefault(type, List.of())) {
            AttributeDefinition display = holder.display();
            if (display != null
                    && !holder.attribute().multiValued()
                    && holder.path().attributeValue(named) instanceof Attributes reference) {
                Object name = nameOf(exchange, holder, before, reference);
                Attributes next =
                        Objects.equals(reference.get(display), name) ? reference : reference.with(display, name);
                named = next == reference ? named : holder.path().withAttributeValue(named, next);
            }
        }
        return named;
    }

    private @Nullable Object nameOf(
            Exchange exchange, ReferringAttribute holder, @Nullable Attributes before, Attributes reference) {
        AttributeDefinition display = Objects.requireNonNull(holder.display());
        if (!(reference.get(holder.value()) instanceof String id)) {
            return null;
        }
        if (before != null
                && holder.path().attributeValue(before) instanceof Attributes earlier
                && id.equals(earlier.get(holder.value()))
                && earlier.get(display) != null) {
            return earlier.get(display);
        }
        Known known = known(exchange, holder, new HashSet<>(Set.of(id))).get(id);
        return known == null || known.display().isEmpty() ? null : known.display();
    }

    PatchRequest complete(Exchange exchange, ResourceType type, PatchRequest request) {
        Map<AttributeDefinition, Set<String>> ids = new HashMap<>(4);
        for (PatchOperation operation : request.operations()) {
            ReferringAttribute holder = lookedUpHolder(type, operation.path().attribute());
            Object value = operation instanceof PatchOperation.Add add
                    ? add.value()
                    : operation instanceof PatchOperation.Replace replace ? replace.value() : null;
            if (holder != null && value instanceof Values list && list.definition() == holder.attribute()) {
                collectIds(holder, list, ids.computeIfAbsent(holder.attribute(), attribute -> new HashSet<>()));
            }
        }
        Map<AttributeDefinition, Map<String, Known>> known = new HashMap<>(4);
        ids.forEach((attribute, open) -> {
            ReferringAttribute holder = lookedUpHolder(type, attribute);
            if (holder != null && !open.isEmpty()) {
                known.put(attribute, known(exchange, holder, open));
            }
        });
        return request.mapReferences(entry -> {
            ReferringAttribute holder = holderAt(type, entry.definition());
            return holder == null
                    ? entry
                    : completed(exchange, holder, entry, known.getOrDefault(entry.definition(), Map.of()));
        });
    }

    /**
     * What the repositories know of an id.
     *
     * @param type the name of its type
     * @param display its display name, or empty
     */
    private record Known(String type, String display) {}

    /** Asks for ids; those that are found and that the client may know of leave the set. */
    private Map<String, Known> known(Exchange exchange, ReferringAttribute holder, Set<String> open) {
        Map<String, Known> known = new HashMap<>();
        for (ResourceRepository repository : holder.targets()) {
            if (open.isEmpty()) {
                break;
            }
            Map<String, String> names = ((ReferenceSource) repository).displayNames(exchange.context(), open);
            Set<String> visible = visibleWithinBudget(exchange, repository, names.keySet());
            visible.forEach(id -> known.put(id, new Known(repository.type().name(), names.getOrDefault(id, ""))));
            open.removeAll(visible);
        }
        return known;
    }

    /**
     * As {@link #visible}, of ids that a client names. What is shown to it draws nothing: it may be the answer to what is
     * stored already.
     */
    private Set<String> visibleWithinBudget(Exchange exchange, ResourceRepository repository, Set<String> ids) {
        if (exchange.view().of(repository.type()).visible() != null) {
            exchange.budget().spend(Budget.Item.COMPARISONS, COMPARISONS_TO_FIND * ids.size());
        }
        return visible(exchange, repository, ids);
    }

    /** Those of the ids that belong to resources that the client may know of. */
    private Set<String> visible(Exchange exchange, ResourceRepository repository, Set<String> ids) {
        ClientView.OfType view = exchange.view().of(repository.type());
        if (view.visible() == null || ids.isEmpty()) {
            return ids;
        }
        Set<String> visible = new HashSet<>();
        List<String> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<Filter> some = new ArrayList<>();
            for (String id : all.subList(from, Math.min(from + CHUNK, all.size()))) {
                some.add(new Filter.Comparison(ID, CompareOperator.EQ, new CompareValue.Text(id)));
            }
            Filter either = some.size() == 1 ? some.get(0) : new Filter.Or(some);
            Page page = new Page.Index(1, CHUNK);
            Query query = Query.builder(page)
                    .filter(repository.type().filter(either))
                    .wanted(Wanted.nothing())
                    .build();
            view.query(repository, exchange.context(), query)
                    .resources()
                    .forEach(resource -> visible.add(resource.id()));
        }
        return visible;
    }

    private static void collectIds(ReferringAttribute holder, Values entries, Set<String> ids) {
        for (Object entry : entries) {
            if (((Attributes) entry).get(holder.value()) instanceof String id) {
                ids.add(id);
            }
        }
    }

    private static Values completed(
            Exchange exchange, ReferringAttribute holder, Values list, Map<String, Known> known) {
        boolean same = true;
        List<Object> entries = new ArrayList<>(list.size());
        for (Object entry : list) {
            Attributes next = completed(exchange, holder, (Attributes) entry, known);
            same &= next == entry;
            entries.add(next);
        }
        return same ? list : Values.of(holder.attribute(), entries);
    }

    private static Attributes completed(
            Exchange exchange, ReferringAttribute holder, Attributes entry, Map<String, Known> known) {
        Known target = entry.get(holder.value()) instanceof String id ? known.get(id) : null;
        if (target == null) {
            return isMadeFor(exchange, holder, entry) ? entry.with(holder.ref(), null) : entry;
        }
        @Nullable Object[] parts = new Object[holder.attribute().subAttributes().size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = entry.at(i);
        }
        put(parts, holder.type(), target.type());
        put(parts, holder.display(), target.display());
        parts[holder.ref().position()] = null;
        return Attributes.ofPositions(holder.attribute(), parts);
    }

    /** Whether {@code $ref} goes out as the service makes it of the id: kept, it would be no more than a change. */
    private static boolean isMadeFor(Exchange exchange, ReferringAttribute holder, Attributes entry) {
        if (entry.get(holder.ref()) == null || !(entry.get(holder.value()) instanceof String id)) {
            return false;
        }
        List<String> types = holder.ref().referenceTypes();
        AttributeDefinition told = holder.type();
        Object type = types.size() == 1 ? types.get(0) : told == null ? null : entry.get(told);
        return type instanceof String name && exchange.locations().of(name, id).isPresent();
    }

    /**
     * The completed attributes of a PUT, in which those that are members already are called as the client calls them: that
     * is compared with what is kept of them, and what they are called by now is not.
     */
    Attributes withGivenDetails(ResourceType type, Attributes current, Attributes given, Attributes completed) {
        Attributes result = completed;
        for (ReferringAttribute holder : holders.getOrDefault(type, List.of())) {
            if (holder.path().attributeValue(current) instanceof Values known
                    && holder.path().attributeValue(given) instanceof Values told
                    && holder.path().attributeValue(completed) instanceof Values list
                    && told != list) {
                List<Object> entries = new ArrayList<>(list.size());
                for (Object entry : list) {
                    Object before = known.find(entry);
                    Object of = before == null ? null : told.find(entry);
                    entries.add(
                            before == null || of == null
                                    ? entry
                                    : withGivenDetails(
                                            holder, (Attributes) before, (Attributes) of, (Attributes) entry));
                }
                result = holder.path().withAttributeValue(result, Values.of(holder.attribute(), entries));
            }
        }
        return result;
    }

    private static Attributes withGivenDetails(
            ReferringAttribute holder, Attributes known, Attributes given, Attributes completed) {
        Attributes result = completed;
        for (AttributeDefinition part : Arrays.asList(holder.type(), holder.display())) {
            if (part != null && known.get(part) != null) {
                result = result.with(part, given.get(part));
            }
        }
        return result;
    }

    private static void put(@Nullable Object[] parts, @Nullable AttributeDefinition part, String text) {
        if (part != null && !text.isEmpty()) {
            parts[part.position()] = text;
        }
    }

    // ---- what comes into lists of references, and goes

    /**
     * What came into the lists of references of a resource, and what went.
     *
     * @param before null for a new resource
     */
    Difference difference(ResourceType type, @Nullable Attributes before, Attributes after) {
        Map<ReferringAttribute, Set<String>> added = new LinkedHashMap<>(4);
        Set<String> removed = new HashSet<>();
        for (ReferringAttribute holder : holders.getOrDefault(type, List.of())) {
            if (holder.attribute().multiValued()) {
                Values old = values(holder, before);
                Values next = values(holder, after);
                if (old != next) {
                    Values.Difference difference = old.differenceTo(next);
                    Set<String> came = ids(holder, difference.added());
                    Set<String> went = ids(holder, difference.removed());
                    Set<String> stayed = new HashSet<>(came);
                    stayed.retainAll(went);
                    came.removeAll(stayed);
                    went.removeAll(stayed);
                    added.put(holder, came);
                    removed.addAll(went);
                }
            }
        }
        return new Difference(added, removed);
    }

    /**
     * What came into lists of references, and what went.
     *
     * @param addedTo values by the list that they came into
     */
    record Difference(Map<ReferringAttribute, Set<String>> addedTo, Set<String> removed) {

        Set<String> added() {
            Set<String> all = new HashSet<>();
            addedTo.values().forEach(all::addAll);
            return all;
        }
    }

    private static Values values(ReferringAttribute holder, @Nullable Attributes attributes) {
        Object value = attributes == null ? null : holder.path().attributeValue(attributes);
        return value == null ? Values.empty(holder.attribute()) : (Values) value;
    }

    private static Set<String> ids(ReferringAttribute holder, List<Object> entries) {
        Set<String> ids = new HashSet<>();
        for (Object entry : entries) {
            if (((Attributes) entry).get(holder.value()) instanceof String id) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** Whether references must lead to resources that exist. */
    boolean keepIntegrity() {
        return integrity;
    }

    /**
     * With integrity on, refuses what came into a list and leads nowhere, and keeps the rest from being deleted before the
     * unit ends. What was in the list before is not asked for.
     */
    void hold(Exchange inside, Difference difference) {
        difference.addedTo().forEach((holder, ids) -> hold(inside, holder, ids));
    }

    /** As {@link #hold(Exchange, Difference)} for what a delta brought into one list. */
    void hold(Exchange inside, ResourceType type, BoundPath list, Set<String> ids) {
        ReferringAttribute holder = lookedUpHolder(type, list.attribute());
        if (holder != null) {
            hold(inside, holder, ids);
        }
    }

    private void hold(Exchange inside, ReferringAttribute holder, Set<String> ids) {
        if (!integrity || ids.isEmpty() || holder.targets().isEmpty() || !holder.demandsExistence()) {
            return;
        }
        Set<String> open = new HashSet<>(ids);
        for (ResourceRepository target : holder.targets()) {
            if (!open.isEmpty()) {
                Set<String> held = ((ReferenceSource) target).hold(inside.context(), open);
                open.removeAll(visibleWithinBudget(inside, target, held));
            }
        }
        if (!open.isEmpty()) {
            throw ScimException.of(
                    ErrorType.INVALID_VALUE,
                    "'" + holder.path().text() + "' refers to resources that do not exist: " + firstOf(open));
        }
    }

    private static String firstOf(Set<String> ids) {
        return ids.stream().sorted().limit(5).toList() + (ids.size() > 5 ? " and " + (ids.size() - 5) + " more" : "");
    }

    // ---- references that go out

    /**
     * The resources, of one type, without the display names of what they refer to and the client may not know of. The
     * ids stay: they are part of what is referred from.
     */
    List<Resource> withoutHiddenNames(Exchange exchange, List<Resource> resources, Projection projection) {
        List<Resource> shown = resources;
        for (ReferringAttribute holder : holders.getOrDefault(resources.get(0).type(), List.of())) {
            boolean named =
                    holder.display() != null && projection.shows(holder.path().topLevel());
            if (named && mayBeHidden(exchange, holder)) {
                Set<String> ids = new HashSet<>();
                for (Resource resource : resources) {
                    Object value = holder.path().attributeValue(resource.attributes());
                    if (value instanceof Values list) {
                        collectIds(holder, list, ids);
                    } else if (value instanceof Attributes single && single.get(holder.value()) instanceof String id) {
                        ids.add(id);
                    }
                }
                Set<String> invisible = invisible(exchange, holder, ids);
                shown = shown.stream()
                        .map(resource -> withoutNames(resource, holder, invisible))
                        .toList();
            }
        }
        return shown;
    }

    private static boolean mayBeHidden(Exchange exchange, ReferringAttribute holder) {
        return holder.targets().stream()
                .anyMatch(target ->
                        exchange.view().of(target.type()).visible() != null || hidesNames(exchange, target.type()));
    }

    /** Whether the client may not know of an attribute that a name is made of. */
    private static boolean hidesNames(Exchange exchange, ResourceType type) {
        HiddenAttributes hidden = exchange.view().of(type).hidden();
        if (hidden.isEmpty()) {
            return false;
        }
        for (String path : DisplayName.PATHS) {
            AttributeDefinition container = type.definition();
            for (String name : path.split("\\.", -1)) {
                AttributeDefinition part = container == null ? null : container.find(name);
                if (container != null && part != null && hidden.hides(container, part)) {
                    return true;
                }
                container = part;
            }
        }
        return false;
    }

    /** Whether a path leads to names some of which {@link #withoutHiddenNames} leaves out. */
    boolean isNameOfHidden(Exchange exchange, ResourceType type, BoundPath path) {
        ReferringAttribute holder = holderAt(type, path.attribute());
        return holder != null
                && holder.display() != null
                && path.subAttribute() == holder.display()
                && mayBeHidden(exchange, holder);
    }

    private Set<String> invisible(Exchange exchange, ReferringAttribute holder, Set<String> ids) {
        Set<String> invisible = new HashSet<>();
        for (ResourceRepository target : holder.targets()) {
            boolean none = hidesNames(exchange, target.type());
            if ((none || exchange.view().of(target.type()).visible() != null) && !ids.isEmpty()) {
                Set<String> there = ((ReferenceSource) target)
                        .displayNames(exchange.context(), ids)
                        .keySet();
                invisible.addAll(there);
                if (!none) {
                    invisible.removeAll(visible(exchange, target, there));
                }
            }
        }
        return invisible;
    }

    private static Resource withoutNames(Resource resource, ReferringAttribute holder, Set<String> invisible) {
        AttributeDefinition display = holder.display();
        Object value = holder.path().attributeValue(resource.attributes());
        if (invisible.isEmpty() || display == null || value == null) {
            return resource;
        }
        UnaryOperator<Attributes> withoutName =
                reference -> reference.get(holder.value()) instanceof String id && invisible.contains(id)
                        ? reference.with(display, null)
                        : reference;
        Object rest;
        if (value instanceof Values list) {
            List<Object> entries = new ArrayList<>(list.size());
            list.forEach(entry -> entries.add(withoutName.apply((Attributes) entry)));
            rest = Values.of(holder.attribute(), entries);
        } else {
            rest = withoutName.apply((Attributes) value);
        }
        return resource.withAttributes(holder.path().withAttributeValue(resource.attributes(), rest));
    }

    // ---- groups of users that go out

    /** The readOnly list of groups of a type, if it has one and somebody knows memberships. */
    @Nullable
    AttributeDefinition backReference(ResourceType type) {
        return memberships == null ? null : backReferences.get(type);
    }

    List<Resource> withGroups(Exchange exchange, List<Resource> resources, AttributeDefinition groups) {
        if (resources.isEmpty()) {
            return resources;
        }
        Set<String> ids = new HashSet<>();
        resources.forEach(resource -> ids.add(resource.id()));
        Map<String, List<MembershipSource.Membership>> found =
                membershipsOf(exchange, resources.get(0).type(), ids);
        List<Resource> completed = new ArrayList<>(resources.size());
        for (Resource resource : resources) {
            List<MembershipSource.Membership> of = found.getOrDefault(resource.id(), List.of());
            completed.add(of.isEmpty() ? resource : withGroups(resource, groups, of));
        }
        return completed;
    }

    /** The groups of one resource. */
    Values groupsOf(Exchange exchange, ResourceType type, String id, AttributeDefinition groups) {
        return entries(groups, membershipsOf(exchange, type, Set.of(id)).getOrDefault(id, List.of()));
    }

    private Map<String, List<MembershipSource.Membership>> membershipsOf(
            Exchange exchange, ResourceType type, Set<String> memberIds) {
        if (memberships == null || groups == null) {
            return Map.of();
        }
        Map<String, List<MembershipSource.Membership>> found =
                memberships.membershipsOf(exchange.context(), type, memberIds);
        if (exchange.view().of(groups.type()).visible() == null) {
            return found;
        }
        Set<String> ids = new HashSet<>();
        found.values().forEach(of -> of.forEach(membership -> ids.add(membership.groupId())));
        Set<String> known = visible(exchange, groups, ids);
        Map<String, List<MembershipSource.Membership>> visible = new HashMap<>();
        found.forEach((member, of) -> visible.put(
                member,
                of.stream()
                        .filter(membership -> known.contains(membership.groupId()))
                        .toList()));
        return visible;
    }

    private static Resource withGroups(
            Resource resource, AttributeDefinition groups, List<MembershipSource.Membership> memberships) {
        return resource.withAttributes(resource.attributes().with(groups, entries(groups, memberships)));
    }

    private static Values entries(AttributeDefinition groups, List<MembershipSource.Membership> memberships) {
        AttributeDefinition display = groups.find("display");
        List<Object> entries = new ArrayList<>(memberships.size());
        for (MembershipSource.Membership membership : memberships) {
            @Nullable Object[] parts = new Object[groups.subAttributes().size()];
            put(parts, groups.valueSubAttribute(), membership.groupId());
            put(parts, display, membership.display());
            put(parts, groups.typeSubAttribute(), "direct");
            entries.add(Attributes.ofPositions(groups, parts));
        }
        return Values.of(groups, entries);
    }

    // ---- deletion

    /**
     * A resource that is about to be deleted leaves all groups; with integrity on, nothing else refers to it any longer either
     * . Each resource that changes by it is told of.
     */
    void release(Exchange inside, ResourceType type, String id, Changes changes) {
        if (integrity) {
            clear(inside, type, id, changes);
        }
        if (memberships != null && (backReference(type) != null || groups != null && type == groups.type())) {
            memberships
                    .memberDeleted(inside.context(), type, id)
                    .forEach(applied -> changes.changed(inside.context(), applied));
        }
    }

    /** A resource that refers to another one in some holder. */
    private record Referring(ResourceRepository repository, ReferringAttribute holder, String id) {}

    private void clear(Exchange inside, ResourceType type, String id, Changes changes) {
        List<Referring> all = new ArrayList<>();
        for (ResourceRepository repository : repositories) {
            for (ReferringAttribute holder : holders.getOrDefault(repository.type(), List.of())) {
                boolean leaves = memberships != null
                        && repository == groups
                        && holder.attribute().multiValued();
                if (holder.mayReferTo(type) && !leaves) {
                    for (String referring : referring(inside, repository, holder, id)) {
                        boolean itself = repository.type() == type && referring.equals(id);
                        if (!itself) {
                            all.add(new Referring(repository, holder, referring));
                        }
                    }
                }
            }
        }
        // However many there are, the first resource goes: nobody stays because many refer to her
        inside.budget().spendDone(Budget.Item.ENTRIES_WRITTEN, all.size());
        for (Referring referring : all) {
            // Without transactions, one that others overtook is begun again by itself, not the whole
            units.perform(inside.context(), same -> {
                clear(inside, referring, id, changes);
                return true;
            });
        }
    }

    private static void clear(Exchange inside, Referring referring, String id, Changes changes) {
        ReferringAttribute holder = referring.holder();
        ResourceRepository repository = referring.repository();
        Wanted wanted = Wanted.nothing().and(holder.path());
        Resource read = Locked.find(repository, inside.context(), referring.id(), wanted)
                .orElse(null);
        Attributes next = read == null ? null : cleared(read, holder, id);
        if (read != null && next != null && next != read.attributes()) {
            Resource after = repository.update(inside.context(), read, next, wanted);
            changes.changed(
                    inside.context(), read, after, Set.of(), holder.attribute().multiValued() ? Set.of(id) : Set.of());
        }
    }

    private static List<String> referring(
            Exchange exchange, ResourceRepository repository, ReferringAttribute holder, String id) {
        AttributeDefinition extension = holder.path().extension();
        AttributePath value = new AttributePath(
                extension == null ? null : extension.name(),
                holder.attribute().name(),
                holder.value().name());
        BoundFilter filter =
                repository.type().filter(new Filter.Comparison(value, CompareOperator.EQ, new CompareValue.Text(id)));
        List<String> found = new ArrayList<>();
        List<Resource> chunk;
        do {
            Page page = new Page.Index(found.size() + 1, CHUNK);
            chunk = repository
                    .query(
                            exchange.context(),
                            Query.builder(page)
                                    .filter(filter)
                                    .wanted(Wanted.nothing())
                                    .build())
                    .resources();
            chunk.forEach(resource -> found.add(resource.id()));
        } while (chunk.size() == CHUNK);
        return found;
    }

    private static Attributes cleared(Resource current, ReferringAttribute holder, String id) {
        Object value = holder.path().attributeValue(current.attributes());
        Object rest = value;
        if (value instanceof Values list) {
            Attributes entry = list.findByValue(id);
            rest = entry == null ? list : list.minus(entry);
        } else if (value instanceof Attributes single && id.equals(single.get(holder.value()))) {
            rest = null;
        }
        return rest == value ? current.attributes() : holder.path().withAttributeValue(current.attributes(), rest);
    }
}
