package dev.scimlet.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ability of the repository of groups: it knows in which groups somebody is. The attribute {@code groups} of users is
 * made from it (RFC 7643 §4.1.2), asked once for a whole page; no user repository stores it.
 */
public interface MembershipSource {

    /**
     * The groups of which the given resources are members, directly.
     *
     * @return by member id; members of no group may be missing
     */
    Map<String, List<Membership>> membershipsOf(RequestContext context, Set<String> memberIds);

    /** Takes a deleted resource out of all groups, each of which gets a new version if it was a member. */
    void memberDeleted(RequestContext context, String memberId);

    /**
     * One group of somebody.
     *
     * @param groupId the id of the group
     * @param display its display name
     */
    record Membership(String groupId, String display) {}
}
