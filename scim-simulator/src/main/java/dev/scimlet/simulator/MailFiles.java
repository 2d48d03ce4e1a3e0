package dev.scimlet.simulator;

import dev.scimlet.simulator.entra.Notification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes notifications into a folder, each as a file that mail programs open (RFC 5322). */
final class MailFiles {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC).withLocale(Locale.ROOT);

    private MailFiles() {}

    static void write(List<Notification> mails, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < mails.size(); i++) {
            Files.writeString(
                    folder.resolve(String.format(Locale.ROOT, "%03d.eml", i + 1)),
                    text(mails.get(i)),
                    StandardCharsets.UTF_8);
        }
    }

    private static String text(Notification mail) {
        return String.join(
                "\r\n",
                "From: Entra ID, simulated <noreply@directory.invalid>",
                "To: " + mail.recipient(),
                "Date: " + DATE.format(mail.at()),
                "Subject: " + mail.subject(),
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 8bit",
                "",
                mail.text(),
                "");
    }
}
