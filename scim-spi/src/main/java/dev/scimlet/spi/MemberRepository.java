package dev.scimlet.spi;

import java.util.Optional;

/**
 * An ability of a repository whose resources are members of groups: it knows memberships that lie where its own resources
 * lie, so that nobody has to ask the {@link MembershipSource} for them.
 */
public interface MemberRepository {

    /**
     * This repository, whose {@link ResourceRepository#find} and {@link ResourceRepository#query} give the attribute {@code
     * groups} too, where it is wanted, as {@link MembershipSource#membershipsOf} and {@link
     * MembershipSource.Membership#entry} make it. All else is the same.
     *
     * @return empty if the memberships of the source lie elsewhere
     */
    Optional<ResourceRepository> withMembershipsOf(MembershipSource source);

    /**
     * Whether a resource is in no group when it has just been created: nobody can have known its id before. It is otherwise
     * where ids can be guessed, as numbers can, unless the source of memberships {@link
     * MembershipSource#takesOnlyWhoExists() takes nobody who does not exist}.
     */
    boolean createsNonMembers();
}
