package dev.scimlet.protocol;

import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What references between resources need from other repositories, by job.
 *
 * @param details what comes in beside the id: type and display name
 * @param integrity what comes into lists, and whether it leads somewhere
 * @param names display names that go out
 * @param groups the groups of users that go out
 * @param release what becomes of references to what is deleted
 */
record References(
        ReferenceDetails details,
        ReferenceIntegrity integrity,
        ReferenceNames names,
        UserGroups groups,
        ReferenceRelease release) {

    /**
     * The references between the resources of some repositories.
     *
     * @param groups which of them knows memberships; null if none does
     * @param integrity whether references lead to resources that exist, and vanish with them
     */
    static References between(
            List<ResourceRepository> repositories,
            @Nullable ResourceRepository groups,
            boolean integrity,
            UnitOfWork units) {
        ReferringAttributes referring = new ReferringAttributes(repositories);
        ReferenceNames names = new ReferenceNames(referring);
        UserGroups userGroups = new UserGroups(repositories, groups);
        return new References(
                new ReferenceDetails(referring, names),
                new ReferenceIntegrity(referring, integrity),
                names,
                userGroups,
                new ReferenceRelease(referring, userGroups, integrity, units));
    }
}
