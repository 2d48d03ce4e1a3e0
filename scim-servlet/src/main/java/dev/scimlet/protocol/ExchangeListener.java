package dev.scimlet.protocol;

import dev.scimlet.spi.RequestContext;

/**
 * Is told of each exchange once it has an answer, refused ones too, by the thread that answers it. Changes are told of by
 * themselves, inside their unit ({@link ChangeHook}): what is only told here can be lost if the process dies.
 */
@FunctionalInterface
public interface ExchangeListener {

    /** Takes notice. What it throws is logged and changes no answer. */
    void on(ExchangeOutcome outcome);

    /**
     * Whether it wants to see the request and the answer as they were sent ({@link ExchangeOutcome#messages}), which are then kept in memory until they are
     * answered, lists too. Asked for each request whose sender is known; by default it does not.
     */
    default boolean wantsMessages(RequestContext context) {
        return false;
    }
}
