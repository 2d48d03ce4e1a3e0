package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a ListResponse of the load must hold (RFC 7644 §3.4.2). */
final class ListExpectation {

    private static final String LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    private ListExpectation() {}

    /** @param users the numbers of the users on the page, in the order in which they were seeded */
    static void check(Directory directory, int totalResults, int startIndex, List<Integer> users, JsonNode answer) {
        Expectation.that(
                answer.path("schemas").size() == 1
                        && LIST_RESPONSE.equals(answer.path("schemas").get(0).textValue()),
                "schemas " + answer.path("schemas"));
        number(totalResults, "totalResults", answer);
        number(startIndex, "startIndex", answer);
        number(users.size(), "itemsPerPage", answer);
        JsonNode resources = answer.path("Resources");
        Expectation.that(resources.size() == users.size(), resources.size() + " resources, not " + users.size());
        var people = new People();
        for (int index = 0; index < users.size(); index++) {
            int user = users.get(index);
            Expectation.user(people.user(user), directory.userIds().get(user), resources.get(index));
        }
    }

    private static void number(int expected, String name, JsonNode answer) {
        JsonNode actual = answer.path(name);
        Expectation.that(actual.isInt() && actual.intValue() == expected, name + " " + actual + ", not " + expected);
    }
}
