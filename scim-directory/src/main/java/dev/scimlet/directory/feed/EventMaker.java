package dev.scimlet.directory.feed;

import dev.scimlet.core.json.Locations;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.directory.jose.Json;
import dev.scimlet.protocol.ResourceEvent;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.TimeOrderedIds;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.Wanted;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes events of changes. One change may give several; their order is that in which they are made. */
final class EventMaker {

    /** Members in one event: with ids as long as ours it stays below 20 kB. */
    static final int MOST_MEMBERS = 500;

    /** Receivers of webhooks may refuse what is larger. */
    private static final int LARGEST_RESOURCE = 16_000;

    /** As wide as the columns. */
    private static final int LONGEST_NAME = 200;

    private static final String NO_BASE = "";

    private final Clock clock;
    private final TimeOrderedIds ids;
    private final Map<String, FeedView> views = new HashMap<>();
    private final Map<String, ResourceRepository> shownWhole = new HashMap<>();
    private final Locations locations;

    /**
     * @param types that the feed tells of
     * @param hidden by type, the paths of which it says nothing
     * @param shownWhole repositories whose resources are told as a whole
     */
    EventMaker(
            Clock clock,
            Collection<ResourceType> types,
            Map<ResourceType, Set<String>> hidden,
            Collection<? extends ResourceRepository> shownWhole) {
        this.clock = clock;
        this.ids = new TimeOrderedIds(clock);
        types.forEach(type -> views.put(type.name(), new FeedView(type, hidden.getOrDefault(type, Set.of()))));
        shownWhole.forEach(repository -> this.shownWhole.put(repository.type().name(), repository));
        this.locations = new Locations(NO_BASE, types);
    }

    List<NewEvent> of(ResourceEvent event, Unit unit) {
        Draft draft = new Draft(event.context(), event.transaction(), view(event.type()), unit);
        if (event instanceof ResourceEvent.Created created) {
            draft.created(created.resource());
        } else if (event instanceof ResourceEvent.Changed changed) {
            draft.changed(changed.before(), changed.after(), changed.added(), changed.removed());
        } else if (event instanceof ResourceEvent.Deleted deleted) {
            draft.deleted(deleted.last());
        }
        return draft.made;
    }

    /** Events of what the host has changed; the transaction is named by it, or by the unit. */
    List<NewEvent> of(RequestContext context, String transaction, @Nullable Unit unit, FeedChange change) {
        Draft draft = new Draft(
                context,
                transaction,
                change.kind() == FeedChange.Kind.NAMED ? named(change.resourceType()) : view(typeOf(change)),
                unit);
        switch (change.kind()) {
            case CREATED -> draft.created(change.after());
            case CHANGED -> draft.changed(change.before(), change.after());
            case DELETED -> draft.deleted(change.before());
            case NAMED -> draft.named(change);
        }
        return draft.made;
    }

    private static ResourceType typeOf(FeedChange change) {
        return (change.kind() == FeedChange.Kind.DELETED ? change.before() : change.after()).type();
    }

    private FeedView view(ResourceType type) {
        return named(type.name());
    }

    private FeedView named(String resourceType) {
        FeedView view = views.get(resourceType);
        if (view == null) {
            throw new IllegalArgumentException("the feed knows no resource type '" + resourceType + "', only "
                    + String.join(", ", views.keySet().stream().sorted().toList()));
        }
        return view;
    }

    /** The events of one change. */
    private final class Draft {

        private final RequestContext context;
        private final String transaction;
        private final FeedView view;
        private final @Nullable Unit unit;
        private final Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        final List<NewEvent> made = new ArrayList<>();

        Draft(RequestContext context, String transaction, FeedView view, @Nullable Unit unit) {
            this.context = context;
            this.transaction = transaction;
            this.view = view;
            this.unit = unit;
        }

        void created(Resource resource) {
            Map<String, Object> data = about(resource);
            add(EventTypes.CREATED, resource, null, data, whole(resource.id()));
            Set<String> members = members(resource.attributes());
            if (!members.isEmpty()) {
                membersChanged(null, resource, members, Set.of());
            }
        }

        void changed(Resource before, Resource after) {
            Set<String> added = new LinkedHashSet<>(members(after.attributes()));
            Set<String> removed = new LinkedHashSet<>(members(before.attributes()));
            added.removeAll(members(before.attributes()));
            removed.removeAll(members(after.attributes()));
            boolean same = before.attributes().equals(after.attributes());
            if (!same) {
                changed(before, after, added, removed);
            }
        }

        void changed(Resource before, Resource after, Set<String> added, Set<String> removed) {
            Set<String> paths = view.changed(before.attributes(), after.attributes());
            boolean members = view.hasMembers() && !(added.isEmpty() && removed.isEmpty());
            Boolean activated = view.activated(before.attributes(), after.attributes());
            if (!members || !paths.isEmpty()) {
                Map<String, Object> data = about(after);
                data.put("changed", List.copyOf(paths));
                add(EventTypes.UPDATED, after, before, data, whole(after.id()));
            }
            if (members) {
                membersChanged(before, after, added, removed);
            }
            if (activated != null) {
                Map<String, Object> data = about(after);
                data.put("changed", List.of("active"));
                String what = activated ? EventTypes.ACTIVATED : EventTypes.DEACTIVATED;
                add(what, after, before, data, whole(after.id()));
            }
        }

        void deleted(Resource last) {
            Map<String, Object> data = about(last);
            data.remove("version");
            add(
                    EventTypes.of(last.type().name(), EventTypes.DELETED),
                    last.id(),
                    RelayOrder.key(last.meta().version()),
                    null,
                    text(data));
        }

        void named(FeedChange change) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("resourceType", change.resourceType());
            data.put("id", change.resourceId());
            change.externalId()
                    .filter(value -> view.mayTell("externalId"))
                    .ifPresent(value -> data.put("externalId", value));
            change.version().ifPresent(value -> data.put("version", value));
            data.put("changed", change.paths().stream().filter(view::mayTell).toList());
            add(
                    change.type(),
                    change.resourceId(),
                    null,
                    change.version().map(RelayOrder::key).orElse(null),
                    text(data));
        }

        private Set<String> members(Attributes attributes) {
            Set<String> ids = new LinkedHashSet<>();
            if (view.hasMembers() && attributes.value("members").orElse(null) instanceof Values entries) {
                entries.forEach(entry -> ((Attributes) entry).string("value").ifPresent(ids::add));
            }
            return ids;
        }

        private Map<String, Object> about(Resource resource) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("resourceType", resource.type().name());
            data.put("id", resource.id());
            String externalId = view.externalId(resource.attributes());
            if (externalId != null) {
                data.put("externalId", externalId);
            }
            data.put("version", resource.meta().version());
            return data;
        }

        private void membersChanged(@Nullable Resource before, Resource after, Set<String> added, Set<String> removed) {
            List<String> all = new ArrayList<>(added);
            all.addAll(removed);
            int parts = (all.size() + MOST_MEMBERS - 1) / MOST_MEMBERS;
            for (int part = 0; part < parts; part++) {
                int from = part * MOST_MEMBERS;
                int to = Math.min(all.size(), from + MOST_MEMBERS);
                int ofAdded = Math.min(to, Math.max(from, added.size()));
                Map<String, Object> data = about(after);
                data.put("changed", List.of("members"));
                data.put("added", all.subList(from, ofAdded));
                data.put("removed", all.subList(ofAdded, to));
                if (parts > 1) {
                    data.put("part", part + 1);
                    data.put("parts", parts);
                }
                add(EventTypes.MEMBERS_CHANGED, after, before, data, null);
            }
        }

        /** The resource as the unit sees it, where it is told as a whole and not too large. */
        private @Nullable String whole(String id) {
            ResourceRepository repository = shownWhole.get(view.type().name());
            if (repository == null) {
                return null;
            }
            RequestContext reading = unit == null ? context : context.within(unit);
            return repository
                    .find(reading.withoutBudget(), id, Wanted.everything())
                    .map(resource -> view.json(resource, locations))
                    .orElse(null);
        }

        private void add(
                String what,
                Resource after,
                @Nullable Resource before,
                Map<String, Object> data,
                @Nullable String resource) {
            add(
                    EventTypes.of(after.type().name(), what),
                    after.id(),
                    before == null ? null : RelayOrder.key(before.meta().version()),
                    RelayOrder.key(after.meta().version()),
                    resource == null ? text(data) : with(resource, data));
        }

        private static String with(String resource, Map<String, Object> data) {
            if (resource.length() > LARGEST_RESOURCE) {
                data.put("resourceLeftOut", true);
                return text(data);
            }
            String thin = text(data);
            return thin.substring(0, thin.length() - 1) + ",\"resource\":" + resource + "}";
        }

        private static String text(Map<String, Object> data) {
            return new String(Json.write(data), StandardCharsets.UTF_8);
        }

        private void add(
                String type,
                String resourceId,
                @Nullable String versionBefore,
                @Nullable String versionAfter,
                String data) {
            made.add(new NewEvent(
                    "evt_" + ids.get().replace("-", ""),
                    context.tenant(),
                    type,
                    view.type().name(),
                    resourceId,
                    versionBefore,
                    versionAfter,
                    transaction,
                    now,
                    cut(context.principal()),
                    cut(context.requestId()),
                    data));
        }

        private static String cut(String name) {
            return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
        }
    }
}
