package dev.scimlet.spring;

import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.feed.DirectoryEventHandler;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedEndpoint;
import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.feed.InMemoryFeedStore;
import dev.scimlet.directory.feed.Webhooks;
import dev.scimlet.directory.jdbc.JdbcFeedStore;
import dev.scimlet.directory.servlet.FeedServlet;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.spi.ResourceRepository;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
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
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.StringUtils;

/**
 * A feed of what changes, where the settings or a bean ask for it: kept in the application's database, installed in the service, read
 * by the beans that handle events, in transactions of the application, and by programs at {@code scimlet.feed.path}; and sent to webhook
 * endpoints.
 */
@AutoConfiguration(after = ScimSqlAutoConfiguration.class, before = ScimAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(
        name = {"scimlet.enabled", "scimlet.feed.enabled"},
        havingValue = "true",
        matchIfMissing = true)
@Conditional(ScimFeedAutoConfiguration.OnDemand.class)
@EnableConfigurationProperties(ScimProperties.class)
public class ScimFeedAutoConfiguration {

    /** Made by Spring. */
    public ScimFeedAutoConfiguration() {}

    /** Whether anything asks for a feed. */
    static final class OnDemand extends AnyNestedCondition {

        OnDemand() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty(name = "scimlet.feed.enabled", havingValue = "true")
        static final class Setting {}

        @Conditional(OnPath.class)
        static final class Path {}

        @ConditionalOnBean(DirectoryEventHandler.class)
        static final class Handler {}

        @ConditionalOnProperty(name = "scimlet.webhooks.enabled", havingValue = "true")
        static final class SettingOfWebhooks {}

        @ConditionalOnBean(Webhooks.class)
        static final class OwnWebhooks {}

        @ConditionalOnBean(FeedStore.class)
        static final class Store {}

        @ConditionalOnBean(Feed.class)
        static final class Own {}
    }

    /** Whether the settings say where programs read the feed; a blank is nothing. */
    static final class OnPath implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StringUtils.hasText(context.getEnvironment().getProperty("scimlet.feed.path"));
        }
    }

    /** Where the application has a database: events are stored with the changes that they tell of. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({JdbcTemplate.class, PlatformTransactionManager.class})
    @ConditionalOnSingleCandidate(DataSource.class)
    static class InTables {

        @Bean
        @DependsOnDatabaseInitialization
        @ConditionalOnMissingBean({FeedStore.class, Feed.class})
        JdbcFeedStore scimFeedStore(DataSource dataSource, ScimProperties settings) {
            JdbcFeedStore store = JdbcFeedStore.over(dataSource);
            if (settings.createsTablesOfFeed()) {
                store.createTables();
            }
            List<String> missing = store.check();
            if (!missing.isEmpty()) {
                throw new IllegalStateException(String.join("; ", missing)
                        + " as migrations of the application, or set scimlet.feed.create-tables=true");
            }
            return store;
        }
    }

    /** A feed that ends with the process: what there is without a database. */
    @Bean
    @ConditionalOnMissingBean({FeedStore.class, Feed.class})
    FeedStore scimFeedInMemory(ObjectProvider<Clock> clock, ListableBeanFactory beans) {
        WithoutDatabase.require(FeedStore.class, beans);
        return new InMemoryFeedStore(clock.getIfUnique(Clock::systemUTC));
    }

    /** The feed; as an extension, it is installed in the service. */
    @Bean
    @ConditionalOnMissingBean
    Feed scimFeed(FeedStore store, ScimProperties settings, ListableBeanFactory beans) {
        ScimProperties.FeedSettings of = settings.feed();
        Feed.Builder builder = Feed.builder(store)
                .retention(of.retention())
                .pollEvery(of.pollEvery())
                .relayLease(of.relayLease())
                .consumerLease(of.consumerLease())
                .threads(of.threads());
        List<ResourceRepository> repositories =
                beans.getBeanProvider(ResourceRepository.class).orderedStream().toList();
        if (!of.hiding().isEmpty()) {
            builder.hiding(HiddenPaths.of("scimlet.feed.hiding", of.hiding(), repositories));
        }
        if (of.full()) {
            builder.full(repositories.toArray(ResourceRepository[]::new));
        }
        beans.getBeanProvider(Clock.class).ifUnique(builder::clock);
        beans.getBeanProvider(FeedCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    /** The beans that handle events, each a consumer. */
    @Bean
    EventHandlers scimEventHandlers(Feed feed, ListableBeanFactory beans) {
        return new EventHandlers(feed, beans.getBeansOfType(DirectoryEventHandler.class));
    }

    /** Sends events to endpoints, which the application makes with {@link Webhooks#create}, as long as the feed works. */
    @Bean
    @Lazy(false)
    @ConditionalOnProperty(name = "scimlet.webhooks.enabled", havingValue = "true")
    @ConditionalOnMissingBean
    Webhooks scimWebhooks(Feed feed, ScimProperties settings, ListableBeanFactory beans) {
        ScimProperties.WebhookSettings of = settings.webhooks();
        Webhooks.Builder builder = Webhooks.builder(feed, keyRing(settings, beans))
                .timeout(of.timeout())
                .allowing(of.addresses());
        InetSocketAddress proxy = of.proxyAddress();
        if (proxy != null) {
            builder.proxy(proxy);
        }
        String bundle = of.sslBundle();
        if (bundle != null) {
            builder.tls(beans.getBean(SslBundles.class).getBundle(bundle).createSslContext());
        }
        beans.getBeanProvider(WebhooksCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    private static KeyRing keyRing(ScimProperties settings, ListableBeanFactory beans) {
        KeyRing bean = beans.getBeanProvider(KeyRing.class).getIfUnique();
        if (bean != null) {
            return bean;
        }
        String text = settings.directories().keyRing();
        if (text == null) {
            throw new IllegalStateException("scimlet.webhooks.enabled is set, and nothing encrypts the secrets of"
                    + " endpoints: it takes scimlet.directories.key-ring, or a bean of type KeyRing");
        }
        return KeyRing.parse(text);
    }

    /** Mounts the feed for programs that read it; those whom the application's {@link FeedReaders} let. */
    @Bean
    @Conditional(OnPath.class)
    @ConditionalOnMissingBean(name = "scimFeedServlet")
    ServletRegistrationBean<FeedServlet> scimFeedServlet(
            Feed feed,
            ScimProperties settings,
            ObjectProvider<FeedReaders> readers,
            ObjectProvider<TenantResolver> tenants) {
        FeedReaders known = readers.getIfUnique();
        if (known == null) {
            throw new IllegalStateException(
                    "scimlet.feed.path is set, and nothing says who may read the feed: it takes a"
                            + " bean of type FeedReaders");
        }
        FeedEndpoint endpoint = FeedEndpoint.of(feed, known::authenticate)
                .withTenants(tenants.getIfUnique(settings.tenants()::resolver));
        ServletRegistrationBean<FeedServlet> registration = new ServletRegistrationBean<>(
                new FeedServlet(endpoint), settings.feed().path() + "/*");
        registration.setName("scimlet-feed");
        return registration;
    }
}
