package dev.scimlet.examples.mediusflow.tenant;

/** Passwords for tests, which sign in more often than people do. */
public final class TestPasswords {

    private TestPasswords() {}

    /** A hash like that of a real password, made with so few rounds that it could be guessed. */
    public static String quickHash(String password) {
        return PasswordHash.of(password, 10);
    }
}
