package dev.scimlet.protocol;

import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Wanted;
import java.util.Optional;

/** Reading inside a unit: under a lock, where the store can. */
final class Locked {

    private Locked() {}

    /** Whether {@link #find} keeps others from writing what it finds. */
    static boolean isPossible(ResourceRepository repository) {
        return repository instanceof ResourceRepository.Locking;
    }

    /** @param context that of the unit */
    static Optional<Resource> find(ResourceRepository repository, RequestContext context, String id, Wanted wanted) {
        return repository instanceof ResourceRepository.Locking locking
                ? locking.findLocked(context, id, wanted)
                : repository.find(context, id, wanted);
    }
}
