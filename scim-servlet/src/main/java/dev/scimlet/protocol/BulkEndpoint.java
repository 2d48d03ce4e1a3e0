package dev.scimlet.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.message.JsonParsers;
import dev.scimlet.core.json.message.Message;
import dev.scimlet.protocol.message.ScimResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /Bulk} (RFC 7644 §3.7). */
final class BulkEndpoint {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final ServiceSettings settings;
    private final Map<String, ResourceEndpoint> endpoints;
    private final JsonFactory requests;

    BulkEndpoint(ServiceSettings settings, Map<String, ResourceEndpoint> endpoints) {
        this.settings = settings;
        this.endpoints = endpoints;
        this.requests = JsonParsers.within(settings.limits().body().nesting());
    }

    ScimResponse handle(Exchange exchange) {
        exchange.outcome().is(ExchangeOutcome.Operation.BULK);
        if (!settings.offers(Feature.BULK)) {
            throw ScimException.withStatus(501, "this service provider does not support Bulk");
        }
        return switch (exchange.request().method()) {
            case "POST" -> process(exchange);
            case "OPTIONS" -> Route.options("POST, OPTIONS");
            default -> Route.notAllowed("POST, OPTIONS");
        };
    }

    private ScimResponse process(Exchange exchange) {
        byte[] body = BodyReader.read(exchange, settings.limits().maxBulkBytes());
        BulkTargets targets = new BulkTargets(endpoints, exchange);
        BulkReading reading = new BulkReading(targets, exchange, settings.limits());
        BulkRequest request = BulkRequest.read(requests, body, settings.limits(), reading);
        List<BulkRun.Result> results = new BulkRun(targets, settings, exchange, request).run();
        results.forEach(result -> exchange.outcome().did(done(result)));
        return ScimResponse.builder(200).body(answer(exchange, results)).build();
    }

    private static ExchangeOutcome.BulkOperation done(BulkRun.Result result) {
        ScimException error = result.error();
        return new ExchangeOutcome.BulkOperation(
                ExchangeOutcome.Operation.of(result.operation().method()),
                result.type() == null ? null : result.type().name(),
                result.id(),
                result.name(),
                result.status(),
                error == null ? null : error.type().orElse(null),
                error == null ? "" : error.detail());
    }

    private static byte[] answer(Exchange exchange, List<BulkRun.Result> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + 160 * results.size());
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            generator.writeStartObject();
            Message.BULK_RESPONSE.writeSchemas(generator);
            generator.writeArrayFieldStart("Operations");
            for (BulkRun.Result result : results) {
                write(exchange, generator, result);
            }
            generator.writeEndArray();
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(Exchange exchange, JsonGenerator generator, BulkRun.Result result) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("method", result.operation().method());
        writeIfPresent(generator, "bulkId", result.operation().bulkId());
        writeIfPresent(generator, "version", result.version());
        if (result.type() != null && result.id() != null) {
            generator.writeStringField("location", exchange.locations().of(result.type(), result.id()));
        }
        generator.writeStringField("status", Integer.toString(result.status()));
        ScimException error = result.error();
        if (error != null) {
            generator.writeFieldName("response");
            ErrorBody.write(generator, error.status(), error.type(), error.detail());
        }
        generator.writeEndObject();
    }

    private static void writeIfPresent(JsonGenerator generator, String name, @Nullable String value)
            throws IOException {
        if (value != null) {
            generator.writeStringField(name, value);
        }
    }
}
