package dev.scimlet.protocol;

/**
 * Is told of each change, of resources of any type, once it is stored for good: after the outermost commit, where a host's
 * transaction is around the request; in a store without transactions after each step, also of an operation that then fails.
 * What it is told can be lost if the process dies at the wrong moment; what must not be lost is written by a {@link ChangeHook}.
 */
@FunctionalInterface
public interface ChangeListener {

    /** Takes notice. What it throws is logged and changes no answer. */
    void on(ResourceEvent event);
}
