package dev.scimlet.directory;

/** Whose directory it is, as far as that decides what its administrator is told. What is stored says the name of the constant. */
public enum IdentityProvider {
    /** Microsoft Entra ID. */
    ENTRA_ID,
    /** Okta. */
    OKTA,
    /** OneLogin. */
    ONELOGIN,
    /** JumpCloud. */
    JUMPCLOUD,
    /** Google Workspace. */
    GOOGLE,
    /** PingOne and PingFederate. */
    PING,
    /** SailPoint. */
    SAILPOINT,
    /** Any other. */
    OTHER
}
