package dev.scimlet.simulator.oauth;

import dev.scimlet.simulator.transport.ScimAnswer;
import java.io.Serial;

/** The token endpoint gave no token; the message says what it answered. */
public final class TokenRefusedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ScimAnswer answer;

    TokenRefusedException(String message, ScimAnswer answer) {
        super(message);
        this.answer = answer;
    }

    /** What the token endpoint answered. */
    public ScimAnswer answer() {
        return answer;
    }
}
