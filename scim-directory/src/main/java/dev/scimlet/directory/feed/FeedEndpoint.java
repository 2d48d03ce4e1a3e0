package dev.scimlet.directory.feed;

import dev.scimlet.directory.jose.Json;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The feed for readers outside of the application: {@code GET <feed>?after=<cursor>}, oldest events first, with credentials of the
 * application, not of a directory.
 *
 * <table>
 * <caption>Parameters</caption>
 * <tr><td>{@code after}</td><td>a cursor, or {@code latest} for what comes from now on; without it, the oldest event that is kept comes first</td></tr>
 * <tr><td>{@code since}</td><td>a time, in the place of {@code after}: from the first event that is not older</td></tr>
 * <tr><td>{@code types}</td><td>types of events, with commas between; the cursor moves past others</td></tr>
 * <tr><td>{@code limit}</td><td>how many at most, 1 to 1000; by default 100</td></tr>
 * <tr><td>{@code wait}</td><td>for how many seconds to wait for an event if there is none, 0 to 30; by default 0</td></tr>
 * </table>
 *
 * <p>The answer is {@code {"events": […], "next": "<cursor>", "more": true}}. A refusal is {@code {"error": …, "detail": …}} with 400
 * {@code invalid_request}, 401 {@code invalid_token}, 403 {@code insufficient_scope}, or 410 {@code cursor_expired}.
 */
public final class FeedEndpoint {

    private static final String LATEST = "latest";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1_000;
    private static final int LONGEST_WAIT_SECONDS = 30;
    private static final int MOST_TYPES = 50;
    private static final Set<String> PARAMETERS = Set.of("after", "since", "types", "limit", "wait");

    /** How often it is looked for what another node has numbered. */
    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Feed feed;
    private final Authenticator authenticator;
    private final TenantResolver tenants;

    private FeedEndpoint(Feed feed, Authenticator authenticator, TenantResolver tenants) {
        this.feed = feed;
        this.authenticator = authenticator;
        this.tenants = tenants;
    }

    /**
     * An endpoint whose readers' credentials tell their tenant.
     *
     * @param authenticator of the application: {@link Authentication.Accepted} is who may read the events of the tenant that it names; who is known and may
     *     not is {@link Authentication.Insufficient}
     */
    public static FeedEndpoint of(Feed feed, Authenticator authenticator) {
        return new FeedEndpoint(feed, authenticator, TenantResolver.byToken());
    }

    /** The same endpoint, whose requests name their tenant in another way. Credentials of another tenant are refused. */
    public FeedEndpoint withTenants(TenantResolver value) {
        return new FeedEndpoint(feed, authenticator, value);
    }

    /** Ends a request that is not answered with events. */
    private static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        final int status;
        final String error;

        Refusal(int status, String error, String detail) {
            super(detail, null, false, false);
            this.status = status;
            this.error = error;
        }
    }

    /** Answers a request. Where it waits for events, it holds the calling thread. */
    public ScimResponse handle(ScimRequest request) {
        boolean head = request.method().equals("HEAD");
        try {
            if (!head && !request.method().equals("GET")) {
                return ScimResponse.builder(405).header("Allow", "GET, HEAD").build();
            }
            String tenant = tenant(request);
            ScimResponse.Builder answer = answered(tenant, new Asked(parameters(request)));
            return head ? answer.withoutBody().build() : answer.build();
        } catch (InvalidCursorException invalid) {
            return refused(
                    invalid.isExpired()
                            ? new Refusal(410, "cursor_expired", String.valueOf(invalid.getMessage()))
                            : invalid(String.valueOf(invalid.getMessage())));
        } catch (Refusal refusal) {
            return refused(refusal);
        }
    }

    private static Refusal invalid(String detail) {
        return new Refusal(400, "invalid_request", detail);
    }

    private static ScimResponse refused(Refusal refusal) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", refusal.error);
        body.put("detail", refusal.getMessage());
        ScimResponse.Builder answer = ScimResponse.builder(refusal.status)
                .header("Content-Type", "application/json")
                .header("Cache-Control", "no-store")
                .body(Json.write(body));
        if (refusal.status == 401) {
            answer.header("WWW-Authenticate", "Bearer");
        }
        return answer.build();
    }

    // ---- who asks

    private String tenant(ScimRequest request) {
        TenantResolver.Named named = tenants.resolve(request);
        if (!named.path().isEmpty() && !named.path().equals("/")) {
            throw new Refusal(404, "not_found", "there is nothing here");
        }
        Authentication.Accepted reader = accepted(authenticator.authenticate(request));
        String ofReader = reader.tenant();
        String asked = named.tenant();
        if (ofReader != null && asked != null && !ofReader.equals(asked)) {
            throw new Refusal(403, "insufficient_scope", "the credentials are those of another tenant");
        }
        String tenant = asked == null ? ofReader : asked;
        if (tenant == null) {
            throw invalid("neither the request nor its credentials name a tenant");
        }
        return tenant;
    }

    private static Authentication.Accepted accepted(Authentication found) {
        if (found instanceof Authentication.Accepted accepted) {
            return accepted;
        }
        if (found instanceof Authentication.Insufficient insufficient) {
            throw new Refusal(403, "insufficient_scope", insufficient.detail());
        }
        if (found instanceof Authentication.Malformed malformed) {
            throw invalid(malformed.detail());
        }
        throw new Refusal(
                401,
                "invalid_token",
                found instanceof Authentication.Invalid invalid ? invalid.detail() : "credentials are missing");
    }

    // ---- what is asked

    private static Map<String, String> parameters(ScimRequest request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : request.query().orElse("").split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!PARAMETERS.contains(name)) {
                throw invalid("there is no parameter '" + name + "', only after, since, types, limit and wait");
            }
            if (parameters.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
                throw invalid("the parameter '" + name + "' stands twice");
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw invalid("the query is not percent-encoded");
        }
    }

    /** The parameters, checked. */
    private static final class Asked {

        final @Nullable String after;
        final @Nullable Instant since;
        final Set<String> types;
        final int limit;
        final int wait;

        Asked(Map<String, String> parameters) {
            this.after = parameters.get("after");
            this.since = Optional.ofNullable(parameters.get("since"))
                    .map(Asked::time)
                    .orElse(null);
            this.types = types(parameters.getOrDefault("types", ""));
            this.limit = number(parameters, "limit", 1, MOST, DEFAULT_LIMIT);
            this.wait = number(parameters, "wait", 0, LONGEST_WAIT_SECONDS, 0);
            if (after != null && since != null) {
                throw invalid("'after' and 'since' exclude each other");
            }
        }

        private static Instant time(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException malformed) {
                throw invalid("'since' is a time such as 2026-11-30T12:00:00Z");
            }
        }

        private static Set<String> types(String text) {
            Set<String> types = Stream.of(text.split(","))
                    .map(String::strip)
                    .filter(type -> !type.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
            if (types.size() > MOST_TYPES || types.stream().anyMatch(type -> type.length() > EventTypes.LONGEST)) {
                throw invalid("'types' names at most " + MOST_TYPES + " types, of 100 characters at most");
            }
            return types;
        }

        private static int number(Map<String, String> parameters, String name, int least, int most, int otherwise) {
            String text = parameters.get(name);
            if (text == null) {
                return otherwise;
            }
            if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                throw invalid("'" + name + "' is a number from " + least + " to " + most);
            }
            return Integer.parseInt(text);
        }
    }

    // ---- events

    private ScimResponse.Builder answered(String tenant, Asked asked) {
        Instant since = asked.since;
        String after = since != null
                ? feed.since(tenant, since)
                : LATEST.equals(asked.after) ? feed.latest(tenant) : asked.after;
        long end = System.nanoTime() + Duration.ofSeconds(asked.wait).toNanos();
        boolean room = true;
        while (true) {
            long heard = feed.readers().heard(tenant);
            FeedPage page = feed.read(tenant, after, asked.types, asked.limit);
            long left = end - System.nanoTime();
            if (!page.events().isEmpty() || left <= 0 || !room) {
                return written(page, room);
            }
            after = page.next();
            room = feed.readers().await(tenant, heard, Math.min(left, LOOK_EVERY_NANOS));
        }
    }

    /** @param room whether the request could wait; if not, the client should, since too many do */
    private static ScimResponse.Builder written(FeedPage page, boolean room) {
        List<String> events = page.events().stream().map(FeedEvent::json).toList();
        String body = "{\"events\":[" + String.join(",", events) + "],\"next\":\"" + page.next() + "\",\"more\":"
                + page.more() + "}";
        ScimResponse.Builder answer = ScimResponse.builder(200)
                .header("Content-Type", "application/json")
                .header("Cache-Control", "no-store")
                .body(body.getBytes(StandardCharsets.UTF_8));
        return room ? answer : answer.header("Retry-After", "5");
    }
}
