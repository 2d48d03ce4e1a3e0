package dev.scimlet.spring;

import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.access.TokenStore;
import dev.scimlet.spi.sql.ConnectionSource;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** What there is where the application has a data source: connections in its transactions, and tokens in a table. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration",
            "org.springframework.boot.autoconfigure.transaction.jta.JtaAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration"
        })
@ConditionalOnClass({JdbcTemplate.class, PlatformTransactionManager.class})
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnProperty(name = "scimlet.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(ScimProperties.class)
public class ScimSqlAutoConfiguration {

    /** Made by Spring. */
    public ScimSqlAutoConfiguration() {}

    /** For repositories of {@code scim-jdbc}. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(PlatformTransactionManager.class)
    ConnectionSource scimConnections(
            DataSource dataSource, PlatformTransactionManager manager, ScimProperties settings) {
        return new SpringConnections(dataSource, manager, settings.transactions());
    }

    /** Tokens that outlive the process, once scripts and migrations of the application have run. */
    @Bean
    @DependsOnDatabaseInitialization
    @ConditionalOnMissingBean({TokenStore.class, Authenticator.class})
    JdbcTokenStore scimTokens(DataSource dataSource, ScimProperties settings) {
        JdbcTokenStore tokens = new JdbcTokenStore(dataSource);
        if (settings.tokens().createTable()) {
            tokens.createTable();
        }
        tokens.requireTable();
        return tokens;
    }
}
