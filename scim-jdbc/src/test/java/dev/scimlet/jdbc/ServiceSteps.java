package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import java.util.Optional;
import java.util.function.Function;

/** What the service does with repositories in one unit, for tests that need no service. */
final class ServiceSteps {

    private ServiceSteps() {}

    /** Reads, computes, and writes under the version that was read, from the third attempt on under a lock. */
    static Optional<Resource> change(
            RequestContext context,
            JdbcRepository repository,
            String id,
            Wanted wanted,
            Function<Resource, Attributes> change) {
        return repository.unitOfWork().perform(context, unit -> {
            RequestContext inside = context.within(unit);
            Optional<Resource> read = unit.attempt() > 2
                    ? repository.findLocked(inside, id, wanted)
                    : repository.find(context, id, wanted);
            return read.map(found -> repository.update(inside, found, change.apply(found), wanted));
        });
    }

    /** As {@link #change(RequestContext, JdbcRepository, String, Wanted, Function)}, of everything. */
    static Optional<Resource> change(
            RequestContext context, JdbcRepository repository, String id, Function<Resource, Attributes> change) {
        return change(context, repository, id, Wanted.everything(), change);
    }

    /** Deletes a resource, which leaves its groups first. */
    static Optional<Resource> delete(
            RequestContext context, JdbcRepository repository, MembershipSource groups, String id) {
        return repository.unitOfWork().perform(context, unit -> {
            RequestContext inside = context.within(unit);
            if (repository.findLocked(inside, id, Wanted.nothing()).isEmpty()) {
                return Optional.empty();
            }
            groups.memberDeleted(inside, repository.type(), id);
            return repository.delete(inside, id, Wanted.nothing(), Precondition.NONE);
        });
    }
}
