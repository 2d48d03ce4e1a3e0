package dev.scimlet.spring;

import dev.scimlet.protocol.ScimService;

/**
 * A bean that has the last word on how the service is built, after the settings and the other beans:
 *
 * <pre>{@code
 * @Bean
 * ScimServiceCustomizer noBulk() {
 *     return service -> service.without(Feature.BULK);
 * }
 * }</pre>
 *
 * <p>Several are called in the order of {@link org.springframework.core.annotation.Order}.
 */
@FunctionalInterface
public interface ScimServiceCustomizer {

    /** Changes the service that is about to be built. */
    void customize(ScimService.Builder service);
}
