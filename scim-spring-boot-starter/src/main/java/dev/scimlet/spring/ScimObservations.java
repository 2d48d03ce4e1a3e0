package dev.scimlet.spring;

import dev.scimlet.core.ErrorType;
import dev.scimlet.protocol.ExchangeOutcome;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.servlet.ScimServlet;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;

/**
 * The observation {@code scimlet.request} of each request: a timer, and a span where there is tracing. Its tags have few values:
 * {@code operation}, {@code resource} (the resource type), {@code status}, {@code scimType}. No tag names a tenant, of whom there may be many, nor
 * anything that a client has sent.
 */
final class ScimObservations {

    private static final String NAME = "scimlet.request";
    private static final String NONE = "none";

    private final ObservationRegistry registry;

    ScimObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    ScimServlet servlet(ScimService service) {
        return new Observed(service, registry);
    }

    /** Called by the thread that answers, while its observation lasts. */
    void tell(ExchangeOutcome outcome) {
        Observation current = registry.getCurrentObservation();
        if (current == null || !NAME.equals(current.getContext().getName())) {
            return;
        }
        String operation = outcome.operation().name().toLowerCase(Locale.ROOT);
        String type = outcome.resourceType().orElse(NONE);
        current.lowCardinalityKeyValue(KeyValue.of("operation", operation))
                .lowCardinalityKeyValue(KeyValue.of("resource", type))
                .lowCardinalityKeyValue(KeyValue.of("status", Integer.toString(outcome.status())))
                .lowCardinalityKeyValue(KeyValue.of(
                        "scimType", outcome.error().map(ErrorType::keyword).orElse(NONE)))
                .contextualName(type.equals(NONE) ? "scim " + operation : "scim " + operation + " " + type);
    }

    private static final class Observed extends NamingServlet {

        private static final long serialVersionUID = 1L;

        private final transient ObservationRegistry registry;

        Observed(ScimService service, ObservationRegistry registry) {
            super(service);
            this.registry = registry;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Observation.createNotStarted(NAME, registry)
                    .lowCardinalityKeyValue("operation", NONE)
                    .lowCardinalityKeyValue("resource", NONE)
                    .lowCardinalityKeyValue("status", NONE)
                    .lowCardinalityKeyValue("scimType", NONE)
                    .observeChecked(() -> super.service(request, response));
        }
    }
}
