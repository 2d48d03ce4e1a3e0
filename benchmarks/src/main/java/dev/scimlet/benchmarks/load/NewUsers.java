package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Users that a workload creates: their numbers are beyond those of the directory, and each is deleted again. */
final class NewUsers {

    private static final String USERS = "/Users/";

    private final People people = new People();
    private final int first;
    private final Queue<String> created = new ConcurrentLinkedQueue<>();

    /** @param first the number of the first of them */
    NewUsers(int first) {
        this.first = first;
    }

    ObjectNode user(long number) {
        return people.user(Math.toIntExact(first + number));
    }

    /** Remembers the user at this location, and says what their {@code id} is. */
    String created(String location) {
        String id = location.substring(location.lastIndexOf(USERS) + USERS.length());
        created.add(id);
        return id;
    }

    List<Request> deleting() {
        var requests = new ArrayList<Request>();
        for (String id = created.poll(); id != null; id = created.poll()) {
            requests.add(Request.delete(USERS + id));
        }
        return requests;
    }
}
