package dev.scimlet.testkit.simulator;

import dev.scimlet.testkit.simulator.directory.DirectoryFile;
import dev.scimlet.testkit.simulator.directory.DirectoryGenerator;
import dev.scimlet.testkit.simulator.directory.SourceDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The directory that a command's options name: read from a file, or generated. */
final class DirectorySource {

    private static final int DEFAULT_USERS = 100;
    private static final int DEFAULT_GROUPS = 5;

    private DirectorySource() {}

    static SourceDirectory directory(Options options, Clock clock) throws UsageException {
        Optional<String> file = options.text("directory");
        if (file.isEmpty()) {
            return new DirectoryGenerator(
                            options.number("seed", 1),
                            options.number("users", DEFAULT_USERS),
                            options.number("groups", DEFAULT_GROUPS))
                    .generate(clock);
        }
        try {
            return DirectoryFile.read(Path.of(file.get()), clock);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException("the directory " + file.get() + " cannot be read: " + e.getMessage());
        }
    }
}
