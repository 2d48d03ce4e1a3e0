package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.filter.Filter;
import dev.scimlet.filter.SyntaxException;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.DisplayName;
import dev.scimlet.spi.RequestContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request: for logs, metrics and health. Of what the client sent it carries no more than says which resource is meant: its {@link #name}, a {@link
 * #filter}, the paths of what was {@link #ignored}, and how much was {@link #unknown}. Inside a change it is an attachment of the event's context ({@link
 * RequestContext#attachment}) and tells what is known until then.
 */
public final class ExchangeOutcome {

    /** What a request, or an operation of a Bulk request, was meant to do. */
    public enum Operation {
        /** POST of a new resource. */
        CREATE,
        /** GET of one resource. */
        READ,
        /** GET of a list, or {@code .search}. */
        SEARCH,
        /** PUT. */
        REPLACE,
        /** PATCH. */
        PATCH,
        /** DELETE. */
        DELETE,
        /** A Bulk request as a whole; what it did is in {@link #operations}. */
        BULK,
        /** {@code /ServiceProviderConfig}, {@code /ResourceTypes}, {@code /Schemas}. */
        DISCOVERY,
        /** What was refused before it was known, and OPTIONS. */
        OTHER;

        /** That of a method on a resource, or on an endpoint if it is POST. */
        static Operation of(String method) {
            return switch (method) {
                case "POST" -> CREATE;
                case "GET", "HEAD" -> READ;
                case "PUT" -> REPLACE;
                case "PATCH" -> PATCH;
                case "DELETE" -> DELETE;
                default -> OTHER;
            };
        }
    }

    /**
     * One operation of a Bulk request.
     *
     * @param resourceType its name, or null if the path names none
     * @param id of the resource, or null if there is none
     * @param name as {@link #name}, or null if it is not known
     */
    public record BulkOperation(
            Operation operation,
            @Nullable String resourceType,
            @Nullable String id,
            @Nullable String name,
            int status,
            @Nullable ErrorType error,
            String detail) {}

    private final String requestId;
    private final String method;
    private final long start = System.nanoTime();
    private @Nullable RequestContext context;
    private Operation operation = Operation.OTHER;
    private @Nullable String resourceType;
    private @Nullable String id;
    private @Nullable String tenant;
    private @Nullable RequestContext recognised;
    private @Nullable String name;
    private @Nullable String filter;
    private OptionalLong found = OptionalLong.empty();
    private boolean answered;
    private IgnoredPaths ignores = new IgnoredPaths();
    private final Set<ChangedResource> changed = new LinkedHashSet<>();
    private @Nullable ScimRequest request;
    private byte @Nullable [] requestBody;
    private byte @Nullable [] answerBody;
    private @Nullable ScimResponse answer;
    private int status;
    private @Nullable ErrorType error;
    private String detail = "";
    private Set<String> ignored = Set.of();
    private List<BulkOperation> operations = List.of();
    private OptionalLong requestBytes = OptionalLong.empty();
    private OptionalLong responseBytes = OptionalLong.empty();
    private Duration duration = Duration.ZERO;

    ExchangeOutcome(String requestId, String method) {
        this.requestId = requestId;
        this.method = method;
    }

    // ---- what the service notes on the way

    void names(@Nullable String tenantOfUrl) {
        this.tenant = tenantOfUrl;
    }

    void sentBy(RequestContext known) {
        this.context = known;
    }

    void recognised(RequestContext sender) {
        this.recognised = sender;
    }

    void ignores(IgnoredPaths paths) {
        this.ignores = paths;
    }

    /** An operation of a Bulk request begins: what was known of another one is not of this. */
    void next() {
        this.name = null;
        ignores.next();
    }

    /** What the resource that is meant holds, as far as it was read. */
    void about(Attributes attributes) {
        called(DisplayName.distinct(attributes));
    }

    void called(String known) {
        if (!known.isEmpty()) {
            this.name = known;
        }
    }

    void searches(String text) {
        this.filter = text;
    }

    void finds(OptionalLong total) {
        this.found = total;
    }

    /** A resource of which a change is stored. */
    void changed(String type, String changedId) {
        changed.add(new ChangedResource(type, changedId));
    }

    /** Has the messages be kept. */
    void keep(ScimRequest sent) {
        this.request = sent;
    }

    /** The answer; if messages are kept, one that is in memory. */
    ScimResponse kept(ScimResponse response) {
        if (request == null) {
            return response;
        }
        ScimResponse held = response;
        if (response.hasBody()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                response.writeTo(bytes);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            byte[] body = bytes.toByteArray();
            this.answerBody = body;
            held = response.toBuilder().body(body).build();
        }
        this.answer = held;
        return held;
    }

    void is(Operation of) {
        this.operation = of;
    }

    void about(@Nullable String type, @Nullable String resourceId) {
        this.resourceType = type;
        this.id = resourceId;
    }

    void refused(@Nullable ErrorType type, String said) {
        this.error = type;
        this.detail = said;
    }

    void did(BulkOperation done) {
        if (operations.isEmpty()) {
            operations = new ArrayList<>();
        }
        operations.add(done);
    }

    void received(byte[] body) {
        this.requestBytes = OptionalLong.of(body.length);
        if (request != null) {
            this.requestBody = body;
        }
    }

    void answered(ScimResponse response) {
        this.status = response.status();
        this.ignored = response.ignored();
        this.answered = true;
        this.responseBytes =
                response.contentLength() < 0 ? OptionalLong.empty() : OptionalLong.of(response.contentLength());
        this.operations = List.copyOf(operations);
        this.duration = Duration.ofNanos(System.nanoTime() - start);
    }

    // ---- what listeners are told

    /** The name of the request, the same in logs, events, error answers and the header of the answer. */
    public String requestId() {
        return requestId;
    }

    /** The HTTP method, as sent. */
    public String method() {
        return method;
    }

    /** For whom and by whom; empty if that was not found out. */
    public Optional<RequestContext> context() {
        return Optional.ofNullable(context);
    }

    /** The tenant that the URL names, who need not exist; empty if it names none, or nothing was looked at. */
    public Optional<String> tenant() {
        return Optional.ofNullable(tenant);
    }

    /**
     * Whose credentials came that are not good any longer, or not for this ({@link
     * dev.scimlet.protocol.access.Authentication.Invalid#recognised}); empty if they were good, or could be anybody's.
     */
    public Optional<RequestContext> recognised() {
        return Optional.ofNullable(recognised);
    }

    /** What it was meant to do. */
    public Operation operation() {
        return operation;
    }

    /** The name of the resource type; empty if the path names none. */
    public Optional<String> resourceType() {
        return Optional.ofNullable(resourceType);
    }

    /** The id of the resource, as the client sent it or the store gave it; empty if there is none. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /**
     * What tells the resource from others of its type for people ({@link DisplayName#distinct}), as it is stored, or for a creation as the client sent it; empty if it was not
     * found out.
     */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** The filter of a search; empty if there is none, or it could not be read. */
    public Optional<Filter> filter() {
        if (filter == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Filter.parse(filter));
        } catch (SyntaxException tolerated) {
            return Optional.empty();
        }
    }

    /** How many resources a search has found in all; empty if it was none, or did not count. */
    public OptionalLong found() {
        return found;
    }

    /** The resources of which a change is stored by this request. */
    public Set<ChangedResource> changed() {
        return Collections.unmodifiableSet(changed);
    }

    /** A resource of which a change is stored. */
    public record ChangedResource(String type, String id) {}

    /** The messages as they were sent, secrets too; empty unless a listener {@linkplain ExchangeListener#wantsMessages wanted} them. */
    public Optional<Messages> messages() {
        ScimRequest sent = request;
        ScimResponse given = answer;
        return sent == null || given == null
                ? Optional.empty()
                : Optional.of(new Messages(sent, requestBody, given, answerBody));
    }

    /**
     * A request and its answer.
     *
     * @param request whose body has been read
     * @param requestBody what was read, or null if nothing was
     * @param answer whose body is {@code answerBody}
     * @param answerBody null if there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Messages(
            ScimRequest request, byte @Nullable [] requestBody, ScimResponse answer, byte @Nullable [] answerBody) {}

    /** The HTTP status of the answer; 0 before there is one. */
    public int status() {
        return status;
    }

    /** The {@code scimType} of the error; empty if there is none. */
    public Optional<ErrorType> error() {
        return Optional.ofNullable(error);
    }

    /** What the client was told of the error; empty if there is none. */
    public String detail() {
        return detail;
    }

    /**
     * The paths of what the client sent and the application chose not to keep ({@link ScimResponse#ignored}); inside an operation of a Bulk request
     * those of the operation.
     */
    public Set<String> ignored() {
        return answered ? ignored : ignores.current();
    }

    /**
     * How many attributes, sub-attributes and objects of schemas the client sent that nobody knows, and that its profile passes over; inside an operation of a
     * Bulk request those of the operation. What they are called is not kept: a client may call them anything.
     */
    public int unknown() {
        return answered ? ignores.unknown() : ignores.unknownOfCurrent();
    }

    /** The operations of a Bulk request that were tried, in the order of the request. */
    public List<BulkOperation> operations() {
        return operations;
    }

    /** The bytes of the body that was read; empty if none was. */
    public OptionalLong requestBytes() {
        return requestBytes;
    }

    /** The bytes of the answer's body; empty if it is written piece by piece, as lists are. */
    public OptionalLong responseBytes() {
        return responseBytes;
    }

    /** From the beginning to when the answer was ready, or to now; a list is still to be written then. */
    public Duration duration() {
        return answered ? duration : Duration.ofNanos(System.nanoTime() - start);
    }
}
