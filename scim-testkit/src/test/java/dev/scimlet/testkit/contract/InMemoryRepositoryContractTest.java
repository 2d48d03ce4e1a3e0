package dev.scimlet.testkit.contract;

import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.util.Optional;

class InMemoryRepositoryContractTest extends ResourceRepositoryContract {

    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected ResourceRepository emptyUsers() {
        return store.repository(ContractTypes.user()).build();
    }

    @Override
    protected Optional<ResourceRepository> emptyGroups() {
        return Optional.of(
                store.repository(ContractTypes.group()).memberships("members").build());
    }
}
