package dev.scimlet.directory.log;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.directory.Credential;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.jose.Json;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.filter.CompareValue;
import dev.scimlet.filter.Filter;
import dev.scimlet.protocol.ExchangeOutcome;
import dev.scimlet.protocol.ResourceEvent;
import dev.scimlet.spi.DisplayName;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.TimeOrderedIds;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes entries of changes, exchanges and notes of the host. */
final class RowMaker {

    private static final int MOST_IDS = 100;

    /** A change that says more is told by its paths alone. */
    private static final int LONGEST_DETAILS = 16_000;

    private static final int NOT_FOUND = 404;

    private final Clock clock;
    private final TimeOrderedIds ids;
    private final Map<String, LogView> views;
    private final Wording wording;

    RowMaker(Clock clock, TimeOrderedIds ids, Map<String, LogView> views) {
        this.clock = clock;
        this.ids = ids;
        this.views = views;
        this.wording = new Wording(views);
    }

    Wording wording() {
        return wording;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Who asks. */
    private record Sender(
            @Nullable String directoryId,
            @Nullable String actor,
            @Nullable String credential) {

        static final Sender STRANGER = new Sender(null, null, null);

        static Sender of(RequestContext context) {
            Optional<Directory> directory = context.attachment(Directory.class);
            return new Sender(
                    directory.map(Directory::id).orElse(null),
                    directory.map(Directory::name).orElse(context.principal()),
                    context.attachment(Credential.class)
                            .map(Credential::label)
                            .filter(label -> !label.isEmpty())
                            .orElse(null));
        }
    }

    // ---- changes

    /** The entry of a change; null for a kind of event that is not known. */
    @Nullable
    LogRow of(ResourceEvent event) {
        LogView view = view(event.type().name());
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        LogEntry.Operation operation;
        Resource now;
        String code;
        if (event instanceof ResourceEvent.Created created) {
            operation = LogEntry.Operation.CREATE;
            code = Codes.CREATED;
            now = created.resource();
            details.putAll(view.changes(now.type().emptyAttributes(), now.attributes()));
            references(details, "added", references(now.attributes()));
        } else if (event instanceof ResourceEvent.Changed changed) {
            operation = LogEntry.Operation.UPDATE;
            code = Codes.CHANGED;
            now = changed.after();
            details.putAll(view.changes(changed.before().attributes(), now.attributes()));
            references(details, "added", changed.added());
            references(details, "removed", changed.removed());
        } else if (event instanceof ResourceEvent.Deleted deleted) {
            operation = LogEntry.Operation.DELETE;
            code = Codes.DELETED;
            now = deleted.last();
            details.putAll(view.changes(now.attributes(), now.type().emptyAttributes()));
            references(details, "removed", references(now.attributes()));
        } else {
            return null;
        }
        Optional<ExchangeOutcome> outcome = event.context().attachment(ExchangeOutcome.class);
        outcome.ifPresent(known -> ignored(details, known, event.type().name()));
        Instant time = now();
        Sender sender = Sender.of(event.context());
        return new LogRow(
                ids.get(),
                event.context().tenant(),
                time,
                time,
                1,
                operation,
                LogEntry.Result.DONE,
                sender.directoryId(),
                sender.actor(),
                sender.credential(),
                event.type().name(),
                event.id(),
                name(view, event, now),
                0,
                code,
                "",
                text(details),
                outcome.map(known -> known.duration().toMillis()).orElse(null),
                event.context().requestId());
    }

    private static @Nullable String name(LogView view, ResourceEvent event, Resource now) {
        String name = view.name(now.attributes());
        return name == null && event instanceof ResourceEvent.Changed changed
                ? view.name(changed.before().attributes())
                : name;
    }

    private static Set<String> references(Attributes attributes) {
        Set<String> all = new LinkedHashSet<>();
        for (AttributeDefinition attribute : attributes.definition().subAttributes()) {
            if (attribute.isReferenceList() && attributes.get(attribute) instanceof Values entries) {
                entries.forEach(entry -> ((Attributes) entry).string("value").ifPresent(all::add));
            }
        }
        return all;
    }

    private static void references(Map<String, @Nullable Object> details, String key, Collection<String> references) {
        if (!references.isEmpty()) {
            details.put(
                    key,
                    Map.of(
                            "count", references.size(),
                            "ids", references.stream().limit(MOST_IDS).toList()));
        }
    }

    private void ignored(Map<String, @Nullable Object> details, ExchangeOutcome outcome, @Nullable String type) {
        List<String> told = wording.paths(outcome.ignored(), type);
        if (!told.isEmpty()) {
            details.put("ignored", told);
        }
        if (outcome.unknown() > 0) {
            details.put("unknown", outcome.unknown());
        }
    }

    private static @Nullable String text(Map<String, @Nullable Object> details) {
        if (details.isEmpty()) {
            return null;
        }
        String text = new String(Json.write(details), StandardCharsets.UTF_8);
        return text.length() <= LONGEST_DETAILS ? text : withoutValues(details);
    }

    private static String withoutValues(Map<String, @Nullable Object> details) {
        Map<String, @Nullable Object> thin = new LinkedHashMap<>(details);
        if (thin.get("changes") instanceof List<?> changes) {
            thin.put(
                    "changes",
                    changes.stream()
                            .map(change -> Map.of("path", String.valueOf(((Map<?, ?>) change).get("path"))))
                            .toList());
        }
        return new String(Json.write(thin), StandardCharsets.UTF_8);
    }

    private LogView view(String type) {
        LogView view = views.get(type);
        if (view == null) {
            throw new IllegalStateException("the log knows no resource type '" + type + "'");
        }
        return view;
    }

    // ---- exchanges

    /** What is logged of an exchange beside its changes. */
    interface Receiver {
        void add(LogRow row, boolean unverified);
    }

    void of(ExchangeOutcome outcome, Receiver receiver) {
        RequestContext known = outcome.context().or(outcome::recognised).orElse(null);
        String tenant = known == null ? outcome.tenant().orElse(null) : known.tenant();
        if (tenant == null || isNone(tenant)) {
            return;
        }
        Said said = new Said(outcome, tenant, known == null ? Sender.STRANGER : Sender.of(known), receiver);
        if (outcome.operation() == ExchangeOutcome.Operation.BULK && outcome.status() < 300) {
            outcome.operations().forEach(said::operation);
        } else if (outcome.context().isEmpty()) {
            said.notLetIn();
        } else {
            said.whole();
        }
    }

    /** Whoever sends more than fits into the column, or what is no text, means no tenant. */
    private static boolean isNone(String tenant) {
        return tenant.length() > LogRow.LONGEST_NAME || LogRow.isNoText(tenant);
    }

    /** What one exchange is told as. */
    private final class Said {

        private final ExchangeOutcome outcome;
        private final String tenant;
        private final Sender sender;
        private final Receiver receiver;

        Said(ExchangeOutcome outcome, String tenant, Sender sender, Receiver receiver) {
            this.outcome = outcome;
            this.tenant = tenant;
            this.sender = sender;
            this.receiver = receiver;
        }

        void notLetIn() {
            String detail = outcome.detail();
            String code = sender.actor() == null
                    ? Codes.STRANGER
                    : Codes.CREDENTIALS.getOrDefault(detail, Codes.refused(outcome.status()));
            add(
                    LogEntry.Operation.CONNECT,
                    LogEntry.Result.REFUSED,
                    About.NOTHING,
                    new LogReason(code, List.of()),
                    Map.of());
        }

        void whole() {
            ExchangeOutcome.Operation operation = outcome.operation();
            int status = outcome.status();
            About about = new About(
                    outcome.resourceType().orElse(null),
                    outcome.id().orElse(null),
                    outcome.name().orElse(null));
            if (status >= 400) {
                refused(operation, about, status, outcome.error().orElse(null), outcome.detail());
                return;
            }
            switch (operation) {
                case SEARCH -> search(about);
                case READ -> read(LogEntry.Operation.READ, about, Codes.READ);
                case DISCOVERY -> read(LogEntry.Operation.LOOKUP, About.NOTHING, Codes.READ);
                case REPLACE, PATCH, CREATE, DELETE, BULK -> unchanged(operation, about);
                case OTHER -> {
                    // OPTIONS: nothing was asked for
                }
            }
        }

        void operation(ExchangeOutcome.BulkOperation operation) {
            About about = new About(operation.resourceType(), operation.id(), operation.name());
            if (operation.status() >= 400) {
                refused(operation.operation(), about, operation.status(), operation.error(), operation.detail());
            } else {
                unchanged(operation.operation(), about);
            }
        }

        private void search(About about) {
            Map<String, @Nullable Object> details = new LinkedHashMap<>();
            Filter filter = outcome.filter().orElse(null);
            String named = null;
            if (filter != null) {
                String told = wording.filter(filter, about.type());
                details.put("filter", told);
                named = told.contains(Wording.LEFT_OUT) ? null : soughtName(filter);
            }
            LogReason reason = new LogReason(Codes.FOUND, List.of());
            if (outcome.found().isPresent()) {
                long found = outcome.found().getAsLong();
                reason = found == 0
                        ? LogReason.of(Codes.FOUND_NONE)
                        : found == 1 ? LogReason.of(Codes.FOUND_ONE) : LogReason.of(Codes.FOUND, Long.toString(found));
            }
            add(LogEntry.Operation.LOOKUP, LogEntry.Result.DONE, new About(about.type(), null, named), reason, details);
        }

        private void read(LogEntry.Operation operation, About about, String code) {
            add(operation, LogEntry.Result.DONE, about, LogReason.of(code), Map.of());
        }

        private void unchanged(ExchangeOutcome.Operation operation, About about) {
            boolean changed = about.type() != null
                    && about.id() != null
                    && outcome.changed().contains(new ExchangeOutcome.ChangedResource(about.type(), about.id()));
            boolean mayBeUnchanged =
                    operation == ExchangeOutcome.Operation.REPLACE || operation == ExchangeOutcome.Operation.PATCH;
            if (mayBeUnchanged && !changed) {
                Map<String, @Nullable Object> details = new LinkedHashMap<>();
                if (outcome.operation() != ExchangeOutcome.Operation.BULK) {
                    // After a Bulk request only the total of its operations is known
                    ignored(details, outcome, about.type());
                }
                add(
                        LogEntry.Operation.UPDATE,
                        LogEntry.Result.UNCHANGED,
                        about,
                        LogReason.of(Codes.UNCHANGED),
                        details);
            }
        }

        private void refused(
                ExchangeOutcome.Operation asked, About about, int status, @Nullable ErrorType error, String detail) {
            LogEntry.Operation operation = switch (asked) {
                case CREATE -> LogEntry.Operation.CREATE;
                case READ -> LogEntry.Operation.READ;
                case SEARCH, DISCOVERY -> LogEntry.Operation.LOOKUP;
                case REPLACE, PATCH -> LogEntry.Operation.UPDATE;
                case DELETE -> LogEntry.Operation.DELETE;
                case BULK -> LogEntry.Operation.BULK;
                case OTHER -> LogEntry.Operation.OTHER;
            };
            if (status == NOT_FOUND) {
                LogEntry.Result result =
                        operation == LogEntry.Operation.READ ? LogEntry.Result.DONE : LogEntry.Result.REFUSED;
                add(operation, result, about, LogReason.of(Codes.NOT_FOUND), Map.of());
                return;
            }
            String code = error == null ? Codes.refused(status) : Codes.refused(error);
            String told = wording.detail(detail, about.type());
            LogReason reason = new LogReason(
                    Codes.CREDENTIALS.getOrDefault(detail, code),
                    told.isEmpty() || Codes.CREDENTIALS.containsKey(detail) ? List.of() : List.of(told));
            LogEntry.Result result = status >= 500 && status != 501 ? LogEntry.Result.FAILED : LogEntry.Result.REFUSED;
            add(operation, result, about, reason, Map.of());
        }

        private void add(
                LogEntry.Operation operation,
                LogEntry.Result result,
                About about,
                LogReason reason,
                Map<String, @Nullable Object> details) {
            LogView view = about.type() == null ? null : views.get(about.type());
            boolean named = about.name() != null && view != null && view.tellsNames();
            Instant time = now();
            receiver.add(
                    new LogRow(
                            ids.get(),
                            tenant,
                            time,
                            time,
                            1,
                            operation,
                            result,
                            sender.directoryId(),
                            sender.actor(),
                            sender.credential(),
                            view == null ? null : about.type(),
                            view == null ? null : about.id(),
                            named ? about.name() : null,
                            outcome.status(),
                            reason.code(),
                            String.join("\n", reason.arguments()),
                            text(new LinkedHashMap<>(details)),
                            outcome.duration().toMillis(),
                            outcome.requestId()),
                    outcome.status() >= 300 && !named
                            || outcome.operation() == ExchangeOutcome.Operation.BULK && !named);
        }
    }

    private record About(
            @Nullable String type,
            @Nullable String id,
            @Nullable String name) {
        static final About NOTHING = new About(null, null, null);
    }

    /** Whom a search by name is for. */
    private static @Nullable String soughtName(Filter filter) {
        return filter instanceof Filter.Comparison comparison
                        && comparison.operator() == CompareOperator.EQ
                        && comparison.path().subAttribute() == null
                        && DisplayName.DISTINCT.stream()
                                .anyMatch(name ->
                                        name.equalsIgnoreCase(comparison.path().attribute()))
                        && comparison.value() instanceof CompareValue.Text text
                ? text.value()
                : null;
    }

    // ---- notes of the host

    LogRow of(RequestContext context, LogNote note) {
        Instant time = now();
        Sender sender = Sender.of(context);
        return new LogRow(
                ids.get(),
                context.tenant(),
                time,
                time,
                1,
                note.operation(),
                note.result(),
                sender.directoryId(),
                sender.actor(),
                sender.credential(),
                note.what(),
                note.resourceId(),
                note.name(),
                0,
                note.reason().code(),
                note.reason().lines(),
                null,
                null,
                context.requestId().equals("-") ? null : context.requestId());
    }

    LogRow of(Beside.Dropped dropped) {
        return new LogRow(
                ids.get(),
                dropped.tenant(),
                dropped.first(),
                dropped.last(),
                dropped.count(),
                LogEntry.Operation.OTHER,
                LogEntry.Result.DONE,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                Codes.DROPPED,
                "",
                null,
                null,
                null);
    }
}
