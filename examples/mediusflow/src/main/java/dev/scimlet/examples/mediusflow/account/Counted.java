package dev.scimlet.examples.mediusflow.account;

import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.util.HashMap;
import java.util.Map;

/** Numbers by id. */
final class Counted {

    private Counted() {}

    /** @param query gives rows with an {@code id} and a {@code number}, for the tenant that is its one parameter */
    static Map<String, Long> by(Database database, String query, Tenant tenant) {
        Map<String, Long> counts = new HashMap<>();
        database.list(query, row -> Map.entry(row.text("id"), row.number("number")), tenant.id())
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }
}
