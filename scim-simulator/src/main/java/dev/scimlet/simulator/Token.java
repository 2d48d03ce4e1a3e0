package dev.scimlet.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The token that a command's options give, on the command line or, out of sight of process lists, in a file. */
final class Token {

    private Token() {}

    static String of(Options options) throws UsageException {
        if (options.text("token-file").isEmpty()) {
            return options.required("token");
        }
        String file = options.required("token-file");
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UsageException("the token cannot be read from " + file + ": " + e.getMessage());
        }
    }
}
