package dev.scimlet.protocol;

import dev.scimlet.core.Budget;
import dev.scimlet.core.json.ResourceReader;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.PasswordHandling;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What reads the bodies and the names of one type: one reader for each profile and each set of attributes that are hidden. */
final class ResourceReaders {

    /** Policies hide the same of many clients; one that hides something else of each must not fill the memory. */
    private static final int MOST = 200;

    private final ServiceSettings settings;
    private final ResourceType type;
    private final Map<Dialect, ResourceReader> known = new ConcurrentHashMap<>();

    ResourceReaders(ServiceSettings settings, ResourceType type) {
        this.settings = settings;
        this.type = type;
    }

    /** What a client may write: its profile, what becomes of passwords, and the attributes that it knows. */
    private record Dialect(ClientProfile profile, PasswordHandling passwords, HiddenAttributes hidden) {}

    /** The reader for one request: it draws from its budget and tells what it ignores. */
    ResourceReader of(Exchange exchange) {
        return of(exchange, exchange.budget(), exchange.ignored()::add, exchange.ignored()::addUnknown);
    }

    /** As {@link #of(Exchange)}, where another budget is drawn from, or another one is told what is ignored. */
    ResourceReader of(Exchange exchange, Budget budget, Consumer<String> ignored, Runnable unknown) {
        return ofDialect(new Dialect(
                        exchange.profile(),
                        exchange.passwords(),
                        exchange.view().of(type).hidden()))
                .withKnownElsewhere(exchange.view()::knowsSchema)
                .tellingIgnored(ignored, unknown)
                .within(budget);
    }

    private ResourceReader ofDialect(Dialect dialect) {
        ResourceReader reader = known.get(dialect);
        if (reader == null) {
            reader = newReader(dialect);
            if (known.size() < MOST) {
                known.put(dialect, reader);
            }
        }
        return reader;
    }

    private ResourceReader newReader(Dialect dialect) {
        ResourceReader.Builder builder = ResourceReader.builder(type, dialect.profile())
                .limits(settings.limits().body())
                .filters(settings.limits().filters())
                .hidden(dialect.hidden())
                .passwords(dialect.passwords());
        settings.rules(type).forEach(builder::rule);
        return builder.build();
    }

    /** The paths that parameters name; unknown names are ignored. */
    List<BoundPath> paths(Exchange exchange, List<String> names) {
        List<BoundPath> paths = new ArrayList<>(names.size());
        for (String name : names) {
            of(exchange).binder().attribute(name).ifPresent(paths::add);
        }
        return paths;
    }
}
