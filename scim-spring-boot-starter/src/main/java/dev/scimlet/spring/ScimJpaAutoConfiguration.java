package dev.scimlet.spring;

import dev.scimlet.jpa.EntityManagers;
import jakarta.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.transaction.PlatformTransactionManager;

/** Entity managers in transactions of the application, where it has entities. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration",
            "org.springframework.boot.autoconfigure.transaction.jta.JtaAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration"
        })
@ConditionalOnClass({EntityManagerFactory.class, EntityManagerFactoryUtils.class})
@ConditionalOnSingleCandidate(EntityManagerFactory.class)
@ConditionalOnProperty(name = "scimlet.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(ScimProperties.class)
public class ScimJpaAutoConfiguration {

    /** Made by Spring. */
    public ScimJpaAutoConfiguration() {}

    /** For repositories of {@code scim-jpa}. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(PlatformTransactionManager.class)
    EntityManagers scimEntityManagers(
            EntityManagerFactory factory,
            PlatformTransactionManager manager,
            ObjectProvider<DataSource> dataSource,
            ScimProperties settings) {
        return new SpringEntityManagers(factory, manager, dataSource.getIfUnique(), settings.transactions());
    }
}
