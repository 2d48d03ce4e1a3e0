package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongFunction;

/** PATCH that adds one member, each time another, answered with the whole group or with the group without members. */
final class AddMember implements Workload {

    /** Numbers of members beyond those of any group, so that each added one is new. */
    private static final long FIRST_ADDED = 10_000_000;

    private static final int REMOVED_IN_A_REQUEST = 1_000;

    /** As many as it takes to measure something, though a small group may grow by them for a moment. */
    private static final int FEWEST_AT_ONCE = 50;

    private final Directory.SeededGroup group;
    private final boolean whole;
    private final LongFunction<String> newcomers;
    private final Queue<Long> added = new ConcurrentLinkedQueue<>();

    /** Those who are added are no users, as the members that the group has. */
    AddMember(Directory.SeededGroup group, boolean whole) {
        this(group, whole, number -> People.memberId(FIRST_ADDED + number));
    }

    private AddMember(Directory.SeededGroup group, boolean whole, LongFunction<String> newcomers) {
        this.group = group;
        this.whole = whole;
        this.newcomers = newcomers;
    }

    /** Users are added, as directories do: a service that asks who a member is finds them. */
    static AddMember ofUsers(Directory.SeededGroup group, Directory directory) {
        List<String> ids = directory.userIds();
        return new AddMember(group, false, number -> ids.get((int) (number % ids.size())));
    }

    @Override
    public String kind() {
        return "add a member, " + (whole ? "whole group answered" : "members excluded");
    }

    @Override
    public int size() {
        return group.members();
    }

    @Override
    public double goal() {
        return whole ? 1.0 : 2.0;
    }

    @Override
    public Request request(long number) {
        return MemberPatch.of("Add", group.id(), list(List.of(number)), !whole);
    }

    private ArrayNode list(List<Long> numbers) {
        ArrayNode members = JsonNodeFactory.instance.arrayNode();
        numbers.forEach(number -> members.addObject().put("value", newcomers.apply(number)));
        return members;
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public int mostAtOnce() {
        return Math.max(FEWEST_AT_ONCE, group.members() / 10);
    }

    @Override
    public void answered(long number, Answer answer) {
        added.add(number);
    }

    @Override
    public List<Request> restoring() {
        var requests = new ArrayList<Request>();
        var numbers = new ArrayList<Long>();
        for (Long number = added.poll(); number != null; number = added.poll()) {
            numbers.add(number);
            if (numbers.size() == REMOVED_IN_A_REQUEST) {
                requests.add(removing(numbers));
                numbers.clear();
            }
        }
        if (!numbers.isEmpty()) {
            requests.add(removing(numbers));
        }
        return requests;
    }

    private Request removing(List<Long> numbers) {
        return MemberPatch.of("Remove", group.id(), list(numbers), true);
    }

    @Override
    public void check(Connection connection) throws IOException {
        long newcomer = FIRST_ADDED;
        Request request = request(newcomer);
        Answer answer = connection.send(request);
        answer.expectStatus(status(), request);
        JsonNode answered = Expectation.json(answer);
        Expectation.meta("Group", "/Groups/" + group.id(), answered.path("meta"));
        if (whole) {
            checkMembers(answered, newcomer);
        } else {
            Expectation.that(!answered.has("members"), "members in an answer that excludes them");
        }
        checkMembers(Expectation.json(connection.send(Request.get("/Groups/" + group.id()))), newcomer);
        Request removing = removing(List.of(newcomer));
        connection.send(removing).expectStatus(200, removing);
    }

    private void checkMembers(JsonNode answered, long newcomer) {
        Set<String> expected = new HashSet<>();
        for (int number = 0; number < group.members(); number++) {
            expected.add(People.memberId(number));
        }
        expected.add(newcomers.apply(newcomer));
        Set<String> actual = new HashSet<>();
        answered.path("members")
                .forEach(member -> actual.add(member.path("value").asText()));
        Expectation.that(
                answered.path("members").size() == expected.size(),
                answered.path("members").size() + " members, not " + expected.size());
        Expectation.that(actual.equals(expected), "other members than were added");
    }
}
