package dev.scimlet.simulator.transport;

/** What a {@link FaultInjectingTransport} does to a request. */
public enum Fault {
    /** The request is carried out, its answer gets lost. */
    LOST_ANSWER,
    /** The request never arrives. */
    LOST_REQUEST,
    /** A gateway in front of the service provider answers 503; the request never arrives. */
    UNAVAILABLE
}
