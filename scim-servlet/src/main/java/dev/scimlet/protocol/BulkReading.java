package dev.scimlet.protocol;

import dev.scimlet.core.Budget;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.ResourceReader;
import dev.scimlet.core.json.message.BulkIds;
import dev.scimlet.core.json.message.EmbeddedBody;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.patch.Replacement;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of operations while the parser passes over them, before the first operation runs. What reading costs and what it
 * ignores counts when the operation runs, if it does.
 *
 * <p>Some data has to wait and is read from its bytes then: what refers to a bulkId, which has no id yet; what comes when so much
 * has been read as one body may have, for it stays in memory; and what goes nowhere or costs more than is left, so that the
 * operations before it run.
 */
final class BulkReading {

    private final BulkTargets targets;
    private final Exchange exchange;
    private final Map<ResourceEndpoint, ResourceReader> readers = new HashMap<>(4);
    private final int mostBytes;
    private long bytes;
    private Budget trial;
    private IgnoredPaths ignored = new IgnoredPaths();

    BulkReading(BulkTargets targets, Exchange exchange, ServiceLimits limits) {
        this.targets = targets;
        this.exchange = exchange;
        this.mostBytes = limits.maxBodyBytes();
        this.trial = exchange.budget().trial();
    }

    /**
     * Reads a body, perhaps in part.
     *
     * @param method in upper case
     * @return what an operation finds instead of its bytes; null if it has to read them
     * @throws IOException if the message is not well-formed
     */
    @Nullable
    RequestBody read(String method, String path, EmbeddedBody body) throws IOException {
        if (bytes >= mostBytes || method.equals("DELETE")) {
            return null;
        }
        Object value;
        try {
            ResourceReader reader = reader(targets.of(method, path).endpoint());
            value = method.equals("PATCH") ? reader.readPatch(body) : reader.read(body);
        } catch (ScimException refused) {
            value = refused;
        } catch (RefersException waits) {
            value = null;
        } catch (RuntimeException failure) {
            value = null; // it will fail again when the operation runs, and be logged and answered there
        }
        bytes += body.end();
        RequestBody read = value == null || trial.refusal().isPresent() ? null : finished(value);
        begin();
        return read;
    }

    private ResourceReader reader(ResourceEndpoint endpoint) {
        ResourceReader reader = readers.get(endpoint);
        if (reader == null) {
            reader = endpoint.readerAhead(exchange, trial, path -> ignored.add(path), () -> ignored.addUnknown())
                    .withReferences(BulkReading::withoutReference);
            readers.put(endpoint, reader);
        }
        return reader;
    }

    private static String withoutReference(String text) {
        if (BulkIds.isOne(text)) {
            throw new RefersException();
        }
        return text;
    }

    /** The data refers to a bulkId: ends its reading. */
    private static final class RefersException extends RuntimeException {

        private static final long serialVersionUID = 1;

        RefersException() {
            super("refers to a bulkId", null, false, false);
        }
    }

    private RequestBody finished(Object value) {
        return new Finished(exchange, value, trial.isUntouched() ? null : trial, ignored);
    }

    /** What was drawn stays so for the operations that follow, whatever becomes of this one. */
    private void begin() {
        if (!trial.isUntouched()) {
            trial = trial.trial();
            readers.clear();
        }
        if (!ignored.isEmpty()) {
            ignored = new IgnoredPaths();
        }
    }

    /** What was read: a {@link Replacement}, a {@link PatchRequest}, or the {@link ScimException} that says why it is none. */
    private static final class Finished implements RequestBody {

        private final Exchange exchange;
        private final Object value;
        private final @Nullable Budget cost;
        private final IgnoredPaths ignored;

        Finished(Exchange exchange, Object value, @Nullable Budget cost, IgnoredPaths ignored) {
            this.exchange = exchange;
            this.value = value;
            this.cost = cost;
            this.ignored = ignored;
        }

        @Override
        public Replacement read(Readers readers) {
            return (Replacement) counted();
        }

        @Override
        public PatchRequest readPatch(Readers readers) {
            return (PatchRequest) counted();
        }

        private Object counted() {
            if (cost != null) {
                exchange.budget().charge(cost);
            }
            exchange.ignored().addAll(ignored);
            if (value instanceof ScimException refused) {
                throw refused;
            }
            return value;
        }
    }
}
