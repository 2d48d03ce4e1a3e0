package dev.scimlet.directory.feed;

import java.time.Clock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is noted and told where a consumer does not take events. */
final class Setbacks {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final FeedStore store;
    private final FeedStore.Claim claim;
    private final Consumer<FeedProblem> problems;
    private final Clock clock;

    Setbacks(FeedStore store, FeedStore.Claim claim, Consumer<FeedProblem> problems, Clock clock) {
        this.store = store;
        this.claim = claim;
        this.problems = problems;
        this.clock = clock;
    }

    private String tenant() {
        return claim.row().tenant();
    }

    private String name() {
        return claim.row().name();
    }

    private void tell(FeedProblem.Kind kind, long seq, String detail) {
        problems.accept(new FeedProblem(kind, tenant(), name(), seq, detail));
    }

    void expire(long position, FeedStore.Head head) {
        store.setState(tenant(), name(), FeedStore.ConsumerState.EXPIRED);
        tell(
                FeedProblem.Kind.EXPIRED,
                position + 1,
                "the consumer would have to read event " + (position + 1) + ", and the oldest that is kept is "
                        + head.oldest() + ": have it replay from there, and compare the resources");
    }

    void switchOff(long seq, int tried, Delivery.NotTaken refused) {
        store.setState(tenant(), name(), FeedStore.ConsumerState.SWITCHED_OFF);
        tell(
                FeedProblem.Kind.SWITCHED_OFF,
                seq,
                "event " + seq + " was not taken, at attempt " + tried
                        + ", and the endpoint is switched off until it is resumed: " + refused.reason());
    }

    void tellOfFailing(long seq, int tried, Delivery.NotTaken refused) {
        tell(
                FeedProblem.Kind.FAILING,
                seq,
                "event " + seq + " was not taken, at attempt " + tried + ", and what comes after it waits: "
                        + refused.reason());
    }

    FeedStore.Parked parked(long seq, int tried, Delivery.NotTaken refused) {
        return new FeedStore.Parked(
                tenant(), name(), seq, tried, clock.instant(), refused.status().orElse(null), refused.reason());
    }

    void tellOf(FeedStore.Parked parked, String type) {
        LOG.warn("consumer {} of tenant {}: event {} was put aside", name(), tenant(), parked.seq());
        tell(
                FeedProblem.Kind.PARKED,
                parked.seq(),
                "event " + parked.seq() + " (" + type + ") was refused " + parked.attempts()
                        + " times while another one was taken, and was put aside: " + parked.error());
    }
}
