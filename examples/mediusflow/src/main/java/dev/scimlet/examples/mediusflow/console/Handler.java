package dev.scimlet.examples.mediusflow.console;

/** Answers requests for one address. */
@FunctionalInterface
interface Handler<V> {
    Answer answer(V visit);
}
