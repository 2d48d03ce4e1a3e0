package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of a request: for logs, metrics and health. It carries no value that the client sent. */
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
     */
    public record BulkOperation(
            Operation operation,
            @Nullable String resourceType,
            @Nullable String id,
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

    void sentBy(RequestContext known) {
        this.context = known;
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

    void received(long bytes) {
        this.requestBytes = OptionalLong.of(bytes);
    }

    void answered(ScimResponse response) {
        this.status = response.status();
        this.ignored = response.ignored();
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

    /** The HTTP status of the answer. */
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

    /** The paths of what the client sent and the application chose not to keep ({@link ScimResponse#ignored}). */
    public Set<String> ignored() {
        return ignored;
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

    /** From the beginning to when the answer was ready; a list is still to be written then. */
    public Duration duration() {
        return duration;
    }
}
