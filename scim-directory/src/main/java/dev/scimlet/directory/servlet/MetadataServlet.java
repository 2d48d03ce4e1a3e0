package dev.scimlet.directory.servlet;

import dev.scimlet.directory.Metadata;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/**
 * Mounts the metadata at {@code /.well-known/*} of the host's root, or at {@code /.well-known/oauth-authorization-server/*} and {@code
 * /.well-known/oauth-protected-resource/*} where other things are well known too. A security filter of the host should let them pass.
 */
public final class MetadataServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String WELL_KNOWN = "/.well-known";

    private final transient Metadata metadata;

    /** A servlet that hands all requests to the metadata. */
    public MetadataServlet(Metadata metadata) {
        this.metadata = Objects.requireNonNull(metadata, "metadata");
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RequestOfContainer.answer(metadata.handle(RequestOfContainer.of(request, WELL_KNOWN)), response);
    }
}
