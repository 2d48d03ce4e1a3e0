package dev.scimlet.directory;

/**
 * The levels of the IPSIE SCIM profile (OpenID Foundation, draft 00 of 8 September 2026), each with what is below it. They are
 * checks of one directory ({@link Directories#ipsie}) and no profile of what is sent: no provider is known that could connect to an
 * application which demands them of all.
 */
public enum Ipsie {
    /** People come, are deactivated and go; who provisions them authenticates with a key of its own. */
    AL1,
    /** Accounts and groups are kept by the provider alone, and carry no credentials. */
    AL2
}
