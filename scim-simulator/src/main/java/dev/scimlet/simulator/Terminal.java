package dev.scimlet.simulator;

import java.io.Console;

/** Tells whether somebody is looking. */
final class Terminal {

    private Terminal() {}

    /**
     * True if standard output is a terminal. Since JDK 22 there is a console even without one, which then says so by
     * {@code isTerminal()}; JDK 17 has no such method, and no console either.
     */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
