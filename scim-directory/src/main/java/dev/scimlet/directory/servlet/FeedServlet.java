package dev.scimlet.directory.servlet;

import dev.scimlet.directory.feed.FeedEndpoint;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/**
 * Mounts the feed for readers outside of the application, for example at {@code /events/*}: its own place, since it takes other
 * credentials than SCIM. A request that waits for events holds its thread for up to 30 seconds, as at most 50 do.
 */
public final class FeedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient FeedEndpoint endpoint;

    /** A servlet that hands all requests to the endpoint. */
    public FeedServlet(FeedEndpoint endpoint) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RequestOfContainer.answer(endpoint.handle(RequestOfContainer.of(request)), response);
    }
}
