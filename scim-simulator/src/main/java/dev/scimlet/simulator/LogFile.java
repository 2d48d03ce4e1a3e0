package dev.scimlet.simulator;

import dev.scimlet.simulator.log.ProvisioningLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes a provisioning log to a file, as JSON or CSV by the ending of its name. */
final class LogFile {

    private LogFile() {}

    static void write(ProvisioningLog log, String file) throws IOException {
        boolean json = file.toLowerCase(Locale.ROOT).endsWith(".json");
        Files.writeString(Path.of(file), json ? log.json() : log.csv(), StandardCharsets.UTF_8);
    }
}
