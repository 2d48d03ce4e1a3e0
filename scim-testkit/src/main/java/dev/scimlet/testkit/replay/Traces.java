package dev.scimlet.testkit.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * The traces that ship with the testkit, and traces from files.
 *
 * <p>Those that ship are put together from what the vendors publish and what operators report; names and data are
 * invented, and none was recorded from a live identity provider. {@link Trace#confidence()} says how well each is
 * known.
 */
public final class Traces {

    private static final String FOLDER = "/dev/scimlet/testkit/traces/";

    private Traces() {}

    /** Every trace that ships, in the order of their ids. */
    public static List<Trace> all() {
        return ids().stream().map(Traces::shipped).toList();
    }

    /** The ids of the traces that ship. */
    public static List<String> ids() {
        return lines("index.txt");
    }

    static List<String> lines(String resource) {
        return new String(resource(resource), UTF_8).lines().toList();
    }

    /**
     * The trace that ships with this id.
     *
     * @throws NoSuchElementException if there is none; the message names those that there are
     */
    public static Trace named(String id) {
        if (!ids().contains(id)) {
            throw new NoSuchElementException("there is no trace " + id + ", but " + String.join(", ", ids()));
        }
        return shipped(id);
    }

    /**
     * Reads a trace of the format {@code scim-trace/1}.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is not such a trace; the message says which step is wrong, and how
     */
    public static Trace read(Path file) throws IOException {
        return TraceReader.read(file.toString(), Files.readAllBytes(file));
    }

    private static Trace shipped(String id) {
        return TraceReader.read(id, resource(id + ".json"));
    }

    private static byte[] resource(String name) {
        try (var stream = Traces.class.getResourceAsStream(FOLDER + name)) {
            return Objects.requireNonNull(stream, () -> "the testkit lacks its resource " + FOLDER + name)
                    .readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
