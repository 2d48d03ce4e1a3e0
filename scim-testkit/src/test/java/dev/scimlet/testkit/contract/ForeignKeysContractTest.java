package dev.scimlet.testkit.contract;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A store whose managers and members must be users who are there keeps the contract, and its test says nothing of it. */
class ForeignKeysContractTest extends ResourceRepositoryContract {

    private final InMemoryStore store = new InMemoryStore();
    private ResourceRepository users;

    @Override
    protected ResourceRepository emptyUsers() {
        users = new RepositoryDecorator(store.repository(ContractTypes.user()).build()) {
            @Override
            public Resource create(RequestContext context, Attributes attributes) {
                attributes
                        .string(StandardSchemas.ENTERPRISE_USER.id() + ":manager.value")
                        .ifPresent(manager -> require(context, List.of(manager)));
                return super.create(context, attributes);
            }
        };
        return users;
    }

    @Override
    protected Optional<ResourceRepository> emptyGroups() {
        InMemoryRepository groups =
                store.repository(ContractTypes.group()).memberships("members").build();
        return Optional.of(new RepositoryDecorator(groups) {
            @Override
            public Resource create(RequestContext context, Attributes attributes) {
                require(context, attributes.strings("members.value"));
                return super.create(context, attributes);
            }

            @Override
            public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
                require(context, changed.strings("members.value"));
                return super.update(context, read, changed, wanted);
            }

            @Override
            public Optional<AppliedDelta> applyDelta(
                    RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
                if (find(context, id, Wanted.nothing()).isPresent()) {
                    require(context, delta.added().keySet());
                }
                return super.applyDelta(context, id, wanted, precondition, delta);
            }
        });
    }

    private void require(RequestContext context, Collection<String> ids) {
        for (String id : ids) {
            if (users.find(context, id, Wanted.nothing()).isEmpty()) {
                throw ScimException.of(ErrorType.INVALID_VALUE, "there is no user " + id);
            }
        }
    }
}
