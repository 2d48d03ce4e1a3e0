package dev.scimlet.spring;

import dev.scimlet.directory.feed.Feed;

/**
 * A bean that has the last word on how the {@link Feed} is built, after the settings and the other beans:
 *
 * <pre>{@code
 * @Bean
 * FeedCustomizer alarms(Alarms alarms) {
 *     return feed -> feed.onProblem(alarms::raise);
 * }
 * }</pre>
 *
 * <p>Several are called in the order of {@link org.springframework.core.annotation.Order}.
 */
@FunctionalInterface
public interface FeedCustomizer {

    /** Changes the feed that is about to be built. */
    void customize(Feed.Builder feed);
}
