package dev.scimlet.simulator.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;

/**
 * Reads a directory from a file, JSON or CSV by the ending of its name.
 *
 * <p>JSON is an object: {@code users} (each an object of attributes with {@code objectId}, and, where they apply,
 * {@code accountEnabled} and {@code manager}), {@code groups} ({@code objectId}, {@code displayName}, {@code members}),
 * {@code assignments} ({@code principal}, {@code role}) and {@code changes} ({@code after}, an ISO 8601 duration, and
 * {@code change}, the name of a {@link DirectoryChange} such as {@code updateUser}, with its members). Where an object id
 * of a user is expected, the user principal name of one listed in {@code users} will do.
 *
 * <p>CSV (RFC 4180) has one user in each row, under a header of attribute names; the columns {@code accountEnabled},
 * {@code manager}, {@code groups} (names, parted by semicolons) and {@code role} (with which the user is assigned) are special,
 * and {@code objectId} may be missing.
 *
 * <p>If there are no {@code assignments}, everybody and every group is assigned.
 */
public final class DirectoryFile {

    private DirectoryFile() {}

    /**
     * Reads a file.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it does not describe a directory, with the place where it stops doing so
     */
    public static SourceDirectory read(Path file, Clock clock) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")
                ? CsvDirectoryReader.read(text, clock)
                : JsonDirectoryReader.read(text, clock);
    }
}
