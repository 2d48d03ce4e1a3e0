package dev.scimlet.spring;

import dev.scimlet.protocol.ServiceExtension;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** An observation of each request where the application has Micrometer's registry, as it has with Actuator. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnProperty(name = "scimlet.enabled", havingValue = "true", matchIfMissing = true)
public class ScimObservationAutoConfiguration {

    /** Made by Spring. */
    public ScimObservationAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ScimObservations scimObservations(ObservationRegistry registry) {
        return new ScimObservations(registry);
    }

    @Bean
    @ConditionalOnMissingBean
    ScimAutoConfiguration.ScimServletFactory scimObservedServlets(ScimObservations observations) {
        return observations::servlet;
    }

    @Bean
    ServiceExtension scimObservationExtension(ScimObservations observations) {
        return installation -> installation.onExchange(observations::tell);
    }
}
