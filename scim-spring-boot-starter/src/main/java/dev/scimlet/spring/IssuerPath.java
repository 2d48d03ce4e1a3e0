package dev.scimlet.spring;

import dev.scimlet.directory.AuthorizationServer;
import java.net.URI;
import org.springframework.core.env.Environment;

/** Where the token endpoint is mounted: the path of its issuer, below the context path of the application. */
final class IssuerPath {

    private IssuerPath() {}

    /** @throws IllegalArgumentException if there is none, or it is that of the service */
    static String of(AuthorizationServer server, String servicePath, Environment environment) {
        String path = URI.create(server.issuer()).getRawPath();
        String context = environment.getProperty("server.servlet.context-path", "");
        if (!context.isEmpty() && !context.equals("/") && path.startsWith(context + "/")) {
            path = path.substring(context.length());
        }
        boolean ofService = path.equals(servicePath) || path.startsWith(servicePath + "/");
        if (!path.matches("(/[A-Za-z0-9._~-]+)+") || ofService) {
            throw new IllegalArgumentException("scimlet.directories.issuer is '" + server.issuer()
                    + "': below its path the token endpoint is mounted, so it needs one of its own, such as"
                    + " https://api.example.com/scim beside a service at /scim/v2");
        }
        return path;
    }
}
