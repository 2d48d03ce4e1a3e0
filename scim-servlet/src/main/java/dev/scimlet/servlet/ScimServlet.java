package dev.scimlet.servlet;

import dev.scimlet.protocol.ScimService;
import java.util.Objects;

/**
 * Mounts a {@link ScimService} in a Jakarta Servlet container: map it to a path such as {@code /scim/*}.
 *
 * <p>It needs no session, no filter and no body parsing in front of it. The service authenticates by itself; a security
 * filter of the host should let its path pass. The service is closed with the servlet.
 *
 * <p>Where the container makes the servlet, as with {@code @WebServlet}, the service may not be there yet when this one is
 * constructed: there it is {@link AbstractScimServlet} that is extended.
 */
public class ScimServlet extends AbstractScimServlet {

    private static final long serialVersionUID = 1L;

    private final transient ScimService service;

    /** A servlet that hands all requests to the service, which is there already. */
    public ScimServlet(ScimService service) {
        this.service = Objects.requireNonNull(service, "service");
    }

    @Override
    protected final ScimService scimService() {
        return service;
    }

    /** Closes the service: what its extensions run beside requests ends with the servlet. */
    @Override
    public void destroy() {
        service.close();
    }
}
