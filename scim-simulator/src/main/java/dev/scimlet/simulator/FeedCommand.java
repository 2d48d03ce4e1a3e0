package dev.scimlet.simulator;

import dev.scimlet.simulator.transport.Pause;
import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.simulator.transport.ScimCall;
import dev.scimlet.simulator.transport.ScimTransport;
import dev.scimlet.testkit.json.JsonSyntaxException;
import dev.scimlet.testkit.json.PlainJson;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the pull endpoint of a feed and prints its events. */
final class FeedCommand {

    private static final Set<String> NAMED =
            Set.of("url", "token", "token-file", "after", "since", "types", "limit", "wait", "count");
    private static final Set<String> SWITCHES = Set.of("follow", "json");

    /** How long a follower's request waits for an event. */
    private static final int WAIT_SECONDS = 20;

    /** After an answer that did not come, or was a failure of the server. */
    private static final Duration BEFORE_NEXT = Duration.ofSeconds(5);

    /** More than anybody waits for. */
    static final int NO_END = 999_999_999;

    private static final int OK = 200;
    private static final int FIRST_OF_SERVER = 500;

    private final PrintStream out;
    private final Pause pause;

    FeedCommand(PrintStream out, Pause pause) {
        this.out = out;
        this.pause = pause;
    }

    /** Runs the command; gives true if everything went well. */
    boolean run(List<String> arguments) throws UsageException {
        Options options = new Options(arguments, NAMED, SWITCHES);
        if (options.isOn("after") && options.isOn("since")) {
            throw new UsageException("--after and --since exclude each other");
        }
        Map<String, String> query = new LinkedHashMap<>();
        for (String name : List.of("after", "since", "types", "limit")) {
            options.text(name).ifPresent(value -> query.put(name, value));
        }
        boolean follows = options.isOn("follow");
        if (follows || options.isOn("wait")) {
            query.put("wait", String.valueOf(options.number("wait", WAIT_SECONDS)));
        }
        String token = Token.of(options);
        ScimTransport feed = Service.at(options.required("url"));
        int left = options.number("count", NO_END);
        try {
            return read(feed, token, query, follows, options.isOn("json"), left);
        } catch (InterruptedIOException stopped) {
            return true;
        } catch (IOException e) {
            out.println("FAILED: no answer: " + e.getMessage());
            return false;
        }
    }

    private boolean read(
            ScimTransport feed, String token, Map<String, String> query, boolean follows, boolean asJson, int count)
            throws IOException {
        int left = count;
        while (true) {
            ScimAnswer answer = answer(feed, token, query, follows);
            Map<String, Object> page = page(answer);
            if (page == null) {
                out.println(refusal(answer));
                return false;
            }
            for (Map<String, Object> event : PlainJson.members(page, "events")) {
                out.println(asJson ? PlainJson.write(event) : EventLine.of(event));
                if (--left == 0) {
                    // Where reading goes on: behind what was shown, and not behind the page
                    end(PlainJson.text(event, "cursor").orElse(""), asJson);
                    return true;
                }
            }
            String next = PlainJson.text(page, "next").orElse("");
            query.remove("since");
            query.put("after", next);
            boolean more = Boolean.TRUE.equals(page.get("more"));
            if (!more && !follows) {
                end(next, asJson);
                return true;
            }
            rest(answer);
        }
    }

    private void end(String cursor, boolean asJson) {
        if (!asJson) {
            out.println("Go on with --after " + EventLine.printable(cursor));
        }
    }

    /** Who follows goes on when the server fails. */
    private ScimAnswer answer(ScimTransport feed, String token, Map<String, String> query, boolean follows)
            throws IOException {
        while (true) {
            String problem;
            try {
                ScimAnswer answer =
                        feed.send(new ScimCall("GET", target(query), Map.of("Authorization", "Bearer " + token), ""));
                if (!follows || answer.status() < FIRST_OF_SERVER) {
                    return answer;
                }
                problem = "status " + answer.status();
            } catch (InterruptedIOException stopped) {
                throw stopped;
            } catch (IOException e) {
                if (!follows) {
                    throw e;
                }
                problem = String.valueOf(e.getMessage());
            }
            out.println("No events (" + problem + "), it is tried again");
            pause.pause(BEFORE_NEXT);
        }
    }

    private static String target(Map<String, String> query) {
        return query.isEmpty()
                ? ""
                : "?"
                        + String.join(
                                "&",
                                query.entrySet().stream()
                                        .map(entry -> entry.getKey() + "="
                                                + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                                        .toList());
    }

    private static @Nullable Map<String, Object> page(ScimAnswer answer) {
        if (answer.status() != OK) {
            return null;
        }
        try {
            Map<String, Object> page = PlainJson.object(answer.body());
            return page.containsKey("events") && page.containsKey("next") ? page : null;
        } catch (JsonSyntaxException none) {
            return null;
        }
    }

    private static String refusal(ScimAnswer answer) {
        String said;
        try {
            Map<String, Object> body = PlainJson.object(answer.body());
            said = PlainJson.text(body, "error").orElse("no page of a feed")
                    + PlainJson.text(body, "detail")
                            .map(detail -> ": " + detail)
                            .orElse("");
        } catch (JsonSyntaxException none) {
            said = "no page of a feed";
        }
        return EventLine.printable("FAILED: status " + answer.status() + ", " + said);
    }

    /** The feed says so where too many wait. */
    private void rest(ScimAnswer answer) throws IOException {
        Optional<String> seconds = answer.header("Retry-After").filter(text -> text.matches("[0-9]{1,4}"));
        if (seconds.isPresent()) {
            pause.pause(Duration.ofSeconds(Long.parseLong(seconds.get())));
        }
    }
}
