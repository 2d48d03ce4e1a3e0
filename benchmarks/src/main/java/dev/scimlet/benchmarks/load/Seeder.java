package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Fills a subject over HTTP, as any client would, and remembers the ids it was given. */
public final class Seeder {

    /** How many members one request carries: a body of this many stays under the limits that servers commonly have. */
    private static final int MEMBERS_IN_A_REQUEST = 5_000;

    private final People people = new People();
    private final Connection connection;

    public Seeder(Connection connection) {
        this.connection = connection;
    }

    /** Has what follows be of the tenant with this number. */
    public Seeder as(int tenant) {
        connection.as(tenant);
        return this;
    }

    /**
     * Creates users and groups.
     *
     * @param groupSizes the members of each group
     */
    public Directory fill(int users, List<Integer> groupSizes) throws IOException {
        return new Directory(users(0, users), groups(groupSizes));
    }

    /** Creates the users with these numbers, the last not among them. */
    public List<String> users(int from, int to) throws IOException {
        var ids = new ArrayList<String>(to - from);
        for (int number = from; number < to; number++) {
            ids.add(created("/Users", people.user(number)));
        }
        return ids;
    }

    /** How much JSON these users are, as sent. */
    public static long jsonBytes(int from, int to) {
        var people = new People();
        return IntStream.range(from, to)
                .mapToLong(number -> people.user(number).toString().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    /** Creates a group of each of these sizes. */
    public List<Directory.SeededGroup> groups(List<Integer> sizes) throws IOException {
        var groups = new ArrayList<Directory.SeededGroup>();
        for (int size : sizes) {
            groups.add(group("Group " + groups.size() + " of " + size, size));
        }
        return groups;
    }

    /**
     * Groups of so many of these users each, in their order.
     *
     * @return their ids
     */
    public List<String> teams(List<String> userIds, int size) throws IOException {
        var teams = new ArrayList<String>();
        for (int from = 0; from < userIds.size(); from += size) {
            ObjectNode team = people.group("Team " + from / size);
            ArrayNode members = team.putArray("members");
            userIds.subList(from, Math.min(userIds.size(), from + size))
                    .forEach(id -> members.addObject().put("value", id));
            teams.add(created("/Groups?excludedAttributes=members", team));
        }
        return teams;
    }

    private Directory.SeededGroup group(String displayName, int size) throws IOException {
        int first = Math.min(size, MEMBERS_IN_A_REQUEST);
        ObjectNode group = people.group(displayName);
        group.set("members", people.members(0, first));
        String id = created("/Groups?excludedAttributes=members", group);
        for (int from = first; from < size; from += MEMBERS_IN_A_REQUEST) {
            ArrayNode members = people.members(from, Math.min(size, from + MEMBERS_IN_A_REQUEST));
            expect(200, MemberPatch.of("Add", id, members, true));
        }
        return new Directory.SeededGroup(id, size);
    }

    private String created(String target, ObjectNode resource) throws IOException {
        Answer answer = expect(201, new Request("POST", target, resource.toString()));
        JsonNode id = answer.json().path("id");
        if (!id.isTextual()) {
            throw new WrongAnswerException("a created resource without an id: " + answer.text());
        }
        return id.textValue();
    }

    private Answer expect(int status, Request request) throws IOException {
        Answer answer = connection.send(request);
        answer.expectStatus(status, request);
        return answer;
    }
}
