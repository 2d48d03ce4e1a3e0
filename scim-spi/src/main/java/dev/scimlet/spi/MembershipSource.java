package dev.scimlet.spi;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An ability of the repository of groups: it knows in which groups somebody is. The attribute {@code groups} of users is
 * made from it (RFC 7643 §4.1.2), asked once for a whole page; no user repository stores it.
 *
 * <p>A member is known by its type and its id: one of another type is somebody else, though the id be the same.
 */
public interface MembershipSource {

    /**
     * Whether this repository knows memberships; it always answers the same. One that serves any type says no where it keeps
     * no groups, so that a service finds the one that does.
     */
    default boolean knowsMemberships() {
        return true;
    }

    /**
     * Whether the store takes nobody into a group who does not exist: a resource that has just been created is then in none, though
     * its id could be guessed before.
     */
    default boolean takesOnlyWhoExists() {
        return false;
    }

    /**
     * The groups of which the given resources are members, directly.
     *
     * @param type the type of all of them
     * @return by member id; members of no group may be missing
     */
    Map<String, List<Membership>> membershipsOf(RequestContext context, ResourceType type, Set<String> memberIds);

    /**
     * Takes a resource that is about to be deleted out of all groups, each of which gets a new version if it was a member.
     *
     * @return what happened to each group that it leaves
     */
    List<AppliedDelta> memberDeleted(RequestContext context, ResourceType type, String memberId);

    /**
     * Whether an entry of a list of references can mean a resource of the type: it cannot if its {@code type} names
     * another one that the list refers to. An entry that says no type can mean any, so a store whose ids are not unique
     * throughout the service keeps the type of members.
     */
    static boolean canMean(Attributes entry, ResourceType type) {
        AttributeDefinition said = entry.definition().typeSubAttribute();
        AttributeDefinition ref = entry.definition().refSubAttribute();
        if (said == null || ref == null || !(entry.get(said) instanceof String name)) {
            return true;
        }
        return name.equalsIgnoreCase(type.name())
                || ref.referenceTypes().stream().noneMatch(name::equalsIgnoreCase);
    }

    /** Whether the attribute at the top of a type is made from the memberships of others, and stored by none: {@code groups}. */
    static boolean isMadeOfMemberships(AttributeDefinition attribute) {
        return attribute.name().equalsIgnoreCase("groups")
                && attribute.mutability() == Mutability.READ_ONLY
                && attribute.isReferenceList();
    }

    /**
     * One group of somebody.
     *
     * @param groupId the id of the group
     * @param display its display name
     */
    record Membership(String groupId, String display) {

        /** The entry of the list {@code groups} that tells of it (RFC 7643 §4.1.2); without a display name that is empty. */
        public Attributes entry(AttributeDefinition groups) {
            @Nullable Object[] parts = new Object[groups.subAttributes().size()];
            put(parts, groups.valueSubAttribute(), groupId);
            put(parts, groups.find("display"), display);
            put(parts, groups.typeSubAttribute(), "direct");
            return Attributes.ofPositions(groups, parts);
        }

        private static void put(@Nullable Object[] parts, @Nullable AttributeDefinition part, String text) {
            if (part != null && !text.isEmpty()) {
                parts[part.position()] = text;
            }
        }
    }
}
