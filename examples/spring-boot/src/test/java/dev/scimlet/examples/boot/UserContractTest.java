package dev.scimlet.examples.boot;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.testkit.contract.ResourceRepositoryContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Users and teams keep the contract of all stores: a test to copy. */
final class UserContractTest extends ResourceRepositoryContract {

    private static RunningApplication application;

    private static int calls;

    @BeforeAll
    static void start() {
        application = new RunningApplication();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Override
    protected ResourceRepository emptyUsers() {
        application.empty();
        return repository("scimUsers");
    }

    @Override
    protected Optional<ResourceRepository> emptyGroups() {
        return Optional.of(repository("scimGroups"));
    }

    private static ResourceRepository repository(String name) {
        return application.bean(name);
    }

    /** The address is the name by which somebody signs in, whatever a client says. */
    @Override
    protected Attributes storable(Attributes attributes) {
        String login = attributes.string("userName").orElse(null);
        return attributes.toBuilder()
                .set("emails", login == null ? null : List.of(Map.of("type", "work", "value", login)))
                .build();
    }

    @Override
    protected boolean knowsTenants() {
        return false;
    }

    /** Members are rows that refer to users. */
    @Override
    protected List<String> memberIds(int count) {
        String prefix = "member" + ++calls + "-";
        application
                .jdbc()
                .batchUpdate(
                        "INSERT INTO users (email, email_key, enabled, version, created_at, updated_at)"
                                + " VALUES (?, ?, true, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)",
                        IntStream.range(0, count)
                                .mapToObj(i -> new Object[] {prefix + i, prefix + i})
                                .toList());
        return application.rows("SELECT id FROM users WHERE email LIKE '" + prefix + "%' ORDER BY id").stream()
                .map(id -> "u" + id)
                .toList();
    }

    @Override
    protected int manyMembers() {
        return 2_000;
    }
}
