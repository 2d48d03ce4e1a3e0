package dev.scimlet.protocol;

/**
 * Is told of each exchange once it has an answer, refused ones too, by the thread that answers it. Changes are told of by
 * themselves, inside their unit ({@link ChangeHook}): what is only told here can be lost if the process dies.
 */
@FunctionalInterface
public interface ExchangeListener {

    /** Takes notice. What it throws is logged and changes no answer. */
    void on(ExchangeOutcome outcome);
}
