package dev.scimlet.directory;

import java.util.Map;

/**
 * A measure of how directories fare, for a registry of metrics. No tag names a tenant or a directory, of whom there may be many,
 * unless {@link Directories.Builder#measureTenants} asks for it; each has few values.
 *
 * <table>
 *   <caption>Names</caption>
 *   <tr><td>{@code scimlet.directory.requests}</td><td>count: requests whose sender was known; {@code provider}, {@code
 *       result} ({@code success}, or a {@link DirectoryHealth.Failure} in lower case), and {@code tenant} where it is asked for</td></tr>
 *   <tr><td>{@code scimlet.directory.tokens}</td><td>count: {@code result} ({@code issued}, {@code refused})</td></tr>
 *   <tr><td>{@code scimlet.directory.seen}</td><td>gauge: directories that this node has heard of since it started</td></tr>
 *   <tr><td>{@code scimlet.directory.quarantined}</td><td>gauge: those of them that are probably in quarantine</td></tr>
 *   <tr><td>{@code scimlet.directory.silent}</td><td>gauge: those of them that are silent for unusually long</td></tr>
 *   <tr><td>{@code scimlet.directory.ending}</td><td>gauge: kinds of credentials, of all directories, of which none will be left;
 *       {@code days} (60, 30, 7)</td></tr>
 * </table>
 *
 * @param kind what the value is
 * @param value how many
 */
public record DirectoryMeasure(String name, Kind kind, long value, Map<String, String> tags) {

    /** Copies the tags. */
    public DirectoryMeasure {
        tags = Map.copyOf(tags);
    }

    /** What a value is. */
    public enum Kind {
        /** It is to be added to what was. */
        COUNT,
        /** It is how things stand. */
        GAUGE
    }

    static DirectoryMeasure count(String name, Map<String, String> tags) {
        return new DirectoryMeasure("scimlet.directory." + name, Kind.COUNT, 1, tags);
    }

    static DirectoryMeasure gauge(String name, long value, Map<String, String> tags) {
        return new DirectoryMeasure("scimlet.directory." + name, Kind.GAUGE, value, tags);
    }
}
