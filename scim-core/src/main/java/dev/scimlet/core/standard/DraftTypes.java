package dev.scimlet.core.standard;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.Schema;

/**
 * Resource types of Internet-Drafts. A draft changes or ends: these types follow it and may change in any release.
 *
 * <p>{@code Role} and {@code Entitlement} are those of draft-ietf-scim-roles-entitlements-01: what a client may write to
 * {@code roles} and {@code entitlements} of a user. All their attributes are readOnly, so the host's repository fills them.
 * The member {@code RolesAndEntitlements} that the draft adds to the service provider's configuration is not written: it
 * is no attribute of the schema of RFC 7643 §5, and strict clients refuse what they do not know.
 */
public final class DraftTypes {

    /** {@code urn:ietf:params:scim:schemas:core:2.0:Role}, draft-ietf-scim-roles-entitlements-01. */
    public static final Schema DRAFT_ROLE = StandardSchemas.load("DraftRole");

    /** {@code urn:ietf:params:scim:schemas:core:2.0:Entitlement}, draft-ietf-scim-roles-entitlements-01. */
    public static final Schema DRAFT_ENTITLEMENT = StandardSchemas.load("DraftEntitlement");

    private DraftTypes() {}

    /** {@code Role} at {@code /Roles}, of a draft. */
    public static ResourceType draftRole() {
        return ResourceType.builder("Role", DRAFT_ROLE).build();
    }

    /** {@code Entitlement} at {@code /Entitlements}, of a draft. */
    public static ResourceType draftEntitlement() {
        return ResourceType.builder("Entitlement", DRAFT_ENTITLEMENT).build();
    }
}
