package dev.scimlet.testkit.contract;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.spi.ResourceRepository;
import java.util.List;

class AccountStoreContractTest extends ResourceRepositoryContract {

    private static final List<String> KEPT = List.of("userName", "displayName", "active");

    private static final ResourceType TYPE = ResourceType.builder(
                    "User",
                    new Schema(
                            StandardSchemas.USER.id(),
                            "User",
                            "An account",
                            StandardSchemas.USER.attributes().stream()
                                    .filter(attribute -> KEPT.contains(attribute.name()))
                                    .toList()))
            .build();

    @Override
    protected ResourceRepository emptyUsers() {
        return new AccountStore(TYPE);
    }

    @Override
    protected boolean knowsTenants() {
        return false;
    }
}
