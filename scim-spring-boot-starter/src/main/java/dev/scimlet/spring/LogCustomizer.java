package dev.scimlet.spring;

import dev.scimlet.directory.log.ProvisioningLog;

/**
 * A bean that has the last word on how the {@link ProvisioningLog} is built, after the settings and the other beans:
 *
 * <pre>{@code
 * @Bean
 * LogCustomizer customersAlone(Customers customers) {
 *     return log -> log.tenants(customers::exist);
 * }
 * }</pre>
 *
 * <p>Several are called in the order of {@link org.springframework.core.annotation.Order}.
 */
@FunctionalInterface
public interface LogCustomizer {

    /** Changes the log that is about to be built. */
    void customize(ProvisioningLog.Builder log);
}
