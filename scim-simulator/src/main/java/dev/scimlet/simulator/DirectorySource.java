package dev.scimlet.simulator;

import dev.scimlet.simulator.directory.DirectoryFile;
import dev.scimlet.simulator.directory.DirectoryGenerator;
import dev.scimlet.simulator.directory.RandomChanges;
import dev.scimlet.simulator.directory.SourceDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The directory that a command's options name, read from a file or generated, and how it changes. */
final class DirectorySource {

    private static final int DEFAULT_USERS = 100;
    private static final int DEFAULT_GROUPS = 5;
    private static final int USUAL_CHANGES = 20;

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

    /** Runs {@code cycle} as often as the options say, and lets the directory change in between. */
    static void forEachCycle(Options options, SourceDirectory directory, Runnable cycle) throws UsageException {
        int cycles = Math.max(1, options.number("cycles", 1));
        int changes = options.number("changes", options.isOn("directory") ? 0 : USUAL_CHANGES);
        RandomChanges random = new RandomChanges(options.number("seed", 1));
        cycle.run();
        for (int further = 1; further < cycles; further++) {
            if (!directory.users().isEmpty()) {
                random.apply(directory, changes);
            }
            cycle.run();
        }
    }
}
