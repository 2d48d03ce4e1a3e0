package dev.scimlet.servlet;

import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;

/**
 * Mounts a {@link ScimService} in a Jakarta Servlet container that makes the servlet by itself, and gives it the service
 * afterwards, as Quarkus and {@code @WebServlet} with injection do:
 *
 * <pre>{@code
 * @WebServlet("/scim/v2/*")
 * public class Provisioning extends AbstractScimServlet {
 *     @Inject ScimService service;
 *
 *     @Override
 *     protected ScimService scimService() {
 *         return service;
 *     }
 * }
 * }</pre>
 *
 * <p>Without injection the method takes it from where the application keeps it, such as an attribute of {@code
 * getServletContext()}. This servlet does not close the service: who built it does.
 *
 * <p>Where the application makes the servlet, {@link ScimServlet} is shorter.
 */
public abstract class AbstractScimServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Headers of which the host may have set some values. Of others it would be one too many, as two names of a request. */
    private static final Set<String> LISTS = Set.of("Vary", "WWW-Authenticate");

    private static final int TOO_LARGE = 413;

    private static final ScimResponse NOT_THERE_YET = ScimResponse.builder(503)
            .header("Content-Type", "application/scim+json")
            .header("Retry-After", "10")
            .body("""
                    {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"503",\
                    "detail":"the application has not started its SCIM service yet"}""".getBytes(StandardCharsets.UTF_8))
            .build();

    /** For subclasses, which containers make without arguments. */
    protected AbstractScimServlet() {}

    /** What answers; asked for each request, from many threads, after the servlet has been initialised; never null. */
    protected abstract ScimService scimService();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ScimService service = scimService();
        ScimResponse answer = service == null ? NOT_THERE_YET : service.handle(scimRequest(request));
        if (answer.status() == TOO_LARGE && leavesBodyUnread(request)) {
            response.setHeader("Connection", "close");
        }
        write(answer, response);
    }

    /**
     * Containers end such a connection, some without a word. A client that takes it for a live one loses its next request.
     * HTTP/2 ends the stream alone, and knows no such header (RFC 9113 §8.2.2).
     */
    private static boolean leavesBodyUnread(HttpServletRequest request) throws IOException {
        return request.getProtocol().startsWith("HTTP/1")
                && !request.getInputStream().isFinished();
    }

    private static ScimRequest scimRequest(HttpServletRequest request) throws IOException {
        String mount = request.getContextPath() + request.getServletPath();
        String uri = request.getRequestURI();
        Principal principal = request.getUserPrincipal();
        return ScimRequest.builder(request.getMethod(), path(uri, mount))
                .query(request.getQueryString())
                .headers(name -> values(request.getHeaders(name)))
                .body(request.getInputStream())
                .baseUrl(origin(request) + mount)
                .containerPrincipal(principal == null ? null : principal.getName())
                .build();
    }

    private static List<String> values(Enumeration<String> header) {
        return header.hasMoreElements() ? Collections.list(header) : List.of();
    }

    /**
     * What follows the mount point, as it was sent; the container's own path is decoded and may be normalised. Path
     * parameters stay in it: no endpoint has any, so they lead to none. A mount point that is written in another way, with
     * parameters or needless escapes, leads nowhere either: what follows it cannot be told.
     */
    private static String path(String uri, String mount) {
        return uri.startsWith(mount) ? uri.substring(mount.length()) : TenantResolver.NOWHERE;
    }

    private static String origin(HttpServletRequest request) {
        String scheme = request.getScheme();
        int port = request.getServerPort();
        boolean standard = scheme.equals("https") ? port == 443 : port == 80;
        return scheme + "://" + request.getServerName() + (standard || port <= 0 ? "" : ":" + port);
    }

    private static void write(ScimResponse answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        for (ScimResponse.Header header : answer.headers()) {
            if (header.name().equals("Content-Type")) {
                response.setContentType(header.value());
            } else if (!LISTS.contains(header.name())) {
                response.setHeader(header.name(), header.value());
            } else {
                response.addHeader(header.name(), header.value());
            }
        }
        if (answer.contentLength() > 0) {
            response.setContentLength(answer.contentLength());
        }
        if (answer.hasBody()) {
            answer.writeTo(response.getOutputStream());
        }
    }
}
