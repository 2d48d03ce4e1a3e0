package dev.scimlet.testkit.replay;

import dev.scimlet.testkit.http.WireClient;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Plays the client's part of traces against a SCIM server and checks the server's answers.
 *
 * <p>The server is what stands behind the base URL; how it is configured is the caller's business, with
 * {@link Trace#requires()} as the list of what a trace presumes. Each replay has its own run id, which is part of every
 * name and value that must be unique, so that one server takes any number of replays; those of traces with
 * {@link Requirements.Settings#freshServer()} want one without other users and groups.
 *
 * <pre>{@code
 * try (var client = WireClient.to(baseUrl)) {
 *     ReplayReport report = new TraceReplay(client, baseUrl, () -> token).replay(Traces.named("okta-oin-lifecycle"));
 *     assertThat(report.passed()).as(report.text()).isTrue();
 * }
 * }</pre>
 */
public final class TraceReplay {

    private static final Pattern RUN_ID = Pattern.compile("[a-z0-9]{1,12}");
    private static final int RUN_ID_LENGTH = 12;

    private final WireClient client;
    private final String baseUrl;
    private final String basePath;
    private final Supplier<String> token;
    private final Supplier<String> runIds;

    /** As the other constructor, with run ids of twelve random letters and digits. */
    public TraceReplay(WireClient client, URI baseUrl, Supplier<String> token) {
        this(client, baseUrl, token, TraceReplay::randomRunId);
    }

    /**
     * A replay against one server.
     *
     * @param client a client of the server; it stays open
     * @param baseUrl the SCIM base URL without query; a slash at its end is not looked at
     * @param token gives a valid bearer token when a replay begins
     * @param runIds gives another run id for each replay: one to twelve lower-case letters and digits
     * @throws IllegalArgumentException if the URL has no host, or has a query or a fragment
     */
    public TraceReplay(WireClient client, URI baseUrl, Supplier<String> token, Supplier<String> runIds) {
        if (baseUrl.getHost() == null || baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
            throw new IllegalArgumentException("a base URL has a host, and neither query nor fragment: " + baseUrl);
        }
        this.client = client;
        this.baseUrl = withoutSlash(baseUrl.toString());
        this.basePath = withoutSlash(baseUrl.getRawPath());
        this.token = token;
        this.runIds = runIds;
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static String randomRunId() {
        Random random = new SecureRandom();
        return random.ints(RUN_ID_LENGTH, 0, Character.MAX_RADIX)
                .mapToObj(digit -> Character.toString(Character.forDigit(digit, Character.MAX_RADIX)))
                .reduce("", String::concat);
    }

    /**
     * Runs all steps in their order.
     *
     * <p>After a step that fails the others are run all the same, so that the report tells as much as it can. A step
     * that needs a value from an answer that did not give it is not run, and none is after the server could not be
     * reached or broke the connection.
     *
     * @throws IllegalArgumentException if the supplier's run id is not of the form that it must have
     */
    public ReplayReport replay(Trace trace) {
        var conversation = begin(trace);
        List<StepOutcome> outcomes = new ArrayList<>();
        trace.steps().forEach(step -> outcomes.add(conversation.run(step)));
        return new ReplayReport(trace, conversation.run(), outcomes);
    }

    Conversation begin(Trace trace) {
        String run = runIds.get();
        if (!RUN_ID.matcher(run).matches()) {
            throw new IllegalArgumentException("a run id has one to twelve lower-case letters and digits: " + run);
        }
        var variables = new Variables();
        variables.set("run", run);
        variables.set("token", token.get());
        variables.set("baseUrl", baseUrl);
        trace.variables().forEach((name, value) -> variables.set(name, variables.fill(value)));
        return new Conversation(client, basePath, run, variables);
    }
}
