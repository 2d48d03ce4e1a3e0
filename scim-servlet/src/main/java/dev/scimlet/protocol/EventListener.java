package dev.scimlet.protocol;

/** Is told what has happened, after the store has committed it, by the thread that answers the request. */
@FunctionalInterface
public interface EventListener {

    /** Takes notice. What it throws is logged and changes no answer. */
    void on(ResourceEvent event);
}
