package dev.scimlet.servlet;

import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.simulator.transport.ScimCall;
import dev.scimlet.simulator.transport.ScimTransport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hands the requests of a simulated identity provider to a service, without a network, and counts those that write. */
final class ServiceTransport implements ScimTransport {

    private final ScimService service;
    private final List<String> writes = Collections.synchronizedList(new ArrayList<>());

    ServiceTransport(ScimService service) {
        this.service = service;
    }

    /** All requests so far that were to change something. */
    List<String> writes() {
        return List.copyOf(writes);
    }

    void forgetWrites() {
        writes.clear();
    }

    @Override
    public ScimAnswer send(ScimCall call) {
        if (!call.method().equals("GET")) {
            writes.add(call.method() + " " + call.target());
        }
        String[] target = call.target().split("\\?", 2);
        ScimRequest.Builder request = ScimRequest.builder(call.method(), target[0])
                .query(target.length == 2 ? target[1] : null)
                .body(call.body());
        call.headers().forEach(request::header);
        ScimResponse response = service.handle(request.build());
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().forEach(header -> headers.put(header.name(), header.value()));
        return new ScimAnswer(response.status(), headers, response.bodyText());
    }
}
