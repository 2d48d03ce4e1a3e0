package dev.scimlet.directory.log;

import dev.scimlet.directory.jose.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries as files. */
final class LogExport {

    private LogExport() {}

    /** Takes entries one after the other. */
    interface Lines {
        void write(LogEntry entry) throws IOException;
    }

    /** CSV (RFC 4180). */
    static final class CsvLines implements Lines {

        private static final List<String> COLUMNS = List.of(
                "time",
                "last",
                "count",
                "who",
                "operation",
                "result",
                "type",
                "id",
                "name",
                "status",
                "reason",
                "attributes",
                "ignored",
                "unknown",
                "filter",
                "millis",
                "request");

        /** What a spreadsheet takes for the beginning of a formula, in full width too. */
        private static final String OF_FORMULAS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20|%";

        private final LogWords words;
        private final Locale locale;
        private final Appendable out;

        CsvLines(LogWords words, Locale locale, Appendable out) {
            this.words = words;
            this.locale = locale;
            this.out = out;
        }

        void head() throws IOException {
            line(COLUMNS);
        }

        @Override
        public void write(LogEntry entry) throws IOException {
            List<String> cells = new ArrayList<>(COLUMNS.size());
            cells.add(entry.time().toString());
            cells.add(entry.last().toString());
            cells.add(Long.toString(entry.count()));
            cells.add(words.who(entry, locale));
            cells.add(words.operation(entry.operation(), locale));
            cells.add(words.result(entry.result(), locale));
            cells.add(entry.resourceType().orElse(""));
            cells.add(entry.resourceId().orElse(""));
            cells.add(entry.name().orElse(""));
            cells.add(entry.status() == 0 ? "" : Integer.toString(entry.status()));
            cells.add(words.sentence(entry, locale));
            cells.add(String.join(
                    "; ", entry.changes().stream().map(CsvLines::change).toList()));
            cells.add(String.join("; ", entry.ignored()));
            cells.add(entry.unknown() == 0 ? "" : Long.toString(entry.unknown()));
            cells.add(entry.filter().orElse(""));
            cells.add(entry.duration()
                    .map(taken -> Long.toString(taken.toMillis()))
                    .orElse(""));
            cells.add(entry.requestId().orElse(""));
            line(cells);
        }

        private static String change(LogEntry.AttributeChange change) {
            return change.path() + ": " + value(change.before()) + " → " + value(change.after());
        }

        private static String value(@Nullable Object value) {
            return value == null ? "" : value.toString();
        }

        private void line(List<String> cells) throws IOException {
            for (int i = 0; i < cells.size(); i++) {
                out.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
            }
            out.append("\r\n");
        }

        static String cell(String text) {
            String lead = text.stripLeading();
            boolean formula = !text.isEmpty()
                    && (OF_FORMULAS.indexOf(text.charAt(0)) >= 0
                            || !lead.isEmpty() && OF_FORMULAS.indexOf(lead.charAt(0)) >= 0);
            return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
        }
    }

    /** A JSON array's elements. */
    static final class JsonLines implements Lines {

        private final LogWords words;
        private final Locale locale;
        private final Appendable out;
        private boolean begun;

        JsonLines(LogWords words, Locale locale, Appendable out) {
            this.words = words;
            this.locale = locale;
            this.out = out;
        }

        @Override
        public void write(LogEntry entry) throws IOException {
            Map<String, @Nullable Object> json = new LinkedHashMap<>(entry.json());
            json.put("sentence", words.sentence(entry, locale));
            out.append(begun ? ",\n" : "").append(new String(Json.write(json), StandardCharsets.UTF_8));
            begun = true;
        }
    }
}
