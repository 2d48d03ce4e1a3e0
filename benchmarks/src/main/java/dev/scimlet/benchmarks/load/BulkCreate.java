package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Bulk request (RFC 7644 §3.7) that creates a hundred users. */
final class BulkCreate implements Workload {

    private static final int FIRST = 500_000_000;
    private static final int OPERATIONS = 100;
    private static final String BULK_REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    private static final String BULK_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

    private final NewUsers newUsers = new NewUsers(FIRST);
    private final int users;

    BulkCreate(Directory directory) {
        this.users = directory.userIds().size();
    }

    @Override
    public String kind() {
        return "bulk of " + OPERATIONS + " creates";
    }

    @Override
    public int size() {
        return users;
    }

    @Override
    public double goal() {
        return 1.4;
    }

    @Override
    public Request request(long number) {
        ObjectNode bulk = JsonNodeFactory.instance.objectNode();
        bulk.putArray("schemas").add(BULK_REQUEST);
        ArrayNode operations = bulk.putArray("Operations");
        for (int index = 0; index < OPERATIONS; index++) {
            operations
                    .addObject()
                    .put("method", "POST")
                    .put("path", "/Users")
                    .put("bulkId", "u" + index)
                    .set("data", newUsers.user(number * OPERATIONS + index));
        }
        return new Request("POST", "/Bulk", bulk.toString());
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public int mostAtOnce() {
        return Math.max(2, users / 5 / OPERATIONS);
    }

    @Override
    public void answered(long number, Answer answer) {
        JsonNode operations = operations(answer);
        Expectation.that(operations.size() == OPERATIONS, operations.size() + " operations in " + answer.text());
        operations.forEach(operation -> {
            Expectation.that(operation.path("status").asText().equals("201"), operation.toString());
            newUsers.created(operation.path("location").asText());
        });
    }

    private static JsonNode operations(Answer answer) {
        try {
            return answer.json().path("Operations");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public List<Request> restoring() {
        return newUsers.deleting();
    }

    @Override
    public void check(Connection connection) throws IOException {
        long number = FIRST / OPERATIONS;
        Request request = request(number);
        Answer answer = connection.send(request);
        answer.expectStatus(status(), request);
        JsonNode body = Expectation.json(answer);
        Expectation.that(
                BULK_RESPONSE.equals(body.path("schemas").path(0).textValue()), "schemas " + body.path("schemas"));
        answered(number, answer);
        int index = 0;
        for (JsonNode operation : body.path("Operations")) {
            Expectation.that(operation.path("method").asText().equals("POST"), operation.toString());
            Expectation.that(operation.path("bulkId").asText().equals("u" + index), operation.toString());
            String id = operation.path("location").asText().replaceFirst(".*/", "");
            Answer stored = connection.send(Request.get("/Users/" + id));
            Expectation.user(newUsers.user(number * OPERATIONS + index), id, Expectation.json(stored));
            index++;
        }
        for (Request deleting : restoring()) {
            connection.send(deleting).expectStatus(204, deleting);
        }
    }
}
