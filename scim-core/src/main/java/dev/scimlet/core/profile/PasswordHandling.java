package dev.scimlet.core.profile;

/** What becomes of a {@code password} that a client sends. An application that signs people in elsewhere has no use for it. */
public enum PasswordHandling {
    /** It is kept, where the resource type has it. */
    ACCEPT,
    /** It is dropped, and told as ignored; discovery does not name the attribute. */
    IGNORE,
    /** The request is refused with {@code invalidSyntax}, as IPSIE wants it; discovery does not name the attribute. */
    REFUSE
}
