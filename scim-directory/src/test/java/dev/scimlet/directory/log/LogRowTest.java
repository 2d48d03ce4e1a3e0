package dev.scimlet.directory.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What of a text an entry keeps. */
final class LogRowTest {

    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    private static LogRow row(String name, String arguments, String details) {
        return new LogRow(
                "1",
                "acme",
                NOW,
                NOW,
                1,
                LogEntry.Operation.READ,
                LogEntry.Result.DONE,
                "d1",
                "Entra ID",
                null,
                "User",
                null,
                name,
                200,
                Codes.READ,
                arguments,
                details,
                null,
                null);
    }

    @Test
    void keepsTextsAsTheyAre() {
        LogRow row = row("Größe \ud83d\ude00", "a\nb", "{\"path\":\"\ud83d\ude00\"}");

        assertThat(row.name()).isEqualTo("Größe \ud83d\ude00");
        assertThat(row.arguments()).isEqualTo("a\nb");
        assertThat(row.details()).isEqualTo("{\"path\":\"\ud83d\ude00\"}");
    }

    @Test
    void hasASpaceForWhatNotEveryDatabaseTakes() {
        LogRow row = row("a\0b\u007fc\ud83dd\ude00e\nf", "a\0b\nc\ud83d", "{\"a\":\"\ud83d\0\"}");

        assertThat(row.name()).isEqualTo("a b c d e f");
        assertThat(row.arguments()).isEqualTo("a b\nc ");
        assertThat(row.details()).isEqualTo("{\"a\":\"  \"}");
    }

    @Test
    void cutsWhatIsLongerThanItsColumn() {
        assertThat(row("x".repeat(300), "", "{}").name()).hasSize(LogRow.LONGEST_NAME);
    }

    @Test
    void tellsWhichTextsStandInNoEntry() {
        assertThat(LogRow.isNoText("a\0")).isTrue();
        assertThat(LogRow.isNoText("a\ud83d")).isTrue();
        assertThat(LogRow.isNoText("Größe \ud83d\ude00")).isFalse();
    }
}
