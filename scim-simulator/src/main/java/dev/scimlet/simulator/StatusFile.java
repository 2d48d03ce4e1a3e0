package dev.scimlet.simulator;

import dev.scimlet.simulator.entra.CyclePhase;
import dev.scimlet.simulator.entra.Progress;
import dev.scimlet.simulator.entra.ProgressListener;
import dev.scimlet.simulator.entra.ProvisioningService;
import dev.scimlet.simulator.entra.SynchronizationDetails;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Keeps the synchronisation details of a job in two files, {@code NAME.txt} and {@code NAME.json}, up to date while the job
 * runs. Whoever reads them sees one moment whole: each time a new file takes the place of the old one.
 */
final class StatusFile implements ProgressListener {

    private final ProvisioningService service;
    private final ProgressListener next;
    private final Path name;
    private final String log;
    private Optional<CyclePhase> phase = Optional.empty();
    private int percent;

    /**
     * @param next is told of the progress, too
     * @param log where the provisioning log goes, or empty text
     */
    StatusFile(ProvisioningService service, ProgressListener next, Path name, String log) {
        this.service = service;
        this.next = next;
        this.name = name;
        this.log = log;
    }

    @Override
    public void advanced(Progress progress) {
        next.advanced(progress);
        if (!phase.equals(Optional.of(progress.phase())) || percent != progress.percent()) {
            phase = Optional.of(progress.phase());
            percent = progress.percent();
            write();
        }
    }

    /** Writes how things stand now. */
    void write() {
        SynchronizationDetails details = service.details();
        replace(".txt", details.text(log));
        replace(".json", details.json(log));
    }

    private void replace(String ending, String text) {
        Path file = name.resolveSibling(name.getFileName() + ending);
        Path fresh = name.resolveSibling(name.getFileName() + ending + ".new");
        try {
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
