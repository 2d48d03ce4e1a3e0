package dev.scimlet.directory;

import dev.scimlet.core.ScimException;
import dev.scimlet.directory.jose.Json;
import dev.scimlet.directory.jose.JsonWebToken;
import dev.scimlet.protocol.message.PercentEncoding;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Issues access tokens to the providers of directories: client credentials (RFC 6749 §4.4) by secret, or by an assertion (RFC 7523
 * §2.2); and takes tokens back (RFC 7009). It knows no container: {@link dev.scimlet.directory.servlet.TokenServlet} mounts it.
 */
public final class TokenEndpoint {

    /** How many access tokens of a directory live at a time; the oldest go. */
    private static final int MOST_TOKENS = 100;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private static final int LONGEST_ADDRESS = 64;

    /** As some proxies write an address; the port is another for each connection. */
    private static final Pattern WITH_PORT =
            Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::[0-9]+)?|([0-9]+(?:\\.[0-9]+){3}):[0-9]+");

    private final AuthorizationServer server;
    private final DirectoryStore store;
    private final Clock clock;
    private final Supplier<String> ids;
    private final Assertions assertions;
    private final EndpointLimits limits;
    private final WriteBehind behind;
    private final Consumer<AuditEntry> audit;
    private final Secrets secrets = new Secrets();

    TokenEndpoint(
            AuthorizationServer server,
            DirectoryStore store,
            Clock clock,
            Supplier<String> ids,
            Assertions assertions,
            EndpointLimits limits,
            WriteBehind behind,
            Consumer<AuditEntry> audit) {
        this.server = server;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.assertions = assertions;
        this.limits = limits;
        this.behind = behind;
        this.audit = audit;
    }

    /** What is found out about a request, for the audit. */
    private static final class Attempt {

        private final String address;
        private @Nullable Directory directory;
        private @Nullable String clientId;
        private @Nullable AuthenticationMethod method;
        private @Nullable String keyId;
        private String application = "";

        Attempt(String address) {
            this.address = address;
        }
    }

    /** A client that is who it says, and the id of the secret or trust that shows it. */
    private record Client(Directory directory, String source) {}

    /** The part of a path before that of the endpoint: a tenant, or nothing. */
    private record Place(String tenantPath, @Nullable String tenant, boolean revokes) {}

    /**
     * Answers a request; it never throws.
     *
     * @param request whose path is what follows the place where the issuer's path ends, {@code /acme/oauth2/token}
     * @param address where it came from, as the container saw it
     */
    public ScimResponse handle(ScimRequest request, String address) {
        Optional<Place> place = place(request.path());
        if (place.isEmpty()) {
            return ScimResponse.builder(404)
                    .header("Cache-Control", "no-store")
                    .header("Pragma", "no-cache")
                    .build();
        }
        if (!request.method().equals("POST")) {
            return refused(405, "invalid_request", "POST is needed")
                    .header("Allow", "POST")
                    .build();
        }
        Attempt attempt = new Attempt(address(request, address));
        try {
            return answer(request, place.get(), attempt);
        } catch (OAuthException refused) {
            return refused(attempt, refused);
        } catch (ScimException ofStore) {
            Directories.LOG.error("the token endpoint failed: {}", ofStore.detail(), ofStore.getCause());
            return refused(
                    attempt,
                    OAuthException.unavailable(
                            "the store is not there", ofStore.retryAfter().orElse(RETRY_AFTER)));
        } catch (RuntimeException failure) {
            String incident = UUID.randomUUID().toString();
            Directories.LOG.error("incident {}: the token endpoint failed", incident, failure);
            return refused(500, "server_error", "the server failed; its log says why under incident " + incident)
                    .build();
        }
    }

    private static Optional<Place> place(String path) {
        boolean revokes = path.endsWith(AuthorizationServer.REVOCATION_PATH);
        String end = revokes ? AuthorizationServer.REVOCATION_PATH : AuthorizationServer.TOKEN_PATH;
        if (!path.endsWith(end)) {
            return Optional.empty();
        }
        String tenantPath = path.substring(0, path.length() - end.length());
        if (!AuthorizationServer.isTenantPath(tenantPath)) {
            return Optional.empty();
        }
        try {
            String tenant = tenantPath.isEmpty() ? null : PercentEncoding.decode(tenantPath.substring(1));
            return Optional.of(new Place(tenantPath, tenant, revokes));
        } catch (ScimException malformed) {
            return Optional.empty();
        }
    }

    /** Behind a proxy the last address is the one that the proxy saw itself. */
    private String address(ScimRequest request, String seen) {
        List<String> forwarded = server.trustsForwardedHeaders() ? request.headers("X-Forwarded-For") : List.of();
        String address = seen;
        if (!forwarded.isEmpty()) {
            String last = forwarded.get(forwarded.size() - 1);
            address = withoutPort(last.substring(last.lastIndexOf(',') + 1).strip());
        }
        return address.length() > LONGEST_ADDRESS ? address.substring(0, LONGEST_ADDRESS) : address;
    }

    private static String withoutPort(String address) {
        Matcher parts = WITH_PORT.matcher(address);
        if (!parts.matches()) {
            return address.replaceAll("[^!-~]", "?");
        }
        return parts.group(1) == null ? parts.group(2) : parts.group(1);
    }

    private boolean isSecure(ScimRequest request) {
        return request.isSecure()
                || server.trustsForwardedHeaders()
                        && request.header("X-Forwarded-Proto")
                                .filter("https"::equalsIgnoreCase)
                                .isPresent();
    }

    private ScimResponse answer(ScimRequest request, Place place, Attempt attempt) {
        if (server.isTlsDemanded() && !isSecure(request)) {
            throw OAuthException.invalidRequest("this endpoint is to be used over TLS");
        }
        Form form = Form.read(request);
        if (!place.revokes()) {
            requireGrant(form);
        }
        attempt.clientId =
                form.get("client_id").filter(PresentedClient::isShort).orElse(null);
        PresentedClient presented = PresentedClient.of(request, form);
        attempt.clientId = presented.clientId();
        attempt.method = presented.method();
        Optional<Duration> wait = limits.enter(presented.clientId(), attempt.address);
        if (wait.isPresent()) {
            throw OAuthException.tooMany(wait.get());
        }
        try {
            Client client = authenticate(presented, place, attempt);
            return place.revokes() ? revoke(client, form, attempt) : issue(client, form, attempt);
        } catch (OAuthException refused) {
            if (refused.isOfCredentials()) {
                limits.wrong(presented.clientId(), attempt.address);
            } else if (refused.isUnavailable()) {
                limits.unjudged(presented.clientId(), attempt.address);
            }
            throw refused;
        } finally {
            limits.leave(presented.clientId(), attempt.address);
        }
    }

    private static void requireGrant(Form form) {
        String grant = form.get("grant_type").orElseThrow(() -> OAuthException.invalidRequest("grant_type is missing"));
        if (!grant.equals("client_credentials")) {
            throw OAuthException.of("unsupported_grant_type", "only client_credentials is supported");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    // ---- who it is

    private Client authenticate(PresentedClient presented, Place place, Attempt attempt) {
        Optional<Directory> found = store.findByClientId(presented.clientId());
        // Whether there is such a client is not told by how long the answer takes either
        String directoryId = found.map(Directory::id).orElse("-");
        attempt.directory = found.orElse(null);
        String source = presented.assertion() == null
                ? bySecret(presented, directoryId, attempt)
                : byAssertion(presented.assertion(), directoryId, place, attempt);
        Directory directory = found.orElseThrow(() -> OAuthException.invalidClient("there is no such client"));
        if (place.tenant() != null && !place.tenant().equals(directory.tenant())) {
            throw OAuthException.invalidClient("the client belongs to another tenant than the URL names");
        }
        if (directory.state() == DirectoryState.DISABLED) {
            throw OAuthException.invalidClient("the directory is disabled");
        }
        AuthenticationMethod method = attempt.method;
        if (method == null || !directory.settings().methods().contains(method)) {
            throw OAuthException.of("unauthorized_client", "this client may not authenticate in this way");
        }
        return new Client(directory, source);
    }

    private String bySecret(PresentedClient presented, String directoryId, Attempt attempt) {
        String hash = Secrets.hash(String.valueOf(presented.secret()));
        Instant now = now();
        Credential right = null;
        for (Credential secret : store.credentials(directoryId, Credential.Kind.CLIENT_SECRET)) {
            if (Secrets.sameHash(secret.hash(), hash)) {
                right = secret;
            }
        }
        if (right == null) {
            throw OAuthException.invalidClient("the client id or the secret is wrong");
        }
        attempt.keyId = right.id();
        if (!right.isLive(now)) {
            throw OAuthException.invalidClient("the secret '" + right.label() + "' "
                    + (right.revoked().isPresent() ? "is revoked" : "has expired"));
        }
        behind.used(right, now);
        return right.id();
    }

    private String byAssertion(JsonWebToken assertion, String directoryId, Place place, Attempt attempt) {
        attempt.keyId = assertion.keyId().orElse(null);
        String issuer = server.issuer() + place.tenantPath();
        String called =
                issuer + (place.revokes() ? AuthorizationServer.REVOCATION_PATH : AuthorizationServer.TOKEN_PATH);
        Trust trust = assertions.verify(assertion, store.trusts(directoryId), new Assertions.Called(issuer, called));
        attempt.method = trust.method();
        attempt.keyId = trust.id();
        attempt.application = Assertions.application(assertion);
        return trust.id();
    }

    // ---- what it gets

    private ScimResponse issue(Client client, Form form, Attempt attempt) {
        Directory directory = client.directory();
        String scope = scope(form, directory.settings());
        limits.right(directory.clientId(), attempt.address).ifPresent(wait -> {
            throw OAuthException.tooMany(wait);
        });
        String token = secrets.generate(Secrets.ACCESS);
        Instant now = now();
        Duration life = directory.settings().accessTokenLife();
        Credential kept = Credential.builder(
                        ids.get(), directory.id(), Credential.Kind.ACCESS_TOKEN, Secrets.hash(token), now)
                .label(attempt.method == null ? "" : attempt.method.word())
                .hint(Secrets.hint(token))
                .scope(Directories.SCOPE)
                .source(client.source())
                .expires(now.plus(life))
                .build();
        if (!store.add(kept, MOST_TOKENS) || !isStillGood(client, now)) {
            // Since we looked, somebody has revoked what it was obtained by or disabled the directory, and not met this
            // token
            store.revoke(directory.id(), kept.id(), now);
            throw OAuthException.invalidClient("the directory, its secret or its trust is gone");
        }
        tell(AuditEntry.Event.TOKEN_ISSUED, attempt, attempt.application);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", token);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", life.toSeconds());
        answer.put("scope", scope);
        return json(200, answer).build();
    }

    private boolean isStillGood(Client client, Instant now) {
        String directoryId = client.directory().id();
        boolean disabled = store.find(directoryId)
                .filter(directory -> directory.state() != DirectoryState.DISABLED)
                .isEmpty();
        if (disabled) {
            return false;
        }
        boolean secret = store.credentials(directoryId, Credential.Kind.CLIENT_SECRET).stream()
                .anyMatch(credential -> credential.id().equals(client.source()) && credential.isLive(now));
        return secret
                || store.trusts(directoryId).stream()
                        .anyMatch(trust -> trust.id().equals(client.source()));
    }

    /** What the client asked for, which is all the same; {@code scim} if it asked for nothing. */
    private static String scope(Form form, DirectorySettings settings) {
        String asked = form.get("scope").orElse(Directories.SCOPE);
        for (String word : asked.split(" ", -1)) {
            if (!word.equals(Directories.SCOPE) && !settings.scopeAliases().contains(word)) {
                throw OAuthException.of("invalid_scope", "the scope is scim");
            }
        }
        return asked;
    }

    // ---- what it gives back (RFC 7009)

    private ScimResponse revoke(Client client, Form form, Attempt attempt) {
        String token = form.get("token").orElseThrow(() -> OAuthException.invalidRequest("token is missing"));
        if (token.length() <= TokenAuthenticator.LONGEST) {
            store.present(Secrets.hash(token))
                    .map(DirectoryStore.Presented::credential)
                    .filter(credential -> credential.kind() == Credential.Kind.ACCESS_TOKEN)
                    .filter(credential ->
                            credential.directoryId().equals(client.directory().id()))
                    .ifPresent(credential -> {
                        store.revoke(credential.directoryId(), credential.id(), now());
                        tell(AuditEntry.Event.TOKEN_REVOKED, attempt, "");
                    });
        }
        return ScimResponse.builder(200)
                .header("Cache-Control", "no-store")
                .header("Pragma", "no-cache")
                .build();
    }

    // ---- answers

    private void tell(AuditEntry.Event event, Attempt attempt, String detail) {
        Directory directory = attempt.directory;
        audit.accept(new AuditEntry(
                now(),
                event,
                directory == null ? null : directory.id(),
                attempt.clientId,
                attempt.method,
                attempt.address,
                attempt.keyId,
                detail));
    }

    private ScimResponse refused(Attempt attempt, OAuthException refused) {
        tell(AuditEntry.Event.TOKEN_REFUSED, attempt, refused.error() + ": " + refused.reason());
        ScimResponse.Builder answer = refused(refused.status(), refused.error(), refused.description());
        if (refused.isOfCredentials()) {
            answer.header("WWW-Authenticate", "Basic realm=\"token\"");
        }
        Duration wait = refused.retryAfter();
        if (wait != null) {
            answer.header("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
        }
        return answer.build();
    }

    private static ScimResponse.Builder refused(int status, String error, String description) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        return json(status, body);
    }

    private static ScimResponse.Builder json(int status, Map<String, Object> body) {
        return ScimResponse.builder(status)
                .header("Content-Type", "application/json")
                .header("Cache-Control", "no-store")
                .header("Pragma", "no-cache")
                .body(Json.write(body));
    }
}
