package dev.scimlet.directory.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.ErrorType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class LogWordsTest {

    @Test
    void saysTheSameInEachLanguage() {
        Set<String> english = new TreeSet<>(LogWords.bundle(Locale.ENGLISH).keySet());
        for (Locale locale : LogWords.LANGUAGES) {
            assertThat(new TreeSet<>(LogWords.bundle(locale).keySet()))
                    .as("%s", locale)
                    .isEqualTo(english);
            for (String key : english) {
                assertThat(places(LogWords.bundle(locale).getString(key)))
                        .as("%s of %s", key, locale)
                        .isEqualTo(places(LogWords.bundle(Locale.ENGLISH).getString(key)));
            }
        }
    }

    private static Set<String> places(String pattern) {
        Set<String> places = new TreeSet<>();
        Pattern.compile("\\{\\d}").matcher(pattern).results().forEach(found -> places.add(found.group()));
        return places;
    }

    @Test
    void hasWordsForAllThatIsLogged() {
        List<String> keys = new ArrayList<>(List.of(
                Codes.CREATED,
                Codes.CHANGED,
                Codes.DELETED,
                Codes.UNCHANGED,
                Codes.FOUND,
                Codes.FOUND_ONE,
                Codes.FOUND_NONE,
                Codes.READ,
                Codes.NOT_FOUND,
                Codes.STRANGER,
                Codes.MORE,
                Codes.DROPPED,
                Codes.ERASED,
                LogReason.TEXT));
        Arrays.stream(ErrorType.values()).map(Codes::refused).forEach(keys::add);
        Codes.STATUSES.stream().map(Codes::refused).forEach(keys::add);
        keys.add(Codes.refused(418));
        keys.addAll(Codes.CREDENTIALS.values());
        Arrays.stream(LogEntry.Operation.values())
                .forEach(operation -> keys.add("operation." + operation.name().toLowerCase(Locale.ROOT)));
        Arrays.stream(LogEntry.Result.values())
                .forEach(result -> keys.add("result." + result.name().toLowerCase(Locale.ROOT)));

        assertThat(LogWords.bundle(Locale.ENGLISH).keySet()).containsAll(keys);
    }

    @Test
    void speaksEnglishToThoseWhoSpeakNeither() {
        LogEntry entry = entry(LogReason.of(Codes.FOUND, "7"), Map.of());
        LogWords words = new LogWords();

        assertThat(words.sentence(entry, Locale.JAPAN)).isEqualTo("Found 7.");
        assertThat(words.sentence(entry, Locale.CANADA_FRENCH)).isEqualTo("7 trouvés.");
        assertThat(words.operation(LogEntry.Operation.LOOKUP, Locale.FRENCH)).isEqualTo("Recherche");
        assertThat(words.result(LogEntry.Result.UNCHANGED, Locale.ENGLISH)).isEqualTo("No change");
    }

    @Test
    void takesWordsOfTheHost() {
        LogWords words = new LogWords(locale -> new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return new Object[][] {
                    {"app.revoked", locale.getLanguage().equals("fr") ? "« {0} » révoqué." : "Revoked “{0}”."}
                };
            }
        });

        assertThat(words.sentence(entry(LogReason.of("app.revoked", "{1} it's"), Map.of()), Locale.ENGLISH))
                .isEqualTo("Revoked “{1} it's”.");
        assertThat(words.sentence(entry(LogReason.of("app.revoked", "a"), Map.of()), Locale.FRENCH))
                .isEqualTo("« a » révoqué.");
        assertThat(words.sentence(entry(LogReason.of("app.other", "a"), Map.of()), Locale.FRENCH))
                .isEqualTo("app.other a");
    }

    @Test
    void namesSomeOfManyAttributes() {
        List<Map<String, String>> changes = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            changes.add(Map.of("path", "a" + i));
        }
        LogEntry entry = entry(LogReason.of(Codes.CHANGED), Map.of("changes", changes, "more", 3));

        assertThat(new LogWords().sentence(entry, Locale.ENGLISH))
                .isEqualTo("Changed a0, a1, a2, a3, a4, a5 and 6 more.");
    }

    private static LogEntry entry(LogReason reason, Map<String, Object> details) {
        Instant time = Instant.parse("2026-12-01T08:00:00Z");
        return new LogEntry(
                new LogRow(
                        "1",
                        "acme",
                        time,
                        time,
                        1,
                        LogEntry.Operation.UPDATE,
                        LogEntry.Result.DONE,
                        null,
                        "a",
                        null,
                        "User",
                        "7",
                        "ada",
                        0,
                        reason.code(),
                        String.join("\n", reason.arguments()),
                        null,
                        null,
                        null),
                new LinkedHashMap<>(details),
                null);
    }
}
