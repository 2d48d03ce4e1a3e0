package dev.scimlet.spring;

import dev.scimlet.protocol.ServiceExtension;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The component {@code scimlet} of the application's health; Boot 3.5 and Boot 4 have the same class in two places. */
@AutoConfiguration(before = ScimAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "scimlet.enabled", havingValue = "true", matchIfMissing = true)
public class ScimHealthAutoConfiguration {

    private static final String SETTING = "management.health.scimlet.enabled";

    /** Made by Spring. */
    public ScimHealthAutoConfiguration() {}

    @Bean
    ScimHealth scimHealth(ObjectProvider<Clock> clock) {
        return new ScimHealth(clock.getIfUnique(Clock::systemUTC));
    }

    @Bean
    ServiceExtension scimHealthExtension(ScimHealth health) {
        return installation -> installation.onExchange(health);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    static class OfBoot3 {

        @Bean
        @ConditionalOnMissingBean(name = "scimletHealthIndicator")
        @ConditionalOnProperty(name = SETTING, havingValue = "true", matchIfMissing = true)
        org.springframework.boot.actuate.health.HealthIndicator scimletHealthIndicator(ScimHealth health) {
            return () -> (health.isDown()
                            ? org.springframework.boot.actuate.health.Health.down()
                            : org.springframework.boot.actuate.health.Health.up())
                    .withDetails(health.details())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    static class OfBoot4 {

        @Bean
        @ConditionalOnMissingBean(name = "scimletHealthIndicator")
        @ConditionalOnProperty(name = SETTING, havingValue = "true", matchIfMissing = true)
        org.springframework.boot.health.contributor.HealthIndicator scimletHealthIndicator(ScimHealth health) {
            return () -> (health.isDown()
                            ? org.springframework.boot.health.contributor.Health.down()
                            : org.springframework.boot.health.contributor.Health.up())
                    .withDetails(health.details())
                    .build();
        }
    }
}
