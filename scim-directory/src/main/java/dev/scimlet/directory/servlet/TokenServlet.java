package dev.scimlet.directory.servlet;

import dev.scimlet.directory.TokenEndpoint;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/**
 * Mounts the token endpoint where the path of its issuer ends: for {@code https://app.example.com/scim} to {@code /scim/*}, beside
 * the SCIM servlet at {@code /scim/v2/*}, which the container prefers for what is below it. A security filter of the host should let
 * {@code oauth2/token} and {@code oauth2/revoke} pass, and nothing in front of it may read the body.
 */
public final class TokenServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient TokenEndpoint endpoint;

    /** A servlet that hands all requests to the endpoint. */
    public TokenServlet(TokenEndpoint endpoint) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RequestOfContainer.answer(endpoint.handle(RequestOfContainer.of(request), request.getRemoteAddr()), response);
    }
}
