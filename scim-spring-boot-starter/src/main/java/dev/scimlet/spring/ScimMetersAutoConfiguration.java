package dev.scimlet.spring;

import dev.scimlet.directory.log.ProvisioningLog;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Meters of directories, of the feed and of the log where the application has a registry of Micrometer, as it has with Actuator. */
@AutoConfiguration(
        before = {ScimFeedAutoConfiguration.class, ScimLogAutoConfiguration.class, ScimAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnProperty(name = "scimlet.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(ScimProperties.class)
public class ScimMetersAutoConfiguration {

    /** Made by Spring. */
    public ScimMetersAutoConfiguration() {}

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    DirectoriesCustomizer scimDirectoryMeters(MeterRegistry registry, ScimProperties settings) {
        return directories -> {
            directories.onMeasure(new DirectoryMeters(registry)::record);
            if (settings.metrics().tenants()) {
                directories.measureTenants();
            }
        };
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    FeedCustomizer scimFeedMeters(MeterRegistry registry, ScimProperties settings) {
        return feed -> {
            feed.onMeasure(new FeedMeters(registry)::record);
            if (settings.metrics().tenants()) {
                feed.measureTenants();
            }
        };
    }

    @Bean
    LogMeters scimLogMeters(MeterRegistry registry, ObjectProvider<ProvisioningLog> logs) {
        return new LogMeters(registry, logs);
    }
}
