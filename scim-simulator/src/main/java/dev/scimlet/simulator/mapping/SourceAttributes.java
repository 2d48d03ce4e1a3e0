package dev.scimlet.simulator.mapping;

import java.util.Set;

/** The attributes that Entra ID offers as sources of a mapping. A directory of one's own may have others. */
public final class SourceAttributes {

    private static final Set<String> OF_ENTRA = Set.of(
            "accountEnabled",
            "appRoleAssignments",
            "assignedRoles",
            "city",
            "companyName",
            "country",
            "department",
            "description",
            "displayName",
            "dnsDomainName",
            "employeeHireDate",
            "employeeId",
            "employeeLeaveDateTime",
            "employeeType",
            "facsimileTelephoneNumber",
            "givenName",
            "immutableId",
            "IsSoftDeleted",
            "jobTitle",
            "mail",
            "mailEnabled",
            "mailNickname",
            "manager",
            "members",
            "mobile",
            "netbiosName",
            "objectId",
            "onPremisesDistinguishedName",
            "onPremisesSecurityIdentifier",
            "onPremisesSamAccountName",
            "onPremisesUserPrincipalName",
            "originalUserPrincipalName",
            "otherMails",
            "physicalDeliveryOfficeName",
            "postalCode",
            "preferredLanguage",
            "proxyAddresses",
            "securityEnabled",
            "sipProxyAddress",
            "state",
            "streetAddress",
            "surname",
            "telephoneNumber",
            "usageLocation",
            "userPrincipalName",
            "userType");

    private SourceAttributes() {}

    /** Whether Entra ID has an attribute of this name, one of its fifteen extension attributes and directory extensions included. */
    public static boolean includes(String name) {
        return OF_ENTRA.contains(name) || name.matches("extensionAttribute(?:[1-9]|1[0-5])|extension_\\w+");
    }
}
