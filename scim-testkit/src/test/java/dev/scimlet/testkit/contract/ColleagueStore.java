package dev.scimlet.testkit.contract;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.schema.TextComparison;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.EntityStore;
import dev.scimlet.spi.mapping.FoundEntities;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Colleagues in a map; the library does the rest. */
final class ColleagueStore implements EntityStore<Colleague> {

    private final Map<String, Map<String, Colleague>> byTenant = new HashMap<>();

    private Map<String, Colleague> of(RequestContext context) {
        return byTenant.computeIfAbsent(context.tenant(), tenant -> new HashMap<>());
    }

    @Override
    public synchronized Optional<Colleague> load(RequestContext context, String id) {
        return Optional.ofNullable(of(context).get(id)).map(Colleague::copy);
    }

    @Override
    public synchronized Colleague insert(RequestContext context, Colleague colleague) {
        for (Colleague other : of(context).values()) {
            boolean another = !Objects.equals(other.id, colleague.id);
            boolean login =
                    TextComparison.USER_NAME.equal(String.valueOf(other.login), String.valueOf(colleague.login));
            boolean badge = other.badge != null && other.badge.equals(colleague.badge);
            if (another && (login || badge)) {
                throw ScimException.of(ErrorType.UNIQUENESS, "the userName or badge is taken");
            }
        }
        of(context).put(String.valueOf(colleague.id), colleague.copy());
        return colleague;
    }

    @Override
    public synchronized Optional<Colleague> save(RequestContext context, Colleague colleague, String version) {
        boolean unchanged = load(context, String.valueOf(colleague.id))
                .filter(stored -> String.valueOf(stored.version).equals(version))
                .isPresent();
        return unchanged ? Optional.of(insert(context, colleague)) : Optional.empty();
    }

    @Override
    public synchronized boolean delete(RequestContext context, String id, String version) {
        return of(context)
                .values()
                .removeIf(stored ->
                        id.equals(stored.id) && String.valueOf(stored.version).equals(version));
    }

    @Override
    public synchronized FoundEntities<Colleague> find(RequestContext context, Query query) {
        return FoundEntities.candidates(
                of(context).values().stream().map(Colleague::copy).toList());
    }
}
