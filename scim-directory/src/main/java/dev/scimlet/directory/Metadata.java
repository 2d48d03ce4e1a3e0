package dev.scimlet.directory;

import dev.scimlet.directory.jose.Json;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documents by which clients find the token endpoint (RFC 8414) and what it guards (RFC 9728). Anybody may read them, and they
 * tell nothing of whether there is a tenant.
 */
public final class Metadata {

    static final String SERVER = "/oauth-authorization-server";
    static final String RESOURCE = "/oauth-protected-resource";
    static final String WELL_KNOWN = "/.well-known";

    private final AuthorizationServer server;

    Metadata(AuthorizationServer server) {
        this.server = server;
    }

    /**
     * Answers a request.
     *
     * @param request whose path is what follows {@code /.well-known}
     */
    public ScimResponse handle(ScimRequest request) {
        Optional<Map<String, Object>> document = document(request.path());
        if (document.isEmpty()) {
            return ScimResponse.builder(404).build();
        }
        boolean head = request.method().equals("HEAD");
        if (!head && !request.method().equals("GET")) {
            return ScimResponse.builder(405).header("Allow", "GET, HEAD").build();
        }
        ScimResponse.Builder answer = ScimResponse.builder(200)
                .header("Content-Type", "application/json")
                .header("Cache-Control", "public, max-age=3600")
                .header("Access-Control-Allow-Origin", "*")
                .body(Json.write(document.get()));
        return head ? answer.withoutBody().build() : answer.build();
    }

    private Optional<Map<String, Object>> document(String path) {
        return tenantPath(path, SERVER + AuthorizationServer.path(server.issuer()))
                .map(this::ofServer)
                .or(() -> tenantPath(path, RESOURCE + AuthorizationServer.path(server.resource()))
                        .map(this::ofResource));
    }

    private static Optional<String> tenantPath(String path, String start) {
        return path.startsWith(start)
                ? Optional.of(path.substring(start.length())).filter(AuthorizationServer::isTenantPath)
                : Optional.empty();
    }

    private Map<String, Object> ofServer(String tenantPath) {
        String issuer = server.issuer() + tenantPath;
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer);
        document.put("token_endpoint", issuer + AuthorizationServer.TOKEN_PATH);
        document.put("revocation_endpoint", issuer + AuthorizationServer.REVOCATION_PATH);
        document.put("grant_types_supported", List.of("client_credentials"));
        document.put("response_types_supported", List.of());
        document.put("token_endpoint_auth_methods_supported", methods());
        document.put("token_endpoint_auth_signing_alg_values_supported", algorithms());
        document.put("revocation_endpoint_auth_methods_supported", methods());
        document.put("revocation_endpoint_auth_signing_alg_values_supported", algorithms());
        document.put("scopes_supported", List.of(Directories.SCOPE));
        return document;
    }

    private static List<String> methods() {
        return List.of(
                AuthenticationMethod.CLIENT_SECRET_BASIC.word(),
                AuthenticationMethod.CLIENT_SECRET_POST.word(),
                AuthenticationMethod.PRIVATE_KEY_JWT.word());
    }

    private static List<String> algorithms() {
        return Arrays.stream(SigningAlgorithm.values())
                .filter(SigningAlgorithm.USUAL::contains)
                .map(SigningAlgorithm::word)
                .toList();
    }

    private Map<String, Object> ofResource(String tenantPath) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("resource", server.resource() + tenantPath);
        document.put("authorization_servers", List.of(server.issuer() + tenantPath));
        document.put("scopes_supported", List.of(Directories.SCOPE));
        document.put("bearer_methods_supported", List.of("header"));
        return document;
    }
}
