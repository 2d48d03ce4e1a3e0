package dev.scimlet.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.RequestLimiter;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.PartialRepository;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What extensions add to a service, seen from outside. */
final class ServiceExtensionTest {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";

    private final List<ExchangeOutcome> outcomes = new ArrayList<>();
    private final List<String> lives = new ArrayList<>();

    /** A directory, as an authenticator attaches it. */
    private record Directory(String name, ClientProfile profile) {}

    private ServiceExtension extension(String name, Consumer<ServiceExtension.Installation> said) {
        return new ServiceExtension() {
            @Override
            public void install(Installation installation) {
                said.accept(installation);
            }

            @Override
            public void start(ScimService service) {
                lives.add(name + " starts");
            }

            @Override
            public void stop() {
                lives.add(name + " stops");
            }
        };
    }

    private static ScimService.Builder builder() {
        InMemoryStore store = new InMemoryStore();
        InMemoryRepository users = store.repository(StandardTypes.user()).build();
        InMemoryRepository groups =
                store.repository(StandardTypes.group()).memberships("members").build();
        return ScimService.builder().repositories(users, groups);
    }

    private static ScimRequest.Builder request(String method, String path, String body) {
        ScimRequest.Builder request = ScimRequest.builder(method, path).body(body.replace('\'', '"'));
        return body.isEmpty() ? request : request.header("Content-Type", "application/scim+json");
    }

    private static ScimResponse send(ScimService service, String method, String path, String body) {
        return service.handle(request(method, path, body).build());
    }

    private ScimService told(Consumer<ServiceExtension.Installation> said) {
        return builder()
                .install(extension("directory", installation -> {
                    installation
                            .authenticator(asked -> new Authentication.Accepted(
                                    "entra", "default", new Directory("contoso", ClientProfile.STRICT)))
                            .onExchange(outcomes::add);
                    said.accept(installation);
                }))
                .build();
    }

    private ExchangeOutcome last() {
        return outcomes.get(outcomes.size() - 1);
    }

    @Test
    void isToldOfEachExchange() {
        ScimService service = told(installation -> {});
        ScimResponse created = send(service, "POST", "/Users", "{'schemas':['" + USER + "'],'userName':'ada'}");
        String id = last().id().orElseThrow();

        assertThat(created.status()).isEqualTo(201);
        assertThat(last().operation()).isEqualTo(ExchangeOutcome.Operation.CREATE);
        assertThat(last().resourceType()).contains("User");
        assertThat(last().context().orElseThrow().principal()).isEqualTo("entra");
        assertThat(last().requestBytes().orElseThrow()).isPositive();
        assertThat(last().responseBytes().orElseThrow()).isPositive();
        assertThat(created.header("X-Request-Id")).contains(last().requestId());
        send(service, "GET", "/Users/" + id, "");
        assertThat(last().operation()).isEqualTo(ExchangeOutcome.Operation.READ);
        send(service, "GET", "/Users", "");
        assertThat(last().operation()).isEqualTo(ExchangeOutcome.Operation.SEARCH);
        send(service, "GET", "/Schemas", "");
        assertThat(last().operation()).isEqualTo(ExchangeOutcome.Operation.DISCOVERY);
        send(service, "DELETE", "/Users/" + id, "");
        assertThat(last().operation()).isEqualTo(ExchangeOutcome.Operation.DELETE);
        send(service, "DELETE", "/Users/" + id, "");
        assertThat(last().status()).isEqualTo(404);
        assertThat(last().detail()).contains("not found");
    }

    @Test
    void isToldOfEachOperationOfBulk() {
        ScimService service = told(installation -> {});
        send(
                service,
                "POST",
                "/Bulk",
                "{'schemas':['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],'Operations':["
                        + "{'method':'POST','path':'/Users','bulkId':'a','data':{'schemas':['" + USER
                        + "'],'userName':'ada'}},"
                        + "{'method':'DELETE','path':'/Users/nobody'}]}");

        assertThat(last().operation()).isEqualTo(ExchangeOutcome.Operation.BULK);
        assertThat(last().operations())
                .extracting(ExchangeOutcome.BulkOperation::operation)
                .containsExactly(ExchangeOutcome.Operation.CREATE, ExchangeOutcome.Operation.DELETE);
        assertThat(last().operations())
                .extracting(ExchangeOutcome.BulkOperation::status)
                .containsExactly(201, 404);
        assertThat(last().operations().get(1).id()).isEqualTo("nobody");
    }

    @Test
    void isToldWhichResourceAndWhatIsSought() {
        ScimService service = told(installation ->
                installation.onChangeInUnit(wanting((event, unit) -> {}, type -> List.of(type.path("userName")))));
        String ada = "{'schemas':['" + USER + "'],'userName':'ada'}";
        send(service, "POST", "/Users", ada);
        String path = "/Users/" + last().id().orElseThrow();
        assertThat(last().name()).contains("ada");
        assertThat(last().changed())
                .containsExactly(
                        new ExchangeOutcome.ChangedResource("User", last().id().orElseThrow()));
        send(service, "POST", "/Users", ada);
        assertThat(last().status()).isEqualTo(409);
        assertThat(last().name()).contains("ada");
        assertThat(last().changed()).isEmpty();
        send(
                service,
                "POST",
                "/Users",
                "{'schemas':['" + USER + "'],'emails':[{'value':1}],'username':'eve','displayName':");
        assertThat(last().status()).isEqualTo(400);
        assertThat(last().name()).as("of a body that cannot be read").contains("eve");
        send(service, "GET", path, "");
        assertThat(last().name()).contains("ada");
        send(service, "PATCH", path, "{'Operations':[{'op':'remove','path':'nothing'}]}");
        assertThat(last().status()).isEqualTo(400);
        assertThat(last().name()).contains("ada");
        send(service, "PUT", path, ada);
        assertThat(last().status()).isEqualTo(200);
        assertThat(last().changed()).isEmpty();

        service.handle(ScimRequest.builder("GET", "/Users")
                .query("filter=userName%20eq%20%22ada%22")
                .build());
        assertThat(last().filter().orElseThrow().text()).isEqualTo("userName eq \"ada\"");
        assertThat(last().found()).hasValue(1);
        service.handle(
                ScimRequest.builder("GET", "/Users").query("filter=userName").build());
        assertThat(last().filter()).isEmpty();
        assertThat(last().found()).isEmpty();
        send(service, "DELETE", "/Users/nobody", "");
        assertThat(last().name()).isEmpty();
        send(service, "DELETE", path, "");
        assertThat(last().name()).contains("ada");
    }

    private static ChangeHook wanting(ChangeHook hook, Function<ResourceType, List<BoundPath>> wanted) {
        return new ChangeHook() {
            @Override
            public void on(ResourceEvent event, Unit unit) {
                hook.on(event, unit);
            }

            @Override
            public List<BoundPath> wanted(ResourceType type) {
                return wanted.apply(type);
            }
        };
    }

    @Test
    void isToldTheNamesOfWhatBulkMeans() {
        ScimService service = told(installation -> {});
        send(
                service,
                "POST",
                "/Bulk",
                "{'schemas':['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],'Operations':["
                        + "{'method':'POST','path':'/Users','bulkId':'a','data':{'schemas':['" + USER
                        + "'],'userName':'ada'}},"
                        + "{'method':'DELETE','path':'/Users/nobody'},"
                        + "{'method':'POST','path':'/Users','bulkId':'b','data':{'schemas':['" + USER
                        + "'],'userName':'ada'}}]}");

        assertThat(last().operations())
                .extracting(ExchangeOutcome.BulkOperation::name)
                .containsExactly("ada", null, "ada");
        assertThat(last().changed()).hasSize(1);
    }

    @Test
    void tellsAHookInsideAChangeWhatIsKnownOfTheExchange() {
        List<ExchangeOutcome> inside = new ArrayList<>();
        List<Set<String>> ignored = new ArrayList<>();
        ScimService service = ScimService.builder()
                .repositories(new WithoutTitles(InMemoryRepository.of(StandardTypes.user())))
                .install(extension(
                        "log",
                        installation -> installation
                                .authenticator(asked -> new Authentication.Accepted(
                                        "a", "default", List.of("one thing", Integer.valueOf(2))))
                                .onExchange(outcomes::add)
                                .onChangeInUnit((event, unit) -> {
                                    assertThat(event.context().attachment(String.class))
                                            .contains("one thing");
                                    assertThat(event.context().attachment(Integer.class))
                                            .contains(2);
                                    ExchangeOutcome outcome = event.context()
                                            .attachment(ExchangeOutcome.class)
                                            .orElseThrow();
                                    inside.add(outcome);
                                    ignored.add(Set.copyOf(outcome.ignored()));
                                    assertThat(outcome.duration()).isPositive();
                                    assertThat(outcome.status()).isZero();
                                })))
                .build();
        String titled = "{'schemas':['" + USER + "'],'userName':'ada','title':'Countess'}";
        send(service, "POST", "/Users", titled);
        send(service, "PUT", "/Users/" + last().id().orElseThrow(), titled.replace("'ada'", "'adb'"));
        send(
                service,
                "POST",
                "/Bulk",
                "{'schemas':['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],'Operations':["
                        + "{'method':'POST','path':'/Users','bulkId':'a','data':" + titled.replace("ada", "bob")
                        + "},{'method':'POST','path':'/Users','bulkId':'b','data':"
                        + titled.replace("ada", "cid").replace(",'title':'Countess'", "") + "}]}");

        assertThat(ignored).containsExactly(Set.of("title"), Set.of("title"), Set.of("title"), Set.of());
        assertThat(inside.get(0)).isSameAs(outcomes.get(0));
        assertThat(last().ignored()).containsExactly("title");
    }

    @Test
    void isToldWhoseCredentialsAreNotGoodAnyLonger() {
        Authentication.Accepted contoso =
                new Authentication.Accepted("entra", "acme", new Directory("contoso", ClientProfile.STRICT));
        List<Authentication> next = new ArrayList<>();
        ScimService service = builder()
                .tenants(TenantResolver.byPathSegment())
                .install(extension(
                        "directory",
                        installation ->
                                installation.authenticator(asked -> next.get(0)).onExchange(outcomes::add)))
                .build();
        next.add(new Authentication.Invalid("the token has been revoked", contoso));
        send(service, "GET", "/acme/Users", "");
        assertThat(last().status()).isEqualTo(401);
        assertThat(last().context()).isEmpty();
        assertThat(last().recognised().orElseThrow().attachment(Directory.class))
                .isPresent();
        send(service, "GET", "/globex/Users", "");
        assertThat(last().recognised()).as("nobody of globex").isEmpty();
        assertThat(last().tenant()).contains("globex");
        next.set(0, new Authentication.Insufficient("no", "scim", contoso));
        send(service, "GET", "/acme/Users", "");
        assertThat(last().status()).isEqualTo(403);
        assertThat(last().recognised()).isPresent();
        next.set(0, new Authentication.Invalid("the token is not valid"));
        send(service, "GET", "/acme/Users", "");
        assertThat(last().recognised()).isEmpty();
    }

    @Test
    void keepsMessagesWhereAListenerWantsThem() {
        ScimService service = told(installation -> installation.onExchange(new ExchangeListener() {
            @Override
            public void on(ExchangeOutcome outcome) {
                // The other listener remembers it
            }

            @Override
            public boolean wantsMessages(RequestContext context) {
                return context.attachment(Directory.class).isPresent();
            }
        }));
        String ada = "{'schemas':['" + USER + "'],'userName':'ada'}";
        send(service, "POST", "/Users", ada);
        ExchangeOutcome.Messages created = last().messages().orElseThrow();
        ScimResponse list = send(service, "GET", "/Users", "");
        ExchangeOutcome.Messages listed = last().messages().orElseThrow();

        assertThat(created.request().path()).isEqualTo("/Users");
        assertThat(new String(created.requestBody(), UTF_8)).isEqualTo(ada.replace('\'', '"'));
        assertThat(new String(created.answerBody(), UTF_8)).contains("\"userName\":\"ada\"");
        assertThat(listed.requestBody()).isNull();
        assertThat(list.bodyText()).contains("\"totalResults\":1").isEqualTo(new String(listed.answerBody(), UTF_8));
        send(told(installation -> {}), "GET", "/Users", "");
        assertThat(last().messages()).isEmpty();
    }

    @Test
    void isToldOfWhatIsRefusedForWantOfCredentials() {
        ScimService service = builder()
                .install(extension(
                        "directory",
                        installation -> installation
                                .authenticator(asked -> new Authentication.Missing())
                                .challengeParameters(asked -> Map.of("resource_metadata", "https://example.com/\"x\""))
                                .onExchange(outcomes::add)))
                .build();

        ScimResponse answer = send(service, "GET", "/Users", "");

        assertThat(answer.header("WWW-Authenticate"))
                .contains("Bearer realm=\"scim\", resource_metadata=\"https://example.com/\\\"x\\\"\"");
        assertThat(last().status()).isEqualTo(401);
        assertThat(last().context()).isEmpty();
    }

    @Test
    void choosesTheProfileByWhatTheAuthenticatorAttaches() {
        ScimService strict = told(installation -> installation.profiles(
                context -> context.attachment(Directory.class).orElseThrow().profile()));

        assertThat(send(strict, "POST", "/Users", "{'schemas':['" + USER + "'],'userName':'a','active':'True'}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void admitsRequestsAndGivesPlacesBack() {
        List<String> places = new ArrayList<>();
        ScimService service = told(installation -> installation
                .limiter((context, asked) -> {
                    places.add("taken");
                    return () -> places.add("given back");
                })
                .limiter((context, asked) -> {
                    if (asked.path().startsWith("/Groups")) {
                        throw ScimException.tooManyRequests("this directory asks too often", Duration.ofSeconds(7));
                    }
                    return RequestLimiter.Admission.FREE;
                }));

        assertThat(send(service, "GET", "/Users", "").status()).isEqualTo(200);
        ScimResponse refused = send(service, "GET", "/Groups", "");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).contains("7");
        assertThat(places).containsExactly("taken", "given back", "taken", "given back");
    }

    @Test
    void refusesAChangeInsideItsUnit() {
        List<ResourceEvent> committed = new ArrayList<>();
        List<Unit> units = new ArrayList<>();
        ScimService service = told(installation -> installation
                .onChangeInUnit((event, unit) -> {
                    units.add(unit);
                    throw ScimException.of(ErrorType.INVALID_VALUE, "nobody is created today");
                })
                .onChange(committed::add));

        ScimResponse refused = send(service, "POST", "/Users", "{'schemas':['" + USER + "'],'userName':'ada'}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.bodyText()).contains("nobody is created today");
        assertThat(send(service, "GET", "/Users", "").bodyText()).contains("\"totalResults\":0");
        assertThat(committed).isEmpty();
        assertThat(units).hasSize(1);
        assertThat(units.get(0).isAtomic()).isTrue();
    }

    @Test
    void changesDiscovery() {
        ScimService service = told(installation -> installation.discovery(new DiscoveryView() {
            @Override
            public Map<String, Object> serviceProviderConfig(RequestContext context, Map<String, Object> document) {
                Map<String, Object> changed = new LinkedHashMap<>(document);
                changed.put(
                        "documentationUri",
                        context.attachment(Directory.class).orElseThrow().name());
                return changed;
            }
        }));

        assertThat(send(service, "GET", "/ServiceProviderConfig", "").bodyText())
                .contains("\"documentationUri\":\"contoso\"")
                .contains("\"patch\":{\"supported\":true}");
    }

    @Test
    void showsADirectoryItsSchemasAndResourceTypes() {
        ScimService service = builder()
                .install(extension(
                        "directory",
                        installation -> installation
                                .authenticator(asked -> new Authentication.Accepted(
                                        "entra",
                                        "default",
                                        new Directory(
                                                asked.header("Authorization").orElse(""), ClientProfile.STRICT)))
                                .discovery(new DiscoveryView() {
                                    @Override
                                    public Map<String, Object> schema(
                                            RequestContext context, Map<String, Object> document) {
                                        return described(context, document);
                                    }

                                    @Override
                                    public Map<String, Object> resourceType(
                                            RequestContext context, Map<String, Object> document) {
                                        return described(context, document);
                                    }
                                })))
                .build();

        for (String name : List.of("contoso", "fabrikam")) {
            for (String path : List.of("/Schemas/" + USER, "/ResourceTypes/User")) {
                JsonNode one = getAs(service, name, path);
                assertThat(one.path("description").asText()).isEqualTo("User of " + name);
                assertThat(one.path("name").asText()).isEqualTo("User");
            }
            for (String path : List.of("/Schemas", "/ResourceTypes")) {
                JsonNode list = getAs(service, name, path).path("Resources");
                assertThat(list)
                        .extracting(each -> each.path("description").asText())
                        .contains("User of " + name, "Group of " + name)
                        .allMatch(text -> text.endsWith(" of " + name));
            }
            assertThat(getAs(service, name, "/ServiceProviderConfig").toString())
                    .doesNotContain(name);
        }
    }

    private static Map<String, Object> described(RequestContext context, Map<String, Object> document) {
        Map<String, Object> changed = new LinkedHashMap<>(document);
        changed.put(
                "description",
                document.get("name") + " of "
                        + context.attachment(Directory.class).orElseThrow().name());
        return changed;
    }

    private static JsonNode getAs(ScimService service, String name, String path) {
        ScimResponse answer = service.handle(
                ScimRequest.builder("GET", path).header("Authorization", name).build());
        assertThat(answer.status()).as(path).isEqualTo(200);
        return InMemoryService.read(answer.bodyText());
    }

    @Test
    void findsTheTenantOfARequest() {
        ScimService service = builder()
                .install(extension(
                        "directory",
                        installation -> installation
                                .authenticator(asked -> new Authentication.Accepted("entra", null))
                                .tenants(TenantResolver.byPathSegment())
                                .onExchange(outcomes::add)))
                .build();

        ScimResponse created = send(service, "POST", "/acme/Users", "{'schemas':['" + USER + "'],'userName':'ada'}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location").orElseThrow()).contains("/acme/Users/");
        assertThat(last().context().orElseThrow().tenant()).isEqualTo("acme");
        assertThat(last().operation()).isEqualTo(ExchangeOutcome.Operation.CREATE);
        String id = last().id().orElseThrow();
        assertThat(send(service, "GET", "/acme/Users/" + id, "").status()).isEqualTo(200);
        assertThat(send(service, "GET", "/globex/Users/" + id, "").status()).isEqualTo(404);
        assertThat(last().context().orElseThrow().tenant()).isEqualTo("globex");
    }

    @Test
    void isTheOnlyOneThatSaysTheTenant() {
        assertThatThrownBy(() -> builder()
                        .authenticator(asked -> new Authentication.Accepted("a", "default"))
                        .tenants(TenantResolver.byToken())
                        .install(extension(
                                "directory", installation -> installation.tenants(TenantResolver.byPathSegment())))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tenant");
        assertThat(lives).isEmpty();
    }

    @Test
    void isToldHowLongAnExchangeTook() {
        long[] inside = new long[2];
        ScimService service = told(installation -> installation.limiter((context, asked) -> {
            inside[0] = System.nanoTime();
            return () -> inside[1] = System.nanoTime();
        }));

        long before = System.nanoTime();
        send(service, "GET", "/Users", "");
        long after = System.nanoTime();

        // What is measured around a part is as long as the part or longer, whatever else the machine does
        assertThat(last().duration())
                .isBetween(Duration.ofNanos(inside[1] - inside[0]), Duration.ofNanos(after - before))
                .isPositive();
    }

    @Test
    void isToldWhatWasIgnored() {
        InMemoryRepository all = InMemoryRepository.of(StandardTypes.user());
        ScimService service = ScimService.builder()
                .repositories(new WithoutTitles(all))
                .install(extension(
                        "directory",
                        installation -> installation
                                .authenticator(asked -> new Authentication.Accepted("a", "default"))
                                .onExchange(outcomes::add)))
                .build();
        String titled = "{'schemas':['" + USER + "'],'userName':'ada','title':'Countess','nickName':'A'}";

        ScimResponse created = send(service, "POST", "/Users", titled);

        assertThat(created.status()).isEqualTo(201);
        assertThat(last().ignored()).containsExactly("title").isEqualTo(created.ignored());
        String path = "/Users/" + last().id().orElseThrow();
        send(service, "GET", path, "");
        assertThat(last().ignored()).isEmpty();
        send(service, "PUT", path, titled.replace("Countess", "Lady").replace("'A'", "'B'"));
        assertThat(last().ignored()).containsExactly("title");
        send(service, "PUT", path, titled.replace("'title':'Countess',", ""));
        assertThat(last().ignored()).isEmpty();
        send(
                service,
                "POST",
                "/Bulk",
                "{'schemas':['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],'Operations':[{'method':'POST',"
                        + "'path':'/Users','bulkId':'a','data':" + titled.replace("ada", "bob") + "}]}");
        assertThat(last().status()).isEqualTo(200);
        assertThat(last().ignored()).containsExactly("title");
    }

    @Test
    void isToldHowMuchNobodyKnowsAndNotWhatItIsCalled() {
        List<Integer> unknown = new ArrayList<>();
        ScimService service = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .install(extension(
                        "directory",
                        installation -> installation
                                .authenticator(asked -> new Authentication.Accepted("a", "default"))
                                .onExchange(outcomes::add)
                                .onChangeInUnit((event, unit) -> unknown.add(event.context()
                                        .attachment(ExchangeOutcome.class)
                                        .orElseThrow()
                                        .unknown()))))
                .build();
        String user =
                "{'schemas':['" + USER + "'],'userName':'ada','shoeSize':38,'name':{'familyName':'L','maiden':'B'},"
                        + "'urn:example:unknown:2.0:User':{'a':1,'b':2}}";
        String known = "{'schemas':['" + USER + "'],'userName':'cid'}";

        send(service, "POST", "/Users", user);
        String path = "/Users/" + last().id().orElseThrow();
        assertThat(last().unknown()).isEqualTo(3);
        assertThat(last().ignored()).isEmpty();
        send(service, "GET", path + "?attributes=shoeSize", "");
        assertThat(last().unknown()).isZero();
        send(service, "PUT", path, known.replace("cid", "ada2"));
        send(
                service,
                "PATCH",
                path,
                "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':[{'op':'add','path':'name',"
                        + "'value':{'givenName':'A','maiden':'B'}}]}");
        assertThat(last().unknown()).isEqualTo(1);
        send(
                service,
                "POST",
                "/Bulk",
                "{'schemas':['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],'Operations':["
                        + "{'method':'POST','path':'/Users','bulkId':'a','data':" + user.replace("ada", "bob")
                        + "},{'method':'POST','path':'/Users','bulkId':'b','data':" + known
                        + "},{'data':" + user.replace("ada", "dan")
                        + ",'method':'POST','path':'/Users','bulkId':'c'}]}");

        assertThat(last().unknown()).isEqualTo(6);
        assertThat(unknown)
                .as("inside a change what is known then, of the operation that makes it")
                .containsExactly(3, 0, 1, 3, 0, 3);
    }

    /** Keeps no titles, by its host's choice. */
    private record WithoutTitles(InMemoryRepository all) implements ResourceRepository, PartialRepository {

        private Attributes withoutTitle(Attributes attributes) {
            return attributes.with(all.type().path("title").topLevel(), null);
        }

        @Override
        public ResourceType type() {
            return all.type();
        }

        @Override
        public Set<String> ignored(Attributes attributes) {
            return attributes.equals(withoutTitle(attributes)) ? Set.of() : Set.of("title");
        }

        @Override
        public Resource create(RequestContext context, Attributes attributes) {
            return all.create(context, withoutTitle(attributes));
        }

        @Override
        public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
            return all.find(context, id, wanted);
        }

        @Override
        public QueryResult query(RequestContext context, Query query) {
            return all.query(context, query);
        }

        @Override
        public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
            return all.update(context, read, withoutTitle(changed), wanted);
        }

        @Override
        public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
            return all.delete(context, id, wanted, precondition);
        }
    }

    @Test
    void givesTheKeysOfCursors() {
        byte[] old = new byte[32];
        byte[] young = "a key that is younger than the other".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        CursorKeys.Key[] keys = {new CursorKeys.Key("k1", old), new CursorKeys.Key("k2", young)};
        int[] current = {0};
        int[] kept = {0};
        ScimService service = told(installation -> installation.cursorKeys(new CursorKeys() {
            @Override
            public Key current() {
                return keys[current[0]];
            }

            @Override
            public Optional<Key> find(String id) {
                return List.of(keys).subList(kept[0], keys.length).stream()
                        .filter(key -> key.id().equals(id))
                        .findFirst();
            }
        }));
        for (String name : List.of("a", "b", "c")) {
            send(service, "POST", "/Users", "{'schemas':['" + USER + "'],'userName':'" + name + "'}");
        }

        String cursor = cursor(get(service, "count=1&cursor="));
        current[0] = 1;
        ScimResponse second = get(service, "count=1&cursor=" + cursor);
        kept[0] = 1;

        assertThat(cursor).startsWith("k1.");
        assertThat(cursor(second)).startsWith("k2.");
        assertThat(get(service, "count=1&cursor=" + cursor).bodyText()).contains("invalidCursor");
        assertThat(get(service, "count=1&cursor=" + cursor(second)).status()).isEqualTo(200);
    }

    private static ScimResponse get(ScimService service, String query) {
        return service.handle(ScimRequest.builder("GET", "/Users").query(query).build());
    }

    private static String cursor(ScimResponse response) {
        return response.bodyText().replaceFirst("(?s).*\"nextCursor\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void startsInOrderAndStopsInTheOpposite() {
        ScimService service = builder()
                .authenticator(asked -> new Authentication.Accepted("a", "default"))
                .install(extension("first", installation -> {}))
                .install(extension("second", installation -> {}))
                .build();
        service.close();
        service.close();

        assertThat(lives).containsExactly("first starts", "second starts", "second stops", "first stops");
    }

    @Test
    void isNotBuiltWhereACheckFindsSomethingOrTwoSayTheSame() {
        assertThatThrownBy(() -> told(installation -> installation
                        .check(() -> List.of("give the directory a name"))
                        .check(() -> List.of("give it a token"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("give the directory a name; give it a token");
        assertThatThrownBy(
                        () -> told(installation -> installation.authenticator(asked -> new Authentication.Missing())))
                .hasMessageContaining("authenticator");
        assertThat(lives).isEmpty();
    }

    @Test
    void namesRequestsAsTheHostDoes() {
        ScimService service = builder()
                .authenticator(asked -> new Authentication.Accepted("a", "default"))
                .requestIds(asked -> asked.header("traceparent").orElse(""))
                .requestIdHeader("X-Trace")
                .build();

        ScimResponse named = service.handle(ScimRequest.builder("GET", "/Users")
                .header("traceparent", "4bf92f35")
                .build());
        ScimResponse unusable = service.handle(ScimRequest.builder("GET", "/Users")
                .header("traceparent", "a b\r\n")
                .build());

        assertThat(named.header("X-Trace")).contains("4bf92f35");
        assertThat(unusable.header("X-Trace").orElseThrow()).matches("[0-9a-f]{16}");
    }
}
