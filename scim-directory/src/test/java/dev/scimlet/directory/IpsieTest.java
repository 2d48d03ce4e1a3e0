package dev.scimlet.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.PasswordHandling;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.Feature;
import dev.scimlet.protocol.ResourceEvent;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.ServiceLimits;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The interoperability profile and IPSIE: what is asked of a service, seen by a directory that has chosen the draft. */
final class IpsieTest {

    private static final String BASE = "https://app.example.com/scim/v2";
    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private final List<String> told = new ArrayList<>();
    private final TestClock clock = new TestClock();
    private Directories directories;
    private ScimService service;
    private Directory draft;
    private String token;

    @BeforeEach
    void start() {
        start(same -> same, same -> same);
    }

    private void start(
            UnaryOperator<Directories.Builder> options, UnaryOperator<ScimService.Builder> optionsOfService) {
        directories = options.apply(Directories.builder(new InMemoryDirectoryStore())
                        .clock(clock)
                        .nanoTime(clock::nanoTime)
                        .authorizationServer(AuthorizationServer.builder("https://app.example.com/scim", BASE)
                                .announceMetadata()
                                .build())
                        .canonicalTypes("roles", "application")
                        .canonicalTypes("entitlements", "license")
                        .canonicalTypes("x509Certificates", "signing")
                        .onAudit(entry -> {}))
                .build();
        service = optionsOfService
                .apply(ScimService.builder()
                        .repositories(
                                InMemoryRepository.of(StandardTypes.user()),
                                InMemoryRepository.of(StandardTypes.group()))
                        .passwordEncoder(password -> "hash")
                        .demandTls()
                        .onChangeInUnit(
                                (event, unit) -> told.add(event.getClass().getSimpleName())))
                .install(directories)
                .build();
        draft = directories.create(
                "acme",
                "Draft",
                IdentityProvider.OTHER,
                directory -> directory
                        .profile(ClientProfile.INTEROP_DRAFT)
                        .settings(DirectorySettings.builder()
                                .passwords(PasswordHandling.REFUSE)
                                .build()));
        token = tokenOf(draft);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private String tokenOf(Directory directory) {
        return directories
                .credentials()
                .createToken(directory.id(), "test", Duration.ofDays(90))
                .secret();
    }

    // ---- requests

    private ScimResponse send(String method, String path, String query, String authorization, String body) {
        ScimRequest.Builder request =
                ScimRequest.builder(method, path).query(query).baseUrl(BASE).header("Authorization", authorization);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/scim+json").body(body);
        }
        return service.handle(request.build());
    }

    private ScimResponse get(String path) {
        int question = path.indexOf('?');
        return send(
                "GET",
                question < 0 ? path : path.substring(0, question),
                question < 0 ? null : path.substring(question + 1),
                "Bearer " + token,
                "");
    }

    private ScimResponse post(String path, String body) {
        return send("POST", path, null, "Bearer " + token, body);
    }

    private ScimResponse patch(String path, String operations) {
        return send(
                "PATCH",
                path,
                null,
                "Bearer " + token,
                "{\"schemas\":[\"" + PATCH_OP + "\"],\"Operations\":[" + operations + "]}");
    }

    private ScimResponse delete(String path) {
        return send("DELETE", path, null, "Bearer " + token, "");
    }

    private static Map<String, Object> json(ScimResponse answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        TestKey.read(answer.bodyText()).forEach((name, value) -> json.put((String) name, value));
        return json;
    }

    private static String fault(ScimResponse answer) {
        return answer.status() + " " + json(answer).get("scimType");
    }

    private static String user(String userName, String more) {
        return "{\"schemas\":[\"" + USER + "\"],\"userName\":\"" + userName + "\"" + more + "}";
    }

    private String create(String userName, String more) {
        ScimResponse answer = post("/Users", user(userName, more));
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
        return (String) json(answer).get("id");
    }

    private String createGroup(String displayName, String more) {
        ScimResponse answer = post(
                "/Groups", "{\"schemas\":[\"" + GROUP + "\"],\"displayName\":\"" + displayName + "\"" + more + "}");
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
        return (String) json(answer).get("id");
    }

    private Object total(String path) {
        ScimResponse answer = get(path);
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(200);
        return json(answer).get("totalResults");
    }

    // ---- the interoperability profile

    @Test
    @Proves({"Z-4-01", "I-4.2-01", "I-4.2-02"})
    void claimsConformanceWhereItHolds() {
        assertThat(json(get("/ServiceProviderConfig"))).containsEntry("interopProfileConformant", true);
        assertThat(get("/Schemas/urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig")
                        .bodyText())
                .contains("\"name\":\"interopProfileConformant\"");
    }

    @Test
    @Proves("Z-4-01")
    void claimsNothingThatIsNotSo() {
        for (ClientProfile other : List.of(
                ClientProfile.STRICT,
                ClientProfile.INTEROPERABLE,
                ClientProfile.INTEROP_DRAFT.with(Tolerance.PATCH_WITHOUT_PATH))) {
            draft = directories.change(draft.toBuilder().profile(other).build()).orElseThrow();
            assertNothingClaimed(other.toString());
        }
        List<UnaryOperator<ScimService.Builder>> services = List.of(
                builder -> builder.without(Feature.PATCH),
                builder -> builder.without(Feature.FILTER),
                builder -> builder.limits(ServiceLimits.DEFAULT.toBuilder()
                        .defaultPageSize(50)
                        .maxResults(50)
                        .build()));
        for (UnaryOperator<ScimService.Builder> lacking : services) {
            service.close();
            start(same -> same, lacking);
            assertNothingClaimed("a service that lacks something");
        }
        service.close();
        start(builder -> builder.canonicalTypes("roles"), same -> same);
        assertNothingClaimed("no types of roles");
        assertThat(service.handle(ScimRequest.builder("GET", "/ServiceProviderConfig")
                                .baseUrl(BASE)
                                .build())
                        .bodyText())
                .as("nobody")
                .doesNotContain("interopProfileConformant");
    }

    private void assertNothingClaimed(String why) {
        assertThat(get("/ServiceProviderConfig").bodyText()).as(why).doesNotContain("interopProfileConformant");
        assertThat(get("/Schemas").bodyText()).as(why).doesNotContain("interopProfileConformant");
    }

    @Test
    @Proves({
        "Z-5.1-01",
        "Z-5.1-02",
        "Z-5.1-03",
        "Z-5.1-04",
        "Z-5.4-01",
        "Z-6.5-01",
        "Z-6.8-01",
        "I-6.1.1-01",
        "I-6.2-01",
        "I-6.2.1-01"
    })
    void describesItself() {
        assertThat(json(get("/ServiceProviderConfig")).toString())
                .contains("patch={supported=true}", "bulk={supported=true");
        for (Object type : (List<?>) json(get("/ResourceTypes")).get("Resources")) {
            Map<?, ?> resourceType = (Map<?, ?>) type;
            assertThat(resourceType.get("id")).isEqualTo(resourceType.get("name"));
            assertThat(get("/Schemas/" + resourceType.get("schema")).status()).isEqualTo(200);
        }
        Map<String, Object> schema = json(get("/Schemas/" + USER));
        List<String> names = new ArrayList<>();
        for (Object each : (List<?>) schema.get("attributes")) {
            Map<?, ?> attribute = (Map<?, ?>) each;
            names.add((String) attribute.get("name"));
            List<?> parts = attribute.get("subAttributes") instanceof List<?> list ? list : List.of();
            for (Object part : parts) {
                Map<?, ?> sub = (Map<?, ?>) part;
                if ("type".equals(sub.get("name")) && Boolean.TRUE.equals(attribute.get("multiValued"))) {
                    assertThat((List<?>) sub.get("canonicalValues"))
                            .as(attribute.get("name").toString())
                            .isNotEmpty();
                }
            }
        }
        assertThat(names).contains("userName", "displayName", "active").doesNotContain("password");
        assertThat(get("/Schemas/" + GROUP).bodyText()).contains("\"displayName\"", "\"members\"");
    }

    @Test
    void showsTheTypesOfTheApplicationToTheDraftAlone() {
        assertThat(get("/Schemas/" + USER).bodyText()).contains("[\"application\"]");
        Directory other = directories.create("acme", "Other", IdentityProvider.OKTA);
        token = tokenOf(other);
        assertThat(get("/Schemas/" + USER).bodyText())
                .doesNotContain("\"application\"")
                .contains("\"password\"");
    }

    @Test
    @Proves({"Z-5.2-01", "Z-5.2-02", "Z-6.9-01", "Z-6.6-02", "Z-6.6-03", "I-5.2-01", "I-5.2-02", "I-5.3-01"})
    void comparesTheSameWayInFiltersAndForUniqueness() {
        String id = create("JSmith", ",\"externalId\":\"ABC\"");
        String other = create("other", "");

        assertThat(total("/Users?filter=userName%20eq%20%22jsmith%22")).isEqualTo(1);
        assertThat(total("/Users?filter=externalId%20eq%20%22abc%22")).isEqualTo(0);
        assertThat(fault(post("/Users", user("jsmith", "")))).isEqualTo("409 uniqueness");
        assertThat(fault(patch("/Users/" + other, "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"jsmith\"}")))
                .isEqualTo("409 uniqueness");
        assertThat(get("/Users/" + id).status()).isEqualTo(200);
        assertThat(get("/Users/" + id.toUpperCase(java.util.Locale.ROOT) + "x").status())
                .isEqualTo(404);

        assertThat(delete("/Users/" + id).status()).isEqualTo(204);
        assertThat(get("/Users/" + id).status()).isEqualTo(404);
        assertThat(delete("/Users/" + id).status()).isEqualTo(404);
        assertThat(total("/Users")).isEqualTo(1);
        create("jsmith", "");
    }

    @Test
    @Proves("Z-5.3-01")
    void refusesWhatIsNotDefined() {
        String id = create("bjensen", "");

        assertThat(fault(post("/Users", user("x", ",\"shoeSize\":44")))).isEqualTo("400 invalidSyntax");
        assertThat(fault(post("/Users", user("x", ",\"name\":{\"shoeSize\":44}"))))
                .isEqualTo("400 invalidSyntax");
        assertThat(fault(post("/Users", user("x", ",\"urn:example:none\":{\"a\":1}"))))
                .isEqualTo("400 invalidSyntax");
        assertThat(fault(post("/Users", "{\"schemas\":[\"" + USER + "\",\"urn:example:none\"],\"userName\":\"x\"}")))
                .isEqualTo("400 invalidSyntax");
        assertThat(fault(patch("/Users/" + id, "{\"op\":\"add\",\"path\":\"shoeSize\",\"value\":44}")))
                .isEqualTo("400 invalidSyntax");
        assertThat(total("/Users")).isEqualTo(1);
    }

    @Test
    @Proves({"Z-6.1-01", "Z-6.1-02", "Z-6.2-01", "Z-6.7-01", "Z-7.2-01"})
    void addressesById() {
        String id = create("JSmith", "");

        assertThat(get("/Users/JSmith").status()).isEqualTo(404);
        ScimResponse found = get("/Users/" + id);
        assertThat(found.header("Content-Type").orElseThrow()).startsWith("application/scim+json");
        assertThat(send("GET", "/Users/" + id, null, TestService.basic("a", token), "")
                        .status())
                .as("basic authentication")
                .isEqualTo(401);
        assertThat(service.handle(ScimRequest.builder("DELETE", "/Users/" + id)
                                .baseUrl(BASE)
                                .header("Authorization", "Bearer " + token)
                                .header("If-Match", "W/\"none\"")
                                .build())
                        .status())
                .isEqualTo(412);
    }

    @Test
    @Proves({"Z-6.3-01", "Z-6.3-02", "Z-6.3-03", "I-5.4-01", "I-6.2.5-01"})
    void filters() {
        String id = create(
                "bjensen", ",\"externalId\":\"e1\",\"emails\":[{\"type\":\"work\",\"value\":\"b@example.com\"}]");
        createGroup("Sales", ",\"externalId\":\"g1\",\"members\":[{\"value\":\"" + id + "\"}]");

        for (String filter : List.of(
                "username%20eq%20%22bjensen%22",
                "externalId%20eq%20%22e1%22",
                "userName%20eq%20%22bjensen%22%20and%20externalId%20eq%20%22e1%22",
                "emails%5Bvalue%20eq%20%22b@example.com%22%5D",
                "emails%5Btype%20eq%20%22work%22%20and%20value%20eq%20%22b@example.com%22%5D")) {
            assertThat(total("/Users?filter=" + filter)).as(filter).isEqualTo(1);
        }
        for (String filter : List.of(
                "displayName%20eq%20%22Sales%22",
                "externalId%20eq%20%22g1%22", "members%5Bvalue%20eq%20%22" + id + "%22%5D")) {
            assertThat(total("/Groups?filter=" + filter)).as(filter).isEqualTo(1);
        }
        assertThat(fault(get("/Users?filter=shoeSize%20eq%2044"))).isEqualTo("400 invalidFilter");
        assertThat(send("PATCH", "/Users", "filter=userName%20pr", "Bearer " + token, "{}")
                        .status())
                .isEqualTo(405);
        assertThat(send("DELETE", "/Users", "filter=userName%20pr", "Bearer " + token, "")
                        .status())
                .isEqualTo(405);
        assertThat(total("/Users")).isEqualTo(1);
    }

    @Test
    @Proves({"Z-6.4-01", "Z-6.4-02", "Z-6.4-03", "I-6.1.5-01"})
    void servesPages() {
        for (int number = 0; number < 130; number++) {
            create("user" + number, "");
            clock.pass(Duration.ofMillis(50));
        }

        assertThat((List<?>) json(get("/Users")).get("Resources")).hasSizeGreaterThanOrEqualTo(100);
        assertThat((List<?>) json(get("/Users?count=100")).get("Resources")).hasSize(100);
        assertThat((List<?>) json(get("/Users?startIndex=101&count=100")).get("Resources"))
                .hasSize(30);
        Map<String, Object> first = json(get("/Users?cursor&count=100"));
        assertThat((List<?>) json(get("/Users?count=100&cursor=" + first.get("nextCursor")))
                        .get("Resources"))
                .hasSize(30);
        assertThat(service.limits().maxResults()).isEqualTo(1_000);
    }

    @Test
    @Proves({
        "Z-6.5-01",
        "Z-6.5.1-01",
        "Z-6.5.2-01",
        "Z-6.5.2-02",
        "Z-6.5.2-03",
        "Z-6.5.2-04",
        "Z-6.5.2-05",
        "Z-6.5.3-01",
        "Z-6.6-01"
    })
    void patchesAsTheDraftWants() {
        String id = create(
                "bjensen",
                ",\"name\":{\"givenName\":\"B\",\"familyName\":\"J\"},\"emails\":[{\"type\":\"work\",\"value\":\"a@example.com\"},"
                        + "{\"type\":\"home\",\"value\":\"b@example.com\"}]");
        String path = "/Users/" + id;

        assertThat(fault(patch(path, "{\"op\":\"replace\",\"value\":{\"active\":false}}")))
                .isEqualTo("400 invalidSyntax");
        for (String op : List.of("add", "replace")) {
            assertThat(json(patch(path, "{\"op\":\"" + op + "\",\"path\":\"nickName\",\"value\":\"" + op + "\"}")))
                    .containsEntry("nickName", op);
        }
        assertThat(json(patch(path, "{\"op\":\"add\",\"path\":\"name\",\"value\":{\"middleName\":\"M\"}}"))
                        .get("name"))
                .isEqualTo(Map.of("givenName", "B", "familyName", "J", "middleName", "M"));
        assertThat(json(patch(path, "{\"op\":\"replace\",\"path\":\"name\",\"value\":{\"givenName\":\"Z\"}}"))
                        .get("name"))
                .isEqualTo(Map.of("givenName", "Z"));
        assertThat(fault(patch(path, "{\"op\":\"add\",\"path\":\"emails\",\"value\":{\"value\":\"c@example.com\"}}")))
                .isEqualTo("400 invalidValue");
        assertThat(fault(patch(path, "{\"op\":\"remove\",\"path\":\"emails[type eq \\\"work\\\"]\"}")))
                .isEqualTo("400 invalidPath");
        assertThat(fault(patch(path, "{\"op\":\"replace\",\"path\":\"emails[value pr].display\",\"value\":\"d\"}")))
                .isEqualTo("400 invalidFilter");
        assertThat((List<?>) json(patch(
                                path, "{\"op\":\"add\",\"path\":\"emails\",\"value\":[{\"value\":\"c@example.com\"}]}"))
                        .get("emails"))
                .hasSize(3);
        assertThat((List<?>) json(patch(
                                path,
                                "{\"op\":\"replace\",\"path\":\"emails\",\"value\":[{\"value\":\"c@example.com\"}]}"))
                        .get("emails"))
                .hasSize(1);
        assertThat(get(path).status()).as("no PATCH deletes").isEqualTo(200);
    }

    // ---- IPSIE

    @Test
    @Proves({"I-4.1-01", "I-4.1-02", "I-4.1-04", "I-4.1-05", "I-8-02"})
    void takesTokensThatWereFetchedWithAKey() {
        try (TestService test = new TestService()) {
            test.trustOwnKey();
            DirectorySettings settings = DirectorySettings.builder()
                    .methods(Set.of(AuthenticationMethod.PRIVATE_KEY_JWT))
                    .scopeAliases(Set.of())
                    .build();
            assertThat(test.directories.change(
                            test.acme.toBuilder().settings(settings).build()))
                    .isPresent();
            String assertion = TestService.OWN.sign(test.ownClaims());
            ScimResponse answer = test.byAssertion(test.acme.clientId(), assertion);

            assertThat(json(answer)).containsEntry("scope", "scim");
            String access = test.accessToken(answer);
            assertThat(test.get(access).status()).isEqualTo(200);
            assertThat(test.byAssertion(test.acme.clientId(), assertion).status())
                    .as("used before")
                    .isEqualTo(401);
            assertThat(TestService.error(test.bySecret(test.acme.clientId(), test.secretText())))
                    .isEqualTo("400 unauthorized_client");
            assertThat(test.get(test.pastedToken().secret()).status()).isEqualTo(401);
            test.clock.pass(Duration.ofHours(1));
            assertThat(test.get(access).status()).isEqualTo(401);
            ScimResponse metadata = test.directories
                    .metadata()
                    .handle(ScimRequest.builder("GET", "/oauth-authorization-server/scim/acme")
                            .build());
            assertThat(json(metadata)).containsEntry("token_endpoint", TestService.ISSUER + "/acme/oauth2/token");
        }
    }

    @Test
    @Proves({"I-4.3-01", "I-4.3-02", "I-8-04"})
    void servesTwentyFiveRequestsASecondAndNoMoreThanIsSet() {
        draft = directories
                .change(draft.toBuilder()
                        .settings(draft.settings().toBuilder().rate(25, 25).build())
                        .build())
                .orElseThrow();
        Directory other = directories.create("other", "Other", IdentityProvider.OKTA);
        String tokenOfOther = tokenOf(other);
        for (int request = 0; request < 25 * 60; request++) {
            assertThat(get("/ServiceProviderConfig").status()).isEqualTo(200);
            clock.pass(Duration.ofMillis(40));
        }

        List<ScimResponse> burst =
                IntStream.range(0, 26).mapToObj(number -> get("/Users")).toList();

        assertThat(burst.subList(0, 25)).extracting(ScimResponse::status).containsOnly(200);
        assertThat(burst.get(25).status()).isEqualTo(429);
        assertThat(burst.get(25).header("Retry-After")).isPresent();
        assertThat(send("GET", "/Users", null, "Bearer " + tokenOfOther, "").status())
                .isEqualTo(200);
    }

    @Test
    @Proves({"I-4.3-03", "I-4.3-04", "I-5.1-01", "I-6.1.2-01", "I-6.1.3-01"})
    void provisionsPeople() {
        ScimResponse bulk = post(
                "/Bulk",
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":[{\"method\":\"POST\","
                        + "\"path\":\"/Users\",\"bulkId\":\"q\",\"data\":" + user("bjensen", "") + "}]}");
        assertThat(bulk.bodyText()).contains("\"201\"");
        String id = (String) ((Map<?, ?>) ((List<?>) json(get("/Users")).get("Resources")).get(0)).get("id");

        Map<String, Object> changed = json(
                patch(
                        "/Users/" + id,
                        "{\"op\":\"replace\",\"path\":\"active\",\"value\":false},{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"B\"}"));
        assertThat(changed).containsEntry("active", false).containsEntry("displayName", "B");
        assertThat(json(patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":true}")))
                .containsEntry("active", true);
        assertThat(fault(post("/Users", user("x", ",\"password\":\"t1meMa$heen\""))))
                .isEqualTo("400 invalidSyntax");
        assertThat(json(get("/ServiceProviderConfig")).get("changePassword")).isEqualTo(Map.of("supported", false));
    }

    @Test
    @Proves({"I-6.2.1-01", "I-6.2.2-01", "I-6.2.3-01", "I-6.2.6-01"})
    void provisionsGroups() {
        String id = createGroup("Sales", ",\"externalId\":\"g1\"");
        assertThat(json(get("/Groups/" + id))).doesNotContainKey("members").containsEntry("externalId", "g1");

        String adds = IntStream.range(0, 60)
                .mapToObj(number -> "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"u" + number + "\"}]}")
                .collect(Collectors.joining(","));
        assertThat((List<?>) json(patch("/Groups/" + id, adds)).get("members")).hasSize(60);
        String removals = IntStream.range(0, 50)
                .mapToObj(number -> "{\"op\":\"remove\",\"path\":\"members[value eq \\\"u" + number + "\\\"]\"}")
                .collect(Collectors.joining(","));
        assertThat((List<?>) json(patch("/Groups/" + id, removals)).get("members"))
                .hasSize(10);
        assertThat(json(get("/Groups/" + id + "?excludedAttributes=members"))).doesNotContainKey("members");
        assertThat(get("/Groups?excludedAttributes=members").bodyText())
                .contains("Sales")
                .doesNotContain("members");
    }

    @Test
    @Proves({"I-8-01", "I-8-03"})
    void tellsOfEachChangeAndHidesItsInside() {
        String id = create("bjensen", "");
        patch("/Users/" + id, "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"B\"}");
        delete("/Users/" + id);

        assertThat(told)
                .containsExactly(
                        ResourceEvent.Created.class.getSimpleName(),
                        ResourceEvent.Changed.class.getSimpleName(),
                        ResourceEvent.Deleted.class.getSimpleName());
        ScimResponse fault = post("/Users", "{");
        assertThat(json(fault)).containsEntry("status", "400");
        assertThat(fault.bodyText())
                .contains("urn:ietf:params:scim:api:messages:2.0:Error")
                .doesNotContain("Exception", "dev.scimlet", "jackson");
    }

    // ---- the checks of a directory

    private Directory strictest(UnaryOperator<DirectorySettings.Builder> settings) {
        return draft.toBuilder()
                .settings(settings.apply(DirectorySettings.builder()
                                .passwords(PasswordHandling.IGNORE)
                                .methods(Set.of(AuthenticationMethod.PRIVATE_KEY_JWT))
                                .scopeAliases(Set.of()))
                        .build())
                .build();
    }

    private List<String> rows(Ipsie level) {
        return directories.ipsie(draft.id(), level).missing().stream()
                .map(sentence -> sentence.substring(0, sentence.indexOf(':')))
                .toList();
    }

    @Test
    void findsNothingMissingWhereAllIsThere() {
        draft = directories.change(strictest(same -> same)).orElseThrow();
        directories.credentials().trustKeys(draft.id(), "own key", TestKey.set(TestService.OWN), same -> same);

        IpsieReport first = directories.ipsie(draft.id(), Ipsie.AL1);
        IpsieReport second = directories.ipsie(draft.id(), Ipsie.AL2);

        assertThat(first.missing()).isEmpty();
        assertThat(first.holds()).isTrue();
        assertThat(second.missing()).isEmpty();
        assertThat(second.duties())
                .containsAll(first.duties())
                .hasSizeGreaterThan(first.duties().size());
        assertThat(first.duties()).anyMatch(duty -> duty.startsWith("I-5.1-03: "));
    }

    @Test
    void namesEachPartThatIsMissing() {
        assertThat(rows(Ipsie.AL1)).containsExactly("I-4.1-02", "I-4.1-04");

        draft = directories
                .change(strictest(settings -> settings.rate(24, 100).passwords(PasswordHandling.ACCEPT)))
                .orElseThrow();
        assertThat(rows(Ipsie.AL1)).containsExactly("I-4.3-02", "I-6.1.2-01");
        draft = directories
                .change(strictest(same -> same).toBuilder()
                        .version(draft.version())
                        .build())
                .orElseThrow();
        directories
                .credentials()
                .trustKeys(draft.id(), "old", TestKey.set(TestService.OWN), trust -> trust.singleUse(false));
        assertThat(rows(Ipsie.AL1)).containsExactly("I-8-02");

        service.close();
        directories = Directories.builder(new InMemoryDirectoryStore()).build();
        service = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.group()))
                .without(Feature.BULK)
                .install(directories)
                .build();
        draft = directories.create("acme", "Plain", IdentityProvider.OTHER);
        assertThat(rows(Ipsie.AL1))
                .containsExactly(
                        "Z-4-01",
                        "I-4.1-01",
                        "I-4.1-02",
                        "I-4.1-04",
                        "I-6.1.2-01",
                        "I-8-03",
                        "Z-7.1-01",
                        "I-4.3-03",
                        "I-6.1.1-01");
        assertThatThrownBy(() -> directories.ipsie("none", Ipsie.AL1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no directory 'none'");
    }

    @Test
    void refusesAChangeByWhichADirectoryWouldNotKeepToWhatItDemands() {
        Directory kept = directories
                .change(strictest(settings -> settings.demand(Ipsie.AL1)))
                .orElseThrow();

        assertThatThrownBy(() -> directories.change(
                        kept.toBuilder().profile(ClientProfile.INTEROPERABLE).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("would not keep to IPSIE AL1: Z-4-01: the profile is INTEROPERABLE");
        assertThatThrownBy(() -> directories.create(
                        "acme",
                        "Another",
                        IdentityProvider.OTHER,
                        directory -> directory.settings(
                                DirectorySettings.builder().demand(Ipsie.AL2).build())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("I-6.1.2-01");
        assertThat(directories.find(kept.id())).contains(kept);
        assertThat(directories.pause(kept.id()).settings().demanded())
                .as("a pause is no change of what is sent")
                .contains(Ipsie.AL1);
        assertThat(DirectorySettings.parse(kept.settings().text())).isEqualTo(kept.settings());
        assertThat(DirectorySettings.parse("demanded=AL9\npasswords=LATER").text())
                .as("what a later version has set")
                .contains("demanded=AL9", "passwords=LATER");
    }
}
