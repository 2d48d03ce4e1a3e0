package dev.scimlet.directory;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A service in memory with directories and a token endpoint, an issuer of assertions, and time that tests let pass. */
final class TestService implements AutoCloseable {

    static final String ISSUER = "https://app.example.com/scim";
    static final String BASE = "https://app.example.com/scim/v2";
    static final String TENANT_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    static final String SUBJECT = "99999999-8888-4777-8666-555555555555";
    static final String AUDIENCE = "api://11111111-2222-4333-8444-555555555555";

    /** Of Entra ID. */
    static final TestKey ENTRA = TestKey.of("k1", "RS256");

    /** Of a client that signs for itself. */
    static final TestKey OWN = TestKey.of("2026-11", "ES256");

    static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    final TestClock clock = new TestClock();
    final List<AuditEntry> audit = new ArrayList<>();
    final AtomicInteger keyFetches = new AtomicInteger();
    final List<String> fetchedFrom = new java.util.concurrent.CopyOnWriteArrayList<>();
    volatile String keySet = TestKey.set(ENTRA);
    final DirectoryStore store;
    final Directories directories;
    final ScimService service;
    final Directory acme;

    TestService() {
        this(new InMemoryDirectoryStore(), same -> same, same -> same);
    }

    TestService(
            DirectoryStore store,
            UnaryOperator<Directories.Builder> options,
            UnaryOperator<AuthorizationServer.Builder> serverOptions) {
        this.store = store;
        this.directories = options.apply(Directories.builder(store)
                        .clock(clock)
                        .nanoTime(clock::nanoTime)
                        .tenants(TenantResolver.byPathSegment())
                        .authorizationServer(serverOptions
                                .apply(AuthorizationServer.builder(ISSUER, BASE))
                                .build())
                        .keyFetcher(uri -> {
                            keyFetches.incrementAndGet();
                            fetchedFrom.add(uri.toString());
                            if (keySet.isEmpty()) {
                                throw new java.io.IOException("the server is down");
                            }
                            return new KeyFetcher.Answer(keySet.getBytes(StandardCharsets.UTF_8), null);
                        })
                        .onAudit(entry -> {
                            synchronized (audit) {
                                audit.add(entry);
                            }
                        }))
                .build();
        this.service = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()), InMemoryRepository.of(StandardTypes.group()))
                .passwordEncoder(password -> "hash")
                .install(directories)
                .build();
        this.acme = directories.create("acme", "Entra ID", IdentityProvider.ENTRA_ID);
    }

    @Override
    public void close() {
        service.close();
    }

    AuditEntry lastAudit() {
        synchronized (audit) {
            return audit.get(audit.size() - 1);
        }
    }

    // ---- the token endpoint

    static Map<String, String> form(String... namesAndValues) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return form;
    }

    static String body(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static ScimRequest.Builder post(String path, String body) {
        return ScimRequest.builder("POST", path)
                .baseUrl(ISSUER)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(body);
    }

    ScimResponse send(ScimRequest.Builder request) {
        return send(request, "203.0.113.5");
    }

    ScimResponse send(ScimRequest.Builder request, String address) {
        return directories.tokenEndpoint().handle(request.build(), address);
    }

    ScimResponse token(Map<String, String> form) {
        return send(post("/acme/oauth2/token", body(form)));
    }

    ScimResponse bySecret(String clientId, String secret) {
        return token(form("client_id", clientId, "client_secret", secret));
    }

    ScimResponse byBasic(String clientId, String secret) {
        return send(post("/acme/oauth2/token", body(form())).header("Authorization", basic(clientId, secret)));
    }

    static String basic(String clientId, String secret) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((encoded(clientId) + ":" + encoded(secret)).getBytes(StandardCharsets.UTF_8));
    }

    ScimResponse byAssertion(String clientId, String assertion) {
        return token(
                form("client_id", clientId, "client_assertion_type", ASSERTION_TYPE, "client_assertion", assertion));
    }

    String accessToken(ScimResponse answer) {
        return (String) TestKey.read(answer.bodyText()).get("access_token");
    }

    static String error(ScimResponse answer) {
        return answer.status() + " " + TestKey.read(answer.bodyText()).get("error");
    }

    // ---- assertions

    Trust trustEntra() {
        return directories.credentials().trustEntra(acme.id(), EntraCloud.GLOBAL, TENANT_ID, SUBJECT, AUDIENCE);
    }

    Trust trustOwnKey() {
        return directories.credentials().trustKeys(acme.id(), "own key", TestKey.set(OWN), same -> same);
    }

    /** As the sample of Microsoft has them. */
    Map<String, Object> entraClaims() {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", AUDIENCE);
        claims.put("iss", "https://login.microsoftonline.com/" + TENANT_ID + "/v2.0");
        claims.put("sub", SUBJECT);
        claims.put("oid", "12121212-3434-4565-8787-909090909090");
        claims.put("tid", TENANT_ID);
        claims.put("appid", "11111111-2222-4333-8444-555555555555");
        claims.put("appidacr", "2");
        claims.put("ver", "2.0");
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + 3_900);
        return claims;
    }

    Map<String, Object> ownClaims() {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", acme.clientId());
        claims.put("sub", acme.clientId());
        claims.put("aud", ISSUER + "/acme");
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", now);
        claims.put("exp", now + 120);
        return claims;
    }

    static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.put(name, value);
        return changed;
    }

    static Map<String, Object> without(Map<String, Object> claims, String name) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.remove(name);
        return changed;
    }

    // ---- SCIM

    ScimResponse scim(String method, String path, String authorization) {
        return service.handle(ScimRequest.builder(method, path)
                .baseUrl(BASE)
                .header("Authorization", authorization)
                .build());
    }

    ScimResponse get(String token) {
        return scim("GET", "/acme/Users", "Bearer " + token);
    }

    ScimResponse create(String token, String userName) {
        return service.handle(ScimRequest.builder("POST", "/acme/Users")
                .baseUrl(BASE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/scim+json")
                .body("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + userName
                        + "\"}")
                .build());
    }

    NewCredential pastedToken() {
        return directories.credentials().createToken(acme.id(), "first", Duration.ofDays(30));
    }

    NewCredential secret() {
        return directories.credentials().createSecret(acme.id(), "first");
    }

    String secretText() {
        return secret().secret();
    }
}
