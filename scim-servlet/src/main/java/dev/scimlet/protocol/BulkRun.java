package dev.scimlet.protocol;

import dev.scimlet.core.Budget;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.message.BulkIds;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.Wanted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processing of one Bulk request (RFC 7644 §3.7).
 *
 * <p>Operations run in the order of the request, but an operation that refers to a bulkId runs after the POST that gives
 * it. In a circle the references to what does not exist yet are left out of the creation and put in as soon as they can
 * be; if such a reference is required, the operation fails with 409. Each operation is a transaction of its own. A stack
 * of our own takes the place of recursion: chains of any length are fine.
 */
final class BulkRun {

    private static final Logger LOG = LoggerFactory.getLogger(ScimService.class);

    /** A transaction more takes a database as long as writing so many entries. */
    private static final int ENTRIES_FOR_OPERATION = 10;

    /** What came of an operation. */
    record Result(
            BulkRequest.Operation operation,
            int status,
            @Nullable ResourceType type,
            @Nullable String id,
            @Nullable String name,
            @Nullable String version,
            @Nullable ScimException error) {}

    private enum State {
        OPEN,
        RUNNING,
        CREATED,
        FAILED
    }

    /** References that could not be given at creation. */
    private record Link(BoundPath path, Object value) {}

    private final BulkTargets targets;
    private final ServiceSettings settings;
    private final Exchange exchange;
    private final BulkRequest request;
    private final Result[] results;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, State> states = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<Integer, List<Link>> links = new LinkedHashMap<>();

    /** What each operation still has to wait for; it becomes shorter, so that no list is walked twice. */
    private final Map<Integer, List<String>> uses = new HashMap<>();

    /** Creations that have begun and not ended: each of them but one waits for another one. */
    private int running;

    private int failures;

    BulkRun(BulkTargets targets, ServiceSettings settings, Exchange exchange, BulkRequest request) {
        this.targets = targets;
        this.settings = settings;
        this.exchange = exchange;
        this.request = request;
        this.results = new Result[request.operations().size()];
        for (int i = 0; i < results.length; i++) {
            BulkRequest.Operation operation = request.operations().get(i);
            if (operation.isPost() && operation.bulkId() != null) {
                positions.put(operation.bulkId(), i);
                states.put(operation.bulkId(), State.OPEN);
            }
        }
    }

    /** The results of what was tried, in the order of the request. */
    List<Result> run() {
        for (int i = 0; i < results.length && !stopped(); i++) {
            runWithDependencies(i);
        }
        closeCircles();
        List<Result> tried = new ArrayList<>(results.length);
        for (Result result : results) {
            if (result != null) {
                tried.add(result);
            }
        }
        return tried;
    }

    private boolean stopped() {
        return request.failOnErrors() != null && failures >= request.failOnErrors();
    }

    // ---- order

    private void runWithDependencies(int first) {
        Deque<Integer> stack = new ArrayDeque<>();
        stack.push(first);
        while (!stack.isEmpty() && !stopped()) {
            int index = stack.peek();
            if (results[index] != null) {
                stack.pop();
                continue;
            }
            begin(index);
            Integer dependency = openDependency(index);
            if (dependency != null) {
                stack.push(dependency);
            } else {
                stack.pop();
                results[index] = execute(index);
                if (running == 0) {
                    closeCircles();
                }
            }
        }
    }

    private void begin(int index) {
        BulkRequest.Operation operation = request.operations().get(index);
        String bulkId = operation.bulkId();
        if (operation.isPost() && bulkId != null && states.replace(bulkId, State.OPEN, State.RUNNING)) {
            running++;
        }
    }

    private void end(@Nullable String bulkId, State state) {
        if (bulkId != null && states.replace(bulkId, State.RUNNING, state)) {
            running--;
        }
    }

    /** Puts in what creations had to leave out, before anything else changes what they have made. */
    private void closeCircles() {
        links.forEach(this::link);
        links.clear();
    }

    /** A creation that must come first and has not begun; one that has begun is waiting for this one. */
    private @Nullable Integer openDependency(int index) {
        List<String> uses = this.uses.computeIfAbsent(index, this::usesOf);
        while (!uses.isEmpty()) {
            String bulkId = uses.remove(uses.size() - 1);
            if (states.get(bulkId) == State.OPEN) {
                return positions.get(bulkId);
            }
        }
        return null;
    }

    /** The bulkIds that an operation refers to and that some operation gives, in reverse: the first one is last. */
    private List<String> usesOf(int index) {
        BulkRequest.Operation operation = request.operations().get(index);
        boolean inPath = operation.path().contains("bulkId");
        if (!inPath && operation.uses().isEmpty()) {
            return List.of();
        }
        Set<String> known = new LinkedHashSet<>();
        if (inPath) {
            addUsesOfPath(operation.path(), known);
        }
        known.addAll(operation.uses());
        known.retainAll(positions.keySet());
        List<String> uses = new ArrayList<>(known);
        Collections.reverse(uses);
        return uses;
    }

    private static void addUsesOfPath(String path, Set<String> uses) {
        List<String> segments;
        try {
            segments = Route.of(path).segments();
        } catch (ScimException malformed) {
            return; // the operation itself will say so
        }
        for (String segment : segments) {
            if (BulkIds.isOne(segment)) {
                uses.add(BulkIds.nameIn(segment));
            }
        }
    }

    // ---- one operation

    private Result execute(int index) {
        BulkRequest.Operation operation = request.operations().get(index);
        exchange.outcome().next();
        try {
            // once the budget did not suffice, the operations that remain are answered so too
            exchange.budget().requireGrants();
            exchange.budget().spend(Budget.Item.ENTRIES_WRITTEN, index == 0 ? 0 : ENTRIES_FOR_OPERATION);
            return succeed(index, operation);
        } catch (ScimException refused) {
            return failed(operation, refused);
        } catch (RuntimeException failure) {
            return failed(operation, logged(failure));
        }
    }

    /** What the resource of the present operation is called. */
    private @Nullable String name() {
        return exchange.outcome().name().orElse(null);
    }

    private ScimException logged(RuntimeException failure) {
        String requestId = exchange.context().requestId();
        LOG.error("request {}: a Bulk operation failed", requestId, failure);
        return Refusals.unexpected(requestId);
    }

    private Result failed(BulkRequest.Operation operation, ScimException error) {
        failures++;
        if (operation.isPost()) {
            end(operation.bulkId(), State.FAILED);
        }
        BulkTargets.Target target = knownTarget(operation);
        return new Result(
                operation,
                error.status(),
                target == null ? null : target.endpoint().type(),
                target == null ? null : knownId(target),
                name(),
                null,
                error);
    }

    private BulkTargets.@Nullable Target knownTarget(BulkRequest.Operation operation) {
        try {
            return targets.of(operation);
        } catch (ScimException noSuchPath) {
            return null;
        }
    }

    private @Nullable String knownId(BulkTargets.Target target) {
        String segment = target.segment();
        return segment != null && BulkIds.isOne(segment) ? ids.get(BulkIds.nameIn(segment)) : segment;
    }

    private String idOf(String bulkId) {
        String id = ids.get(bulkId);
        if (id == null) {
            throw ScimException.withStatus(409, "no operation of this request has created the bulkId '" + bulkId + "'");
        }
        return id;
    }

    private Result succeed(int index, BulkRequest.Operation operation) {
        if (operation.fault() != null) {
            throw operation.fault();
        }
        BulkTargets.Target target = targets.of(operation);
        ResourceEndpoint endpoint = target.endpoint();
        String segment = target.segment();
        if (segment == null) {
            return created(index, operation, endpoint);
        }
        String id = resolved(segment);
        Preconditions conditions =
                operation.version() == null ? Preconditions.none() : Preconditions.ofVersion(operation.version());
        RequestBody body = body(operation, this::resolved);
        switch (operation.method()) {
            case "PUT" -> {
                return done(
                        operation,
                        200,
                        endpoint.replace(exchange, id, conditions, body).resource());
            }
            case "PATCH" -> {
                endpoint.requirePatch();
                return done(
                        operation,
                        200,
                        endpoint.patch(exchange, id, conditions, body, Wanted.nothing())
                                .resource());
            }
            default -> {
                endpoint.delete(exchange, id, conditions);
                return new Result(operation, 204, endpoint.type(), id, name(), null, null);
            }
        }
    }

    private RequestBody body(BulkRequest.Operation operation, UnaryOperator<String> references) {
        return operation.data() != null
                ? operation.data()
                : RequestBody.of(request.body(), operation.dataOffset(), operation.dataLength(), references);
    }

    private Result done(BulkRequest.Operation operation, int status, Resource resource) {
        String version = settings.offers(Feature.ETAG) ? settings.tag(resource.meta()) : null;
        return new Result(operation, status, resource.type(), resource.id(), name(), version, null);
    }

    private String resolved(String text) {
        return BulkIds.isOne(text) ? idOf(BulkIds.nameIn(text)) : text;
    }

    // ---- creation, circles included

    private Result created(int index, BulkRequest.Operation operation, ResourceEndpoint endpoint) {
        List<Link> left = new ArrayList<>();
        RequestBody body = body(operation, this::resolvedOrPending);
        ResourceEndpoint.Written written = operation.uses().isEmpty()
                ? endpoint.create(exchange, body)
                : endpoint.create(exchange, body, attributes -> withoutPending(attributes, left));
        Resource created = written.resource();
        String bulkId = String.valueOf(operation.bulkId());
        end(operation.bulkId(), State.CREATED);
        ids.put(bulkId, created.id());
        if (!left.isEmpty()) {
            links.put(index, left);
        }
        return done(operation, 201, created);
    }

    private String resolvedOrPending(String text) {
        return BulkIds.isOne(text) && isPending(text) ? text : resolved(text);
    }

    /** Whether this is the bulkId of a creation that waits for the present one, or of the present one itself. */
    private boolean isPending(@Nullable Object value) {
        return value instanceof String text && BulkIds.isOne(text) && states.get(BulkIds.nameIn(text)) == State.RUNNING;
    }

    private Attributes withoutPending(Attributes attributes, List<Link> left) {
        Attributes rest = attributes;
        for (AttributeDefinition attribute : attributes.definition().subAttributes()) {
            if (attribute.isExtension() && attributes.get(attribute) instanceof Attributes data) {
                for (AttributeDefinition inside : attribute.subAttributes()) {
                    rest = withoutPending(rest, BoundPath.of(attribute, inside), data.get(inside), left);
                }
            } else {
                rest = withoutPending(rest, BoundPath.of(attribute), attributes.get(attribute), left);
            }
        }
        return rest;
    }

    private Attributes withoutPending(Attributes attributes, BoundPath path, @Nullable Object value, List<Link> left) {
        if (value instanceof Values list) {
            Values rest = list;
            for (Object entry : list) {
                if (refersToPending(path.target(), entry)) {
                    left.add(new Link(path, entry));
                    rest = rest.minus(entry);
                }
            }
            return rest == list
                    ? attributes
                    : requireRest(path, rest.isEmpty(), path.withAttributeValue(attributes, rest));
        }
        if (value != null && refersToPending(path.target(), value)) {
            left.add(new Link(path, value));
            return requireRest(path, true, path.withAttributeValue(attributes, null));
        }
        return attributes;
    }

    private static Attributes requireRest(BoundPath path, boolean empty, Attributes rest) {
        if (empty && path.target().required()) {
            throw ScimException.withStatus(
                    409, "'" + path.text() + "' is required but refers to a resource that waits for this one");
        }
        return rest;
    }

    private boolean refersToPending(AttributeDefinition attribute, Object value) {
        if (!(value instanceof Attributes complex)) {
            return BulkIds.mayStandIn(attribute) && isPending(value);
        }
        for (AttributeDefinition part : complex.definition().subAttributes()) {
            if (BulkIds.mayStandIn(part) && isPending(complex.get(part))) {
                return true;
            }
        }
        return false;
    }

    private void link(int index, List<Link> left) {
        Result result = results[index];
        BulkRequest.Operation operation = request.operations().get(index);
        ResourceEndpoint endpoint = targets.of(operation).endpoint();
        String id = idOf(String.valueOf(operation.bulkId()));
        try {
            exchange.budget().requireGrants();
            Resource linked = endpoint.link(exchange, id, attributes -> linked(attributes, left));
            results[index] = done(operation, result.status(), linked);
        } catch (ScimException refused) {
            results[index] = notLinked(result, refused);
        } catch (RuntimeException failure) {
            results[index] = notLinked(result, logged(failure));
        }
    }

    private Result notLinked(Result created, ScimException error) {
        failures++;
        return new Result(
                created.operation(), error.status(), created.type(), created.id(), created.name(), null, error);
    }

    private Attributes linked(Attributes attributes, List<Link> left) {
        Attributes linked = attributes;
        for (Link link : left) {
            Object value = resolvedValue(link.value());
            Object known = link.path().attributeValue(linked);
            AttributeDefinition target = link.path().target();
            Object next =
                    target.multiValued() ? (known == null ? Values.empty(target) : (Values) known).plus(value) : value;
            linked = link.path().withAttributeValue(linked, next);
        }
        return linked;
    }

    private Object resolvedValue(Object value) {
        if (!(value instanceof Attributes complex)) {
            return resolved((String) value);
        }
        Attributes resolved = complex;
        for (AttributeDefinition part : complex.definition().subAttributes()) {
            if (BulkIds.mayStandIn(part) && complex.get(part) instanceof String text && BulkIds.isOne(text)) {
                resolved = resolved.with(part, resolved(text));
            }
        }
        return resolved;
    }
}
