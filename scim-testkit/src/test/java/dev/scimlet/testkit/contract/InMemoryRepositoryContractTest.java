package dev.scimlet.testkit.contract;

import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.Optional;

class InMemoryRepositoryContractTest extends ResourceRepositoryContract {

    @Override
    protected ResourceRepository emptyUsers() {
        return InMemoryRepository.of(ContractTypes.user());
    }

    @Override
    protected Optional<ResourceRepository> emptyGroups() {
        return Optional.of(InMemoryRepository.builder(ContractTypes.group())
                .memberships("members")
                .build());
    }
}
