package dev.scimlet.directory.servlet;

import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/** A request as the container has received it, and the way of its answer. */
final class RequestOfContainer {

    private RequestOfContainer() {}

    /** With the path below the servlet's mapping. */
    static ScimRequest of(HttpServletRequest request) throws IOException {
        return of(request, request.getContextPath() + request.getServletPath());
    }

    /** With the path below another place. */
    static ScimRequest of(HttpServletRequest request, String mount) throws IOException {
        String uri = request.getRequestURI();
        return ScimRequest.builder(
                        request.getMethod(),
                        uri.startsWith(mount) ? uri.substring(mount.length()) : TenantResolver.NOWHERE)
                .query(request.getQueryString())
                .headers(name -> Collections.list(request.getHeaders(name)))
                .body(request.getInputStream())
                .baseUrl((request.isSecure() ? "https://" : "http://") + request.getServerName() + mount)
                .build();
    }

    static void answer(ScimResponse answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(header -> response.setHeader(header.name(), header.value()));
        if (answer.contentLength() > 0) {
            response.setContentLength(answer.contentLength());
        }
        if (answer.hasBody()) {
            answer.writeTo(response.getOutputStream());
        }
    }
}
