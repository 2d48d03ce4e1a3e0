package dev.scimlet.spring;

import dev.scimlet.directory.jdbc.JdbcLogStore;
import dev.scimlet.directory.log.InMemoryLogStore;
import dev.scimlet.directory.log.LogStore;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.spi.ResourceRepository;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.MessageSourceResourceBundle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * A log of what happens between directories and the application, where the settings or a bean ask for it: kept in the application's
 * database, in transactions of the application, and installed in the service.
 */
@AutoConfiguration(after = ScimSqlAutoConfiguration.class, before = ScimAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(
        name = {"scimlet.enabled", "scimlet.log.enabled"},
        havingValue = "true",
        matchIfMissing = true)
@Conditional(ScimLogAutoConfiguration.OnDemand.class)
@EnableConfigurationProperties(ScimProperties.class)
public class ScimLogAutoConfiguration {

    /** Made by Spring. */
    public ScimLogAutoConfiguration() {}

    /** Whether anything asks for a log. */
    static final class OnDemand extends AnyNestedCondition {

        OnDemand() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty(name = "scimlet.log.enabled", havingValue = "true")
        static final class Setting {}

        @ConditionalOnBean(LogStore.class)
        static final class Store {}
    }

    /** Where the application has a database: entries are stored with the changes that they tell of. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({JdbcTemplate.class, PlatformTransactionManager.class})
    @ConditionalOnSingleCandidate(DataSource.class)
    static class InTables {

        @Bean
        @DependsOnDatabaseInitialization
        @ConditionalOnMissingBean({LogStore.class, ProvisioningLog.class})
        JdbcLogStore scimLogStore(DataSource dataSource, ScimProperties settings) {
            JdbcLogStore store = JdbcLogStore.over(dataSource);
            if (settings.createsTablesOfLog()) {
                store.createTables();
            }
            List<String> missing = store.check();
            if (!missing.isEmpty()) {
                throw new IllegalStateException(String.join("; ", missing)
                        + " as migrations of the application, or set scimlet.log.create-tables=true");
            }
            return store;
        }
    }

    /** A log that ends with the process: what there is without a database. */
    @Bean
    @ConditionalOnMissingBean({LogStore.class, ProvisioningLog.class})
    LogStore scimLogInMemory(ListableBeanFactory beans) {
        WithoutDatabase.require(LogStore.class, beans);
        return new InMemoryLogStore();
    }

    /** The log; as an extension, it is installed in the service. Codes of the application's notes are looked up among its messages. */
    @Bean
    @ConditionalOnMissingBean
    ProvisioningLog scimLog(LogStore store, ScimProperties settings, ApplicationContext application) {
        ScimProperties.LogSettings of = settings.log();
        ProvisioningLog.Builder builder = ProvisioningLog.builder(store)
                .retention(of.retention())
                .pauseOfRuns(of.pauseOfRuns())
                .bundles(locale -> new MessageSourceResourceBundle(application, locale));
        if (!of.hiding().isEmpty()) {
            builder.hiding(HiddenPaths.of(
                    "scimlet.log.hiding",
                    of.hiding(),
                    application
                            .getBeanProvider(ResourceRepository.class)
                            .orderedStream()
                            .toList()));
        }
        application.getBeanProvider(Clock.class).ifUnique(builder::clock);
        application
                .getBeanProvider(LogCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }
}
