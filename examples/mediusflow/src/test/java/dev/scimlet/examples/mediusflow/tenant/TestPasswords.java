package dev.scimlet.examples.mediusflow.tenant;

/** Passwords for tests, which sign in more often than people do. */
public final class TestPasswords {

    /** Like the real one, but with so few rounds that passwords could be guessed. */
    public static final PasswordHashing QUICK = new PasswordHashing(10);

    private TestPasswords() {}

    public static String quickHash(String password) {
        return QUICK.hash(password);
    }
}
