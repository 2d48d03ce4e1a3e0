package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ResourceEvent;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7644 §2, §7, RFC 6750: authentication and authorization")
class AuthorizationTest {

    private final InMemoryTokenStore store = new InMemoryTokenStore();
    private final BearerTokens tokens = new BearerTokens(store, Clock.systemUTC());
    private final InMemoryRepository groups = InMemoryRepository.builder(StandardTypes.group())
            .memberships("members")
            .build();
    private final Scim scim = Scim.of(ScimService.builder()
            .repositories(InMemoryRepository.of(StandardTypes.user()), groups)
            .passwordEncoder(password -> "hash")
            .authenticator(tokens));

    @Test
    @Proves({"P-2-01", "B-01", "B-07", "P-3.2-10", "H-15-04", "P-3.11-05"})
    void withoutCredentialsThereIsAChallengeOnEveryPath() {
        for (String path : List.of(
                "/Users",
                "/Users/1",
                "/Foo",
                "/",
                "/Schemas",
                "/ResourceTypes",
                "/Me",
                "/Bulk",
                "/v9/Users",
                "//Users")) {
            Answer answer = scim.get(path).refused(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"scim\"");
        }
        scim.post("/Users", user("'userName':'a'")).refused(401);
        scim.send("OPTIONS", "/Users", "").refused(401);
    }

    @Test
    @Proves({"S-5-05", "B-02", "P-2-04"})
    void onlyTheConfigurationIsOpenAndNotToWrongTokens() {
        scim.get("/ServiceProviderConfig").expect(200);
        Answer wrong =
                scim.get("/ServiceProviderConfig", "Authorization", "Bearer x").refused(401);
        assertThat(wrong.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        Scim closed = Scim.of(ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .profile(ClientProfile.INTEROPERABLE.without(Tolerance.ANONYMOUS_SERVICE_PROVIDER_CONFIG))
                .authenticator(tokens));
        closed.get("/ServiceProviderConfig").refused(401);
    }

    @Test
    @Proves({"B-02", "P-7.4-01", "P-2-05"})
    void wrongRevokedAndExpiredTokensAreInvalid() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        BearerTokens before = new BearerTokens(store, Clock.fixed(now, ZoneOffset.UTC));
        String live = tokens.generate("live", null, null);
        String expired = before.generate("expired", null, Duration.ofMinutes(1));
        String revoked = tokens.generate("revoked", null, null);
        store.revoke(BearerTokens.hash(revoked), Instant.now());

        assertThat(live).hasSizeGreaterThanOrEqualTo(43).isNotEqualTo(revoked);
        assertThat(store.find(live)).isEmpty();
        scim.get("/Users", "Authorization", "Bearer " + live).expect(200);
        for (String token : List.of(expired, revoked, "wrong", live + "x", live.substring(1))) {
            Answer answer =
                    scim.get("/Users", "Authorization", "Bearer " + token).refused(401);
            assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
            assertThat(answer.text()).doesNotContain(token.length() > 10 ? token : "Bearer wrong");
        }
    }

    @Test
    @Proves("B-03")
    void aMissingScopeIsInsufficient() {
        Scim scoped = Scim.of(ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .authenticator(request -> new Authentication.Insufficient("the scope scim is needed")));

        Answer answer = scoped.get("/Users").refused(403);
        assertThat(answer.header("WWW-Authenticate")).contains("error=\"insufficient_scope\"");
    }

    @Test
    @Proves("B-03")
    void saysWhichScopeIsNeeded() {
        Scim scoped = Scim.of(ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .authenticator(request -> new Authentication.Insufficient("the scope scim is needed", "scim")));

        Answer answer = scoped.get("/Users").refused(403);
        assertThat(answer.header("WWW-Authenticate")).endsWith("error=\"insufficient_scope\", scope=\"scim\"");
    }

    @Test
    @Proves("B-04")
    void twoCredentialsAreMalformed() {
        String live = tokens.generate("live", null, null);

        Answer answer = scim.get("/Users", "Authorization", "Bearer " + live, "Authorization", "Bearer " + live)
                .refused(400);
        assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_request\"");
    }

    @Test
    @Proves({"B-05", "B-06"})
    void theTokenStandsInTheHeaderUnderAnySpellingOfTheScheme() {
        String live = tokens.generate("live", null, null);

        scim.get("/Users?access_token=" + live).refused(401);
        scim.get("/Users", "Authorization", "bearer " + live).expect(200);
        scim.get("/Users", "Authorization", "BEARER " + live).expect(200);
        scim.get("/Users", "Authorization", "Basic " + live).refused(401);
    }

    /** Asked for everything; forbids what a test names. */
    private static final class Policy implements AccessPolicy {

        private final List<String> asked = new ArrayList<>();
        private Operation forbidden = Operation.DELETE;

        @Override
        public boolean permits(RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
            asked.add(context.principal() + " " + operation + " " + type + " " + (id == null ? "-" : "id"));
            return operation != forbidden;
        }
    }

    @Test
    @Proves({"P-2-02", "P-2-03", "P-3.7-17"})
    void thePolicyIsAskedForEachOperation() {
        Policy policy = new Policy();
        Scim guarded = Scim.service(builder -> builder.accessPolicy(policy));
        String path = "/Users/" + guarded.userId("a");

        guarded.get(path).expect(200);
        guarded.get("/Users").expect(200);
        guarded.put(path, user("'userName':'a'")).expect(200);
        guarded.patch(path, patchOp("{'op':'add','path':'title','value':'x'}")).expect(200);
        guarded.delete(path).refused(403);
        guarded.get(path).expect(200);
        assertThat(policy.asked)
                .containsExactly(
                        "tester CREATE User -",
                        "tester READ User id",
                        "tester SEARCH User -",
                        "tester REPLACE User id",
                        "tester PATCH User id",
                        "tester DELETE User id",
                        "tester READ User id");
        Answer bulk = guarded.bulkOf(
                "{'method':'DELETE','path':'" + path + "'}",
                "{'method':'POST','bulkId':'1','path':'/Users','data':" + user("'userName':'b'") + "}");
        bulk.has("/Operations/0/status", "403").has("/Operations/1/status", "201");
        guarded.get(path).expect(200);
    }

    @Test
    @Proves("P-7-01")
    void whatIsInvisibleIsNotFound() {
        Scim guarded = Scim.service(builder -> builder.accessPolicy(new AccessPolicy() {
            @Override
            public boolean permits(
                    RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
                return operation != Operation.DELETE;
            }

            @Override
            public Optional<BoundFilter> visibility(RequestContext context, ResourceType type) {
                return type.name().equals("User")
                        ? Optional.of(type.filter("userName ne \"secret\""))
                        : Optional.empty();
            }
        }));
        String hidden = "/Users/"
                + guarded.post("/Users", user("'userName':'secret'"))
                        .expect(201)
                        .id();
        String visible = "/Users/" + guarded.userId("a");

        guarded.get(hidden).refused(404);
        guarded.put(hidden, user("'userName':'b'")).refused(404);
        guarded.patch(hidden, patchOp("{'op':'add','path':'title','value':'x'}"))
                .refused(404);
        guarded.get(visible).expect(200);
        guarded.delete(visible).refused(403);
    }

    @Test
    @Proves("P-7.7-03")
    void hiddenAttributesCanNeitherBeSeenNorFoundOut() {
        Scim guarded = Scim.service(builder -> builder.accessPolicy(new AccessPolicy() {
            @Override
            public boolean permits(
                    RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
                return true;
            }

            @Override
            public Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
                return Set.of("title", "name.givenName");
            }
        }));
        String path = "/Users/"
                + guarded.user("a", "'title':'x','name':{'givenName':'g','familyName':'f'}")
                        .lacks("/title", "/name/givenName")
                        .has("/name/familyName", "f")
                        .id();

        guarded.get(path + "?attributes=title,userName").lacks("/title").has("/userName", "a");
        guarded.search("title eq 'x'").refused(400, "invalidFilter");
        guarded.search("name.givenName pr").refused(400, "invalidFilter");
        guarded.get("/Users?sortBy=title").refused(400, "invalidValue");
        guarded.get("/?filter=" + Scim.encoded("title pr")).refused(400, "invalidFilter");
        guarded.patch(path, patchOp("{'op':'replace','path':'title','value':'y'}"))
                .refused(400, "invalidPath");
    }

    private static Scim hiding(String... attributes) {
        return hiding(StandardTypes.user(), attributes);
    }

    private static Scim hiding(ResourceType users, String... attributes) {
        return Scim.ofUsers(
                users,
                builder -> builder.accessPolicy(new AccessPolicy() {
                    @Override
                    public boolean permits(
                            RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
                        return true;
                    }

                    @Override
                    public Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
                        return type.name().equals("User") ? Set.of(attributes) : Set.of();
                    }
                }));
    }

    @Test
    void aPolicyMayHideWhatTheApplicationDoesNotKeep() {
        ResourceType whole = StandardTypes.user();
        AttributeDefinition[] kept = whole.schema().attributes().stream()
                .filter(attribute -> !attribute.name().equals("entitlements"))
                .toArray(AttributeDefinition[]::new);
        ResourceType part = ResourceType.builder(
                        "User", Schema.of(whole.schema().id(), kept))
                .partOf(whole, true)
                .build();
        Scim guarded = hiding(part, "entitlements", "title");

        guarded.post("/Users", user("'userName':'a','title':'x'"))
                .lacks("/title")
                .has("/userName", "a");
    }

    @Test
    void aPolicyThatHidesWhatThereIsNotShowsNothing() {
        for (String mistake : List.of("entitlement", "emails.valu", "emails[type eq \"work\"]", "")) {
            Scim guarded = hiding("title", mistake);

            guarded.post("/Users", user("'userName':'a','title':'x'")).refused(500);
            guarded.get("/Users").refused(500);
            guarded.get("/Users/1").refused(500);
            guarded.get("/Groups").expect(200);
        }
        hiding("members").get("/Users").expect(200);
        assertThat(hiding("manager")
                        .user("a", "'<E>':{'manager':{'value':'7'},'department':'x'}")
                        .lacks("/<E>/manager")
                        .at("/<E>/department")
                        .asText())
                .isEqualTo("x");
    }

    @Test
    @Proves("P-7.7-03")
    void aComplexAttributeIsThereIfSomethingOfItIsShown() {
        Scim guarded = hiding("name.givenName", "emails.display", "<E>:manager.value".replace("<E>", Scim.ENTERPRISE));
        guarded.user("hidden", "'name':{'givenName':'g'},'emails':[{'display':'d'}],'<E>':{'manager':{'value':'7'}}");
        guarded.user("shown", "'name':{'familyName':'f'},'emails':[{'value':'a@example.com'}]");

        for (String attribute : List.of("name", "emails", Scim.USER + ":name")) {
            assertThat(guarded.find(attribute + " pr")).containsExactly("shown");
            assertThat(guarded.find(attribute + " ne null")).containsExactly("shown");
            assertThat(guarded.find(attribute + " eq null")).containsExactly("hidden");
            assertThat(guarded.find("not (" + attribute + " pr)")).containsExactly("hidden");
            assertThat(Scim.names(guarded.get("/?filter=" + Scim.encoded(attribute + " pr")), "userName"))
                    .containsExactly("shown");
        }
        assertThat(guarded.find("<E>:manager pr")).isEmpty();
    }

    @Test
    @Proves({"P-7.7-03", "S-2.2-15"})
    void aSelectionInAPatchTellsNothingOfHiddenAttributes() {
        Scim guarded = hiding("emails.display");
        String path = "/Users/"
                + guarded.user("a", "'emails':[{'value':'a@example.com','display':'secret'}]")
                        .id();

        for (String guess : List.of("secret", "other")) {
            for (String operation : List.of("add", "replace", "remove")) {
                guarded.patch(
                                path,
                                patchOp("{'op':'" + operation + "','path':'emails[display eq \\'" + guess
                                        + "\\'].type','value':'x'}"))
                        .refused(400, "invalidFilter");
            }
            guarded.patch(
                            path,
                            patchOp("{'op':'add','value':{'emails[value pr and display sw \\'" + guess
                                    + "\\'].type':'x'}}"))
                    .refused(400, "invalidFilter");
        }
        guarded.patch("/Users/none", patchOp("{'op':'remove','path':'emails[display pr]'}"))
                .refused(404);
        guarded.patch(path, patchOp("{'op':'remove','path':'emails','value':[{'display':'secret'}]}"))
                .expect(200);
        guarded.get(path).sized("/emails", 1);
        guarded.patch(path, patchOp("{'op':'add','path':'emails[value sw \\'a\\'].type','value':'work'}"))
                .expect(200)
                .has("/emails/0/type", "work");
    }

    @Test
    @Proves("P-7.7-03")
    void aRepeatedValueTellsNothingOfHiddenAttributes() {
        Scim guarded = hiding("groups");
        String member = guarded.userId("a");
        String group = guarded.group("g", member).id();

        for (String guess : List.of(group, "other")) {
            guarded.patch(
                            "/Users/" + member,
                            patchOp("{'op':'replace','value':{'groups':[{'value':'" + guess + "'}]}}"))
                    .refused(400, "invalidPath");
        }
    }

    @Test
    @Proves({"S-2.2-12", "S-2.2-15", "E-9967-13"})
    void whatIsNeverReturnedInsideAnAttributeStaysInside() {
        Schema schema = Schema.of(
                "urn:example:params:scim:schemas:Vault",
                AttributeDefinition.builder("codes", AttributeType.COMPLEX)
                        .multiValued(true)
                        .subAttributes(
                                AttributeDefinition.string("value"),
                                AttributeDefinition.builder("secret", AttributeType.STRING)
                                        .returned(Returned.NEVER)
                                        .build())
                        .build(),
                AttributeDefinition.builder("whole", AttributeType.COMPLEX)
                        .returned(Returned.NEVER)
                        .subAttributes(AttributeDefinition.string("part"))
                        .build());
        List<ResourceEvent> events = new ArrayList<>();
        Scim vaults = Scim.of(Scim.builder()
                .repositories(InMemoryRepository.of(
                        ResourceType.builder("Vault", schema).build()))
                .onChange(events::add));
        String body = "{'schemas':['" + schema.id() + "'],'codes':[{'secret':'s'}],'whole':{'part':'p'}}";
        String path = "/Vaults/"
                + vaults.post("/Vaults?attributes=codes,whole.part", body)
                        .expect(201)
                        .lacks("/codes/0/secret", "/whole")
                        .id();
        vaults.patch(path, patchOp("{'op':'add','path':'codes','value':[{'value':'1','secret':'t'}]}"))
                .expect(200)
                .lacks("/codes/0/secret", "/codes/1/secret");

        vaults.get("/Vaults?filter=" + Scim.encoded("whole.part eq 'p'")).refused(403, "sensitive");
        vaults.get("/Vaults?filter=" + Scim.encoded("codes.secret eq 's'")).refused(403, "sensitive");
        vaults.patch(path, patchOp("{'op':'remove','path':'codes[secret eq \\'s\\']'}"))
                .refused(400, "invalidFilter");
        vaults.get("/Vaults?filter=" + Scim.encoded("codes pr")).expect(200).has("/totalResults", 1);
        vaults.patch(path, patchOp("{'op':'remove','path':'codes[value eq \\'1\\']'}"))
                .expect(200);
        vaults.get("/Vaults?filter=" + Scim.encoded("codes pr")).expect(200).has("/totalResults", 0);
        assertThat(events)
                .hasSize(3)
                .filteredOn(ResourceEvent.Changed.class::isInstance)
                .extracting(event -> ((ResourceEvent.Changed) event).after().attributes())
                .allSatisfy(attributes -> {
                    assertThat(attributes.value("codes.secret")).isEmpty();
                    assertThat(attributes.value("whole")).isEmpty();
                });
    }

    @Test
    @Proves("P-7.2-01")
    void plainRequestsCanBeRefused() {
        Scim tls = Scim.service(ScimService.Builder::demandTls);

        tls.get("/Users").expect(200);
        tls.handle(dev.scimlet.protocol.message.ScimRequest.builder("GET", "/Users")
                        .baseUrl("http://example.com/scim")
                        .build())
                .refused(403);
        tls.handle(dev.scimlet.protocol.message.ScimRequest.builder("GET", "/Users")
                        .baseUrl("http://example.com/scim")
                        .header("X-Forwarded-Proto", "https")
                        .build())
                .refused(403);
    }

    @Test
    @Proves("P-7.5.2-01")
    void sensitiveFiltersBelongInABody() {
        Scim careful = Scim.service(builder -> builder.sensitive("User", "emails.value"));
        careful.user("a", "'emails':[{'value':'a@x'}]");

        Answer refused = careful.search("emails.value eq 'a@x'").refused(403, "sensitive");
        assertThat(refused.detail()).contains(".search");
        careful.search("emails[value eq 'a@x']").refused(403, "sensitive");
        careful.search("emails eq 'a@x'").refused(403, "sensitive");
        careful.post("/Users/.search", "{'schemas':['<M>SearchRequest'],'filter':'emails.value eq \\\"a@x\\\"'}")
                .expect(200)
                .has("/totalResults", 1);
    }

    @Test
    @Proves("P-7.6-01")
    void aPolicyLimitsWhatAnonymousClientsDo() {
        Scim open =
                Scim.service(builder -> builder.authenticator(request -> new Authentication.Accepted("anonymous", null))
                        .defaultValue("User", "active", false)
                        .accessPolicy((context, operation, type, id) -> operation == AccessPolicy.Operation.CREATE));

        String path = "/Users/" + open.user("a", "").has("/active", false).id();
        open.get(path).refused(403);
        open.delete(path).refused(403);
    }
}
