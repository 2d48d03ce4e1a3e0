package dev.scimlet.spring;

import dev.scimlet.directory.Directories;
import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.jdbc.JdbcDirectoryStore;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.access.TokenStore;
import dev.scimlet.spi.sql.ConnectionSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** What there is where the application has a data source: connections in its transactions, and directories in tables. */
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

    /** Directories that outlive the process, once scripts and migrations of the application have run. */
    @Bean
    @DependsOnDatabaseInitialization
    @ConditionalOnMissingBean({DirectoryStore.class, Directories.class, TokenStore.class, Authenticator.class})
    JdbcDirectoryStore scimDirectoryStore(DataSource dataSource, ScimProperties settings) {
        JdbcDirectoryStore store = JdbcDirectoryStore.over(dataSource);
        if (settings.createsTables()) {
            store.createTables();
        }
        List<String> missing = store.check();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(String.join("; ", missing)
                    + " as migrations of the application, or set scimlet.directories.create-tables=true");
        }
        return store;
    }

    /** The tokens of applications that were there before directories. */
    @Bean
    @ConditionalOnBean(JdbcDirectoryStore.class)
    @ConditionalOnMissingBean
    FormerTokenTable scimFormerTokens(DataSource dataSource) {
        return new FormerTokenTable(new JdbcTokenStore(dataSource));
    }

    /** The table {@code scimlet_tokens}; no bean of type {@link TokenStore}, for which the starter would step back. */
    record FormerTokenTable(JdbcTokenStore tokens) {}
}
