package dev.scimlet.benchmarks.dearest;

import dev.scimlet.benchmarks.load.Connection;
import dev.scimlet.benchmarks.load.Request;
import dev.scimlet.benchmarks.load.Seeder;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the service holds: everyday users, a group of all of them, and later what somebody hostile has stored. */
final class Stock {

    private static final int MEMBERS_IN_A_REQUEST = 5_000;
    private static final int HOSTILE_USERS = 200;
    private static final int LARGE_USERS = 1_000;
    private static final int LARGE_ADDRESSES = 28;
    private static final int LONGEST_TEXT = 2_000;

    /** A title may cost the square of its length, so a few long ones do. */
    private static final int USERS_WITH_A_BOOK = 3;

    private static final int BOOK = 100_000;

    private final SubjectProcess server;
    private final Sender sender;
    private final int users;
    private List<String> ids = List.of();
    private String groupId = "";
    private int hostile;

    Stock(SubjectProcess server, Sender sender, int users) {
        this.server = server;
        this.sender = sender;
        this.users = users;
    }

    int users() {
        return users;
    }

    /** The number of the first of the large users in the order of lists, from 1. */
    int firstLarge() {
        return users + hostile + 1;
    }

    int largeUsers() {
        return Math.min(LARGE_USERS, users);
    }

    String userId(int number) {
        return ids.get(number % ids.size());
    }

    String groupId() {
        return groupId;
    }

    void fill() throws IOException {
        try (Connection connection = server.connect()) {
            ids = new Seeder(connection).users(0, users);
            groupId = sender.expect(new Probe("POST", "/Groups", Json.group("everybody", "")))
                    .createdId();
            for (int from = 0; from < users; from += MEMBERS_IN_A_REQUEST) {
                int first = from;
                String members =
                        Json.list(Math.min(MEMBERS_IN_A_REQUEST, users - from), i -> Json.member(ids.get(first + i)));
                var add = new Request(
                        "PATCH",
                        "/Groups/" + groupId + "?excludedAttributes=members",
                        Json.patch("{\"op\":\"add\",\"path\":\"members\",\"value\":[" + members + "]}"));
                connection.send(add).expectStatus(200, add);
            }
        }
    }

    /** Users with the worst titles, and as many large users as a page has, each of what the limits let through. */
    void addHostile(PrintStream out) throws IOException {
        String marks = "\u0301\u0316";
        addTitles(out, "one letter", List.of("a".repeat(BOOK), "a".repeat(2_048), "a".repeat(200)));
        addTitles(
                out,
                "marks",
                List.of("a" + marks.repeat(BOOK / 2), ("a" + marks.repeat(15)).repeat(2_048 / 31), "a" + marks));
        addTitles(out, "letters beyond ASCII", List.of("\u00c4".repeat(BOOK), "\u00c4".repeat(2_048), "\u00c4"));
        String addresses = Json.list(
                LARGE_ADDRESSES,
                i -> "{\"type\":\"t" + i + "\",\"formatted\":\""
                        + (i + "x").repeat(LONGEST_TEXT).substring(0, LONGEST_TEXT) + "\"}");
        for (int i = 0; i < largeUsers(); i++) {
            sender.expect(new Probe("POST", "/Users", Json.user("large-" + i, "\"addresses\":[" + addresses + "]")));
        }
    }

    private void addTitles(PrintStream out, String what, List<String> titles) throws IOException {
        List<Integer> lengths = new ArrayList<>();
        for (String title : titles) {
            String member = "\"title\":" + Json.text(title);
            Sender.Answer answer = sender.send(new Probe("POST", "/Users", Json.user("hostile-" + hostile, member)));
            lengths.add(title.length());
            if (answer.accepted()) {
                hostile++;
                int count = title.length() >= BOOK ? USERS_WITH_A_BOOK : HOSTILE_USERS;
                for (int i = 1; i < count; i++) {
                    sender.expect(new Probe("POST", "/Users", Json.user("hostile-" + hostile++, member)));
                }
                out.printf(Locale.ROOT, "titles of %s: of lengths %s the last was accepted%n", what, lengths);
                return;
            }
        }
        throw new IOException("no title of " + what + " is accepted");
    }
}
