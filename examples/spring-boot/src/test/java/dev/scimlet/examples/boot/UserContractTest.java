package dev.scimlet.examples.boot;

import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.testkit.contract.ResourceRepositoryContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Users and teams keep the contract of all stores: a test to copy. */
final class UserContractTest extends ResourceRepositoryContract {

    private static RunningApplication application;

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

    @Override
    protected boolean knowsTenants() {
        return false;
    }
}
