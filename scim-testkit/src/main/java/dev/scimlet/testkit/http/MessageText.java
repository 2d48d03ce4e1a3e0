package dev.scimlet.testkit.http;

/** Messages for the reader of a report. */
final class MessageText {

    private MessageText() {}

    static String of(String firstLine, WireHeaders headers, WireBody body) {
        var text = new StringBuilder(firstLine);
        if (!headers.fields().isEmpty()) {
            text.append('\n').append(headers);
        }
        if (!body.isEmpty()) {
            text.append("\n\n").append(body);
        }
        return text.toString();
    }
}
