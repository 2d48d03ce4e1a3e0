package dev.scimlet.simulator.directory;

import java.util.ArrayList;
import java.util.List;

/** Reads CSV as RFC 4180 has it; empty lines are left out. */
final class CsvReader {

    private final String text;
    private final List<List<String>> records = new ArrayList<>();
    private List<String> fields = new ArrayList<>();
    private int position;

    private CsvReader(String text) {
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** @throws IllegalArgumentException if a quoted value does not end */
    static List<List<String>> records(String text) {
        CsvReader reader = new CsvReader(text);
        while (reader.position < reader.text.length()) {
            reader.field();
        }
        reader.endRecord();
        return reader.records;
    }

    private void field() {
        fields.add(position < text.length() && text.charAt(position) == '"' ? quoted() : plain());
        if (position < text.length() && text.charAt(position) == ',') {
            position++;
            if (position == text.length()) {
                fields.add("");
            }
        } else {
            endLine();
        }
    }

    private void endLine() {
        if (position < text.length() && text.charAt(position) == '\r') {
            position++;
        }
        if (position < text.length()) {
            if (text.charAt(position) != '\n') {
                throw new IllegalArgumentException(
                        "record " + (records.size() + 1) + ": a quoted value is followed by text");
            }
            position++;
        }
        endRecord();
    }

    private void endRecord() {
        if (fields.stream().anyMatch(field -> !field.isEmpty())) {
            records.add(fields);
        }
        fields = new ArrayList<>();
    }

    private String plain() {
        int start = position;
        while (position < text.length() && ",\r\n".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        position++;
        while (position < text.length()) {
            char next = text.charAt(position++);
            if (next != '"') {
                value.append(next);
            } else if (position < text.length() && text.charAt(position) == '"') {
                value.append('"');
                position++;
            } else {
                return value.toString();
            }
        }
        throw new IllegalArgumentException("record " + (records.size() + 1) + ": a quoted value does not end");
    }
}
