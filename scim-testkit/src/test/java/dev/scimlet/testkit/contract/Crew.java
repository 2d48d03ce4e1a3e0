package dev.scimlet.testkit.contract;

import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.EntityStore;
import dev.scimlet.spi.mapping.FoundEntities;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A group as an application has it: people, and other crews. */
final class Crew implements Cloneable {

    record Member(String id, @Nullable String type) {}

    @Nullable
    String id;

    long version;

    @Nullable
    Instant created;

    @Nullable
    Instant changed;

    @Nullable
    String name;

    List<Member> members = List.of();

    Crew copy() {
        try {
            return (Crew) clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Crews in a map; the library does the rest. */
    static final class Store implements EntityStore<Crew> {

        private final Map<String, Map<String, Crew>> byTenant = new HashMap<>();

        private Map<String, Crew> of(RequestContext context) {
            return byTenant.computeIfAbsent(context.tenant(), tenant -> new HashMap<>());
        }

        @Override
        public synchronized Optional<Crew> load(RequestContext context, String id) {
            return Optional.ofNullable(of(context).get(id)).map(Crew::copy);
        }

        @Override
        public synchronized Crew insert(RequestContext context, Crew crew) {
            of(context).put(String.valueOf(crew.id), crew.copy());
            return crew;
        }

        @Override
        public synchronized Optional<Crew> save(RequestContext context, Crew crew, String version) {
            boolean unchanged = load(context, String.valueOf(crew.id))
                    .filter(stored -> String.valueOf(stored.version).equals(version))
                    .isPresent();
            return unchanged ? Optional.of(insert(context, crew)) : Optional.empty();
        }

        @Override
        public synchronized boolean delete(RequestContext context, String id, String version) {
            return of(context)
                    .values()
                    .removeIf(stored -> id.equals(stored.id)
                            && String.valueOf(stored.version).equals(version));
        }

        @Override
        public synchronized FoundEntities<Crew> find(RequestContext context, Query query) {
            return FoundEntities.candidates(
                    of(context).values().stream().map(Crew::copy).toList());
        }
    }
}
