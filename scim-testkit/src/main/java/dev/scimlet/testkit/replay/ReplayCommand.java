package dev.scimlet.testkit.replay;

import dev.scimlet.testkit.http.WireClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Replays traces from the command line. */
public final class ReplayCommand {

    /** Every step of every trace passed, or nothing was to be replayed. */
    public static final int PASSED = 0;

    /** A step failed or was not run. */
    public static final int FAILED = 1;

    /** The arguments are wrong. */
    public static final int MISUSED = 2;

    private static final String USAGE = """
            Replays what identity providers send against a SCIM server, and reports what they would stumble over.

              replay --url URL (--token TOKEN | --token-file FILE) [--trace ID]... [--file FILE]... [--timeout SECONDS]
              replay --list

              --url         SCIM base URL, such as https://app.example/scim/v2
              --token       a valid bearer token; --token-file reads it from a file, out of sight of process lists
              --trace       a trace that ships (all, unless --trace or --file is given); may be repeated
              --file        a trace of your own, in the format scim-trace/1; may be repeated
              --timeout     for one exchange; 30 unless given
              --list        names the traces that ship and what they presume of the server

            The replays create users and groups on the server and do not delete all of them. They use bearer tokens
            that are wrong on purpose. Do not run them against production data.
            """;

    private Optional<URI> url = Optional.empty();
    private Optional<String> token = Optional.empty();
    private Duration timeout = Duration.ofSeconds(30);
    private boolean list;
    private final List<Trace> traces = new ArrayList<>();
    private Optional<Server> server = Optional.empty();

    private record Server(WireClient client, TraceReplay replay) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }

    private ReplayCommand() {}

    /**
     * Runs the command with the arguments that follow its name.
     *
     * @return the exit code: {@link #PASSED}, {@link #FAILED} or {@link #MISUSED}
     */
    public static int run(PrintStream out, String... arguments) {
        if (List.of(arguments).contains("--help")) {
            out.print(USAGE);
            return PASSED;
        }
        var command = new ReplayCommand();
        try {
            command.read(new ArrayDeque<>(List.of(arguments)));
        } catch (IOException | IllegalArgumentException | NoSuchElementException wrong) {
            out.println(wrong.getMessage());
            out.println();
            out.print(USAGE);
            return MISUSED;
        }
        return command.list ? command.list(out) : command.replay(out);
    }

    private void read(Deque<String> arguments) throws IOException {
        while (!arguments.isEmpty()) {
            String option = arguments.pop();
            switch (option) {
                case "--url" -> url = Optional.of(URI.create(value(option, arguments)));
                case "--token" -> token = Optional.of(value(option, arguments));
                case "--token-file" ->
                    token = Optional.of(
                            Files.readString(Path.of(value(option, arguments))).strip());
                case "--trace" -> traces.add(Traces.named(value(option, arguments)));
                case "--file" -> traces.add(Traces.read(Path.of(value(option, arguments))));
                case "--timeout" -> timeout = seconds(value(option, arguments));
                case "--list" -> list = true;
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        if (traces.isEmpty()) {
            traces.addAll(Traces.all());
        }
        if (!list) {
            prepare();
        }
    }

    private void prepare() {
        if (url.isEmpty() || token.isEmpty()) {
            throw new IllegalArgumentException("--url and --token or --token-file are needed");
        }
        var client = WireClient.builder(url.get()).timeout(timeout).build();
        server = Optional.of(new Server(client, new TraceReplay(client, url.get(), token::orElseThrow)));
    }

    private static String value(String option, Deque<String> arguments) {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return arguments.pop();
    }

    private static Duration seconds(String text) {
        int seconds = Integer.parseInt(text);
        if (seconds < 1) {
            throw new IllegalArgumentException("--timeout needs at least one second");
        }
        return Duration.ofSeconds(seconds);
    }

    private int list(PrintStream out) {
        for (Trace trace : traces) {
            out.println(trace.id() + ": " + trace.title() + " (" + trace.steps().size() + " steps)");
            trace.requires().descriptions().forEach(line -> out.println("    needs " + line));
        }
        return PASSED;
    }

    private int replay(PrintStream out) {
        int failed = 0;
        try (var target = server.orElseThrow()) {
            for (Trace trace : traces) {
                var report = target.replay().replay(trace);
                out.println(report.text());
                if (!report.passed()) {
                    failed++;
                    trace.requires().descriptions().forEach(line -> out.println("  the trace needs " + line));
                }
            }
        }
        out.println(failed + " of " + traces.size() + " traces failed");
        return failed == 0 ? PASSED : FAILED;
    }
}
