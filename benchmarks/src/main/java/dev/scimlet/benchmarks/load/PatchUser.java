package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * PATCH of a user with four operations in the form that Entra ID sends without its compliance flag. From one visit to the
 * next the values change and change back.
 */
final class PatchUser implements Workload {

    private static final String DEPARTMENT = People.ENTERPRISE + ":department";

    private final People people = new People();
    private final Directory directory;
    private final Targets targets;

    PatchUser(Directory directory) {
        this.directory = directory;
        this.targets = Targets.patched(directory);
    }

    @Override
    public String kind() {
        return "PATCH a user, 4 operations";
    }

    @Override
    public int size() {
        return directory.userIds().size();
    }

    @Override
    public double goal() {
        return 1.6;
    }

    @Override
    public Request request(long number) {
        return patch(targets.user(number), after(number));
    }

    private ObjectNode after(long number) {
        ObjectNode user = people.user(targets.user(number));
        return targets.lap(number) % 2 == 0 ? married(user) : user;
    }

    private static ObjectNode married(ObjectNode user) {
        user.put("title", "Senior " + user.get("title").textValue());
        ObjectNode name = (ObjectNode) user.get("name");
        name.put("familyName", name.get("familyName").textValue() + "-Smith");
        ObjectNode work = (ObjectNode) user.get("emails").get(0);
        work.put("value", "new." + work.get("value").textValue());
        ((ObjectNode) user.get(People.ENTERPRISE)).put("department", "Headquarters");
        return user;
    }

    private Request patch(int user, ObjectNode after) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putArray("schemas").add(MemberPatch.PATCH_OP);
        ArrayNode operations = patch.putArray("Operations");
        operation(operations, "Replace", "title", after.get("title").textValue());
        operation(
                operations,
                "Replace",
                "name.familyName",
                after.get("name").get("familyName").textValue());
        String work = after.get("emails").get(0).get("value").textValue();
        operation(operations, "Replace", "emails[type eq \"work\"].value", work);
        String department = after.get(People.ENTERPRISE).get("department").textValue();
        operation(operations, "Add", DEPARTMENT, department);
        return new Request("PATCH", "/Users/" + directory.userIds().get(user), patch.toString());
    }

    private static void operation(ArrayNode operations, String op, String path, String value) {
        operations.addObject().put("op", op).put("path", path).put("value", value);
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public void check(Connection connection) throws IOException {
        int user = targets.user(0);
        ObjectNode changed = after(0);
        Request request = patch(user, changed);
        Answer answer = connection.send(request);
        answer.expectStatus(status(), request);
        String id = directory.userIds().get(user);
        Expectation.user(changed, id, Expectation.json(answer));
        Answer stored = connection.send(Request.get("/Users/" + id));
        Expectation.user(changed, id, Expectation.json(stored));
    }
}
