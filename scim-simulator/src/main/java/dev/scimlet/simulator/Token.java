package dev.scimlet.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A token or secret that a command's options give, on the command line or, out of sight of process lists, in a file. */
final class Token {

    private Token() {}

    static String of(Options options) throws UsageException {
        return of(options, "token");
    }

    /** @param what {@code token} or {@code secret} */
    static String of(Options options, String what) throws UsageException {
        if (options.text(what + "-file").isEmpty()) {
            return options.required(what);
        }
        String file = options.required(what + "-file");
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UsageException("the " + what + " cannot be read from " + file + ": " + e.getMessage());
        }
    }
}
