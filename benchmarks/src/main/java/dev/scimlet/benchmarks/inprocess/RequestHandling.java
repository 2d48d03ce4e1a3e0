package dev.scimlet.benchmarks.inprocess;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scimlet.benchmarks.load.People;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A whole request through the service without a container: what is left of the cost over HTTP when Jetty is taken away. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestHandling {

    private static final String TOKEN = "benchmark-4f1c09a2b7d34e6ea1d95c80f7b3e216";
    private static final int USERS = 1_000;
    private static final int MEMBERS = 10_000;
    private static final int MEMBERS_IN_A_REQUEST = 5_000;
    private static final String NEWCOMER = People.memberId(10_000_000);

    private static final Map<String, List<String>> HEADERS = Map.of(
            "authorization", List.of("Bearer " + TOKEN),
            "content-type", List.of("application/scim+json; charset=utf-8"),
            "accept", List.of("application/scim+json"));

    private final People people = new People();
    private final ObjectMapper mapper = new ObjectMapper();
    private final List<String> userIds = new ArrayList<>();
    private final List<String> filters = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private ScimService service = service();
    private String groupId = "";
    private byte[] addition = {};
    private byte[] removal = {};
    private int next;

    private static ScimService service() {
        var tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        tokens.register(TOKEN, "benchmark", null, null);
        var groups =
                InMemoryRepository.builder(Samples.GROUP).memberships("members").build();
        return ScimService.builder()
                .repositories(InMemoryRepository.of(Samples.USER), groups)
                .authenticator(tokens)
                .build();
    }

    @Setup
    public void fill() throws IOException {
        for (int number = 0; number < USERS; number++) {
            ObjectNode user = people.user(number);
            userIds.add(idOf(request("POST", "/Users", null, Samples.bytes(user))));
            filters.add(URLEncoder.encode(
                    "userName eq \"" + user.get("userName").textValue() + "\"", StandardCharsets.UTF_8));
            bodies.add(Samples.bytes(user.put("title", "Another")));
            bodies.add(Samples.bytes(people.user(number)));
        }
        groupId = idOf(request("POST", "/Groups", null, Samples.bytes(people.group("Tour Guides"))));
        for (int from = 0; from < MEMBERS; from += MEMBERS_IN_A_REQUEST) {
            String members = people.members(from, from + MEMBERS_IN_A_REQUEST).toString();
            send("PATCH", "/Groups/" + groupId, "excludedAttributes=members", patch("Add", members));
        }
        addition = patch("Add", "[{\"value\":\"" + NEWCOMER + "\"}]");
        removal = patch("Remove", "[{\"value\":\"" + NEWCOMER + "\"}]");
    }

    private static byte[] patch(String operation, String members) {
        return ("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\""
                        + operation + "\",\"path\":\"members\",\"value\":" + members + "}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String idOf(ScimResponse created) throws IOException {
        return mapper.readTree(created.bodyText()).get("id").textValue();
    }

    @Benchmark
    public int read() throws IOException {
        return send("GET", "/Users/" + userIds.get(turn() % USERS), null, new byte[0]);
    }

    @Benchmark
    public int find() throws IOException {
        return send("GET", "/Users", "filter=" + filters.get(turn() % USERS) + "&count=100", new byte[0]);
    }

    @Benchmark
    public int replace() throws IOException {
        int turn = turn() % (2 * USERS);
        int variant = turn / USERS;
        return send("PUT", "/Users/" + userIds.get(turn % USERS), null, bodies.get(2 * (turn % USERS) + variant));
    }

    @Benchmark
    public int patch() throws IOException {
        int turn = turn();
        byte[] body = turn / USERS % 2 == 0 ? UserPatching.PATCH : UserPatching.OTHER_PATCH;
        return send("PATCH", "/Users/" + userIds.get(turn % USERS), null, body);
    }

    /** One of the two in turn, so that the group stays as large as it is. */
    @Benchmark
    public int addOrRemoveMember() throws IOException {
        byte[] body = turn() % 2 == 0 ? addition : removal;
        return send("PATCH", "/Groups/" + groupId, "excludedAttributes=members", body);
    }

    private int turn() {
        next = next == Integer.MAX_VALUE ? 0 : next + 1;
        return next;
    }

    private int send(String method, String path, @Nullable String query, byte[] body) throws IOException {
        ScimResponse response = request(method, path, query, body);
        var out = new CountingStream();
        response.writeTo(out);
        if (response.status() != 200) {
            throw new IllegalStateException(method + " " + path + " is answered " + response.status());
        }
        return out.count;
    }

    private ScimResponse request(String method, String path, @Nullable String query, byte[] body) {
        return service.handle(ScimRequest.builder(method, path)
                .query(query)
                .headers(name -> HEADERS.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()))
                .body(new ByteArrayInputStream(body))
                .baseUrl("https://example.com/scim/v2")
                .build());
    }

    private static final class CountingStream extends OutputStream {

        private int count;

        @Override
        public void write(int one) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count += length;
        }
    }
}
