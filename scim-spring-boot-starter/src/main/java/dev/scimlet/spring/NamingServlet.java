package dev.scimlet.spring;

import dev.scimlet.protocol.ScimService;
import dev.scimlet.servlet.ScimServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;

/** Has each line that is logged for a request tell its name. */
class NamingServlet extends ScimServlet {

    private static final long serialVersionUID = 1L;

    NamingServlet(ScimService service) {
        super(service);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        MDC.put(RequestNames.KEY, RequestNames.next());
        try {
            super.service(request, response);
        } finally {
            MDC.remove(RequestNames.KEY);
        }
    }
}
