package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.RequestLimiter;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
            public Map<String, Object> serviceProviderConfig(
                    dev.scimlet.spi.RequestContext context, Map<String, Object> document) {
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
