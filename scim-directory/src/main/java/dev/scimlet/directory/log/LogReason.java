package dev.scimlet.directory.log;

import java.util.List;

/**
 * Why something ended as it did: a code and what goes into its sentence, so that no language is stored. {@link LogWords} makes sentences of it.
 *
 * @param code a key of the message bundles, such as {@code refused.uniqueness}; codes of the host have its own prefix
 * @param arguments what stands for {@code {0}}, {@code {1}} and so on; never a secret
 */
public record LogReason(String code, List<String> arguments) {

    /** The code of a {@linkplain #text text} of the host. */
    static final String TEXT = "text";

    /** More characters than this are no code. */
    static final int LONGEST_CODE = 64;

    /**
     * Copies the arguments.
     *
     * @throws IllegalArgumentException if the code is empty, longer than 64 characters, or has others than letters, digits, {@code .}, {@code _} and {@code -}
     */
    public LogReason {
        if (!code.matches("[A-Za-z0-9._-]{1," + LONGEST_CODE + "}")) {
            throw new IllegalArgumentException("a code has 1 to " + LONGEST_CODE
                    + " letters, digits, '.', '_' and '-', which '" + code + "' has not");
        }
        arguments = List.copyOf(arguments);
    }

    /** A reason by its code. */
    public static LogReason of(String code, String... arguments) {
        return new LogReason(code, List.of(arguments));
    }

    /** A sentence of the host, in the one language that it has. */
    public static LogReason text(String sentence) {
        return of(TEXT, sentence);
    }

    /** The arguments as an entry keeps them: one a line. */
    String lines() {
        return String.join(
                "\n",
                arguments.stream()
                        .map(argument -> argument.replaceAll("\\p{Cntrl}", " "))
                        .toList());
    }
}
