package dev.scimlet.directory.feed;

/**
 * What somebody has to know of a consumer.
 *
 * @param tenant whose events it reads
 * @param consumer its name
 * @param seq the number of the event that it is about
 * @param detail a sentence
 */
public record FeedProblem(Kind kind, String tenant, String consumer, long seq, String detail) {

    /** What has happened. */
    public enum Kind {
        /** An event was put aside, because it was refused again and again while another one was taken. */
        PARKED,
        /** What the consumer would have to read next is not kept any longer. */
        EXPIRED,
        /** More than half of the time has passed for which the event is kept that it would have to read next. */
        BEHIND,
        /** A webhook endpoint has taken nothing for hours. It is tried further; this is told once. */
        FAILING,
        /** A webhook endpoint was switched off, because it failed for days, or has said that it is gone. */
        SWITCHED_OFF
    }
}
