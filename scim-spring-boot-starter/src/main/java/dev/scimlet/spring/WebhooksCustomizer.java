package dev.scimlet.spring;

import dev.scimlet.directory.feed.Webhooks;

/**
 * A bean that has the last word on how {@link Webhooks} are built, after the settings and the other beans:
 *
 * <pre>{@code
 * @Bean
 * WebhooksCustomizer ownCertificates(SSLContext ours) {
 *     return webhooks -> webhooks.tls(ours);
 * }
 * }</pre>
 *
 * <p>Several are called in the order of {@link org.springframework.core.annotation.Order}.
 */
@FunctionalInterface
public interface WebhooksCustomizer {

    /** Changes the webhooks that are about to be built. */
    void customize(Webhooks.Builder webhooks);
}
