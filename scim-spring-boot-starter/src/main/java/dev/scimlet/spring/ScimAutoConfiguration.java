package dev.scimlet.spring;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.directory.AuthorizationServer;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.InMemoryDirectoryStore;
import dev.scimlet.directory.KeyFetcher;
import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.servlet.MetadataServlet;
import dev.scimlet.directory.servlet.TokenServlet;
import dev.scimlet.protocol.ChangeHook;
import dev.scimlet.protocol.ChangeListener;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.ServiceExtension;
import dev.scimlet.protocol.ServiceLimits;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.protocol.access.MeResolver;
import dev.scimlet.protocol.access.PasswordEncoder;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.access.TokenStore;
import dev.scimlet.servlet.ScimServlet;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Makes a service of the repositories among the beans, and mounts it. */
@AutoConfiguration(after = {ScimSqlAutoConfiguration.class, ScimObservationAutoConfiguration.class})
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "scimlet.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(ScimProperties.class)
public class ScimAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(ScimAutoConfiguration.class);

    /** Made by Spring. */
    public ScimAutoConfiguration() {}

    /** Directories that end with the process: what there is without a database. */
    @Bean
    @ConditionalOnMissingBean({DirectoryStore.class, Directories.class, TokenStore.class, Authenticator.class})
    DirectoryStore scimDirectoriesInMemory(ListableBeanFactory beans) {
        WithoutDatabase.require(DirectoryStore.class, beans);
        return new InMemoryDirectoryStore();
    }

    /** Where tokens are fetched, if the settings say it. */
    @Bean
    @Conditional(OnIssuer.class)
    @ConditionalOnMissingBean
    AuthorizationServer scimAuthorizationServer(ScimProperties settings) {
        ScimProperties.DirectorySettings directories = settings.directories();
        if (settings.baseUrl() == null) {
            throw new IllegalArgumentException(
                    "scimlet.base-url is missing: beside scimlet.directories.issuer the public URL of the"
                            + " service has to be known");
        }
        AuthorizationServer.Builder server =
                AuthorizationServer.builder(String.valueOf(directories.issuer()), settings.baseUrl());
        if (directories.metadata()) {
            server.announceMetadata();
        }
        if (settings.trustForwardedHeaders()) {
            server.trustForwardedHeaders();
        }
        if (!directories.demandTls()) {
            server.withoutTls();
        }
        return server.build();
    }

    /** Whether the settings say where tokens are fetched; a blank is nothing. */
    static final class OnIssuer implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StringUtils.hasText(context.getEnvironment().getProperty("scimlet.directories.issuer"));
        }
    }

    /** The directories; the application makes them with {@link Directories#create}, and tokens with their credentials. */
    @Bean
    @ConditionalOnBean(DirectoryStore.class)
    @ConditionalOnMissingBean({Directories.class, TokenStore.class, Authenticator.class})
    Directories scimDirectories(
            DirectoryStore store,
            ScimProperties settings,
            ObjectProvider<ScimSqlAutoConfiguration.FormerTokenTable> formerTokens,
            ListableBeanFactory beans) {
        Directories.Builder builder = Directories.builder(store)
                .tenants(settings.tenants().resolver())
                .profile(settings.profile().clientProfile());
        addSettings(builder, settings.directories());
        beans.getBeanProvider(TenantResolver.class).ifUnique(builder::tenants);
        beans.getBeanProvider(AuthorizationServer.class).ifUnique(builder::authorizationServer);
        beans.getBeanProvider(KeyRing.class).ifUnique(builder::keyRing);
        beans.getBeanProvider(KeyFetcher.class).ifUnique(builder::keyFetcher);
        Clock clock = beans.getBeanProvider(Clock.class).getIfUnique(Clock::systemUTC);
        builder.clock(clock);
        ScimSqlAutoConfiguration.FormerTokenTable table = formerTokens.getIfAvailable();
        JdbcTokenStore former = table != null && table.tokens().isThere() ? table.tokens() : null;
        others(settings.token(), former, clock).ifPresent(builder::otherwise);
        beans.getBeanProvider(DirectoriesCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(builder));
        Directories directories = builder.build();
        if (former != null && settings.tokens().move()) {
            boolean single = settings.tenants() == ScimProperties.Tenants.SINGLE
                    && beans.getBeanProvider(TenantResolver.class).getIfUnique() == null;
            new FormerTokens(former, store, directories).move(single ? RequestContext.SINGLE_TENANT : null);
        }
        return directories;
    }

    private static void addSettings(Directories.Builder builder, ScimProperties.DirectorySettings settings) {
        if (settings.keyRing() != null) {
            builder.keyRing(KeyRing.parse(settings.keyRing()));
        }
        if (!settings.keyHosts().isEmpty()) {
            builder.keyHosts(settings.keyHosts().toArray(String[]::new));
        }
        if (!settings.pastedTokens()) {
            builder.withoutPastedTokens();
        }
        Integer places = settings.places();
        if (places != null) {
            builder.places(places);
        }
        settings.canonicalTypes().forEach((list, types) -> builder.canonicalTypes(list, types.toArray(String[]::new)));
    }

    /** Who is asked about tokens of no directory: the settings, and the table that was there before. */
    private static Optional<Authenticator> others(
            @Nullable String token, @Nullable JdbcTokenStore former, Clock clock) {
        if (token == null) {
            return former == null ? Optional.empty() : Optional.of(new BearerTokens(former, clock));
        }
        TokenStore behind = former == null ? new InMemoryTokenStore() : former;
        return Optional.of(new BearerTokens(new TokenOfSettings(token, clock.instant(), behind), clock));
    }

    /** Bearer tokens in a store of the application's own, in the place of directories. */
    @Bean
    @ConditionalOnBean(TokenStore.class)
    @ConditionalOnMissingBean({Authenticator.class, Directories.class})
    BearerTokens scimBearerTokens(TokenStore store, ObjectProvider<Clock> clock, ScimProperties settings) {
        Clock time = clock.getIfUnique(Clock::systemUTC);
        String token = settings.token();
        return new BearerTokens(token == null ? store : new TokenOfSettings(token, time.instant(), store), time);
    }

    /** The service, of all that the application has. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ResourceRepository.class)
    ScimService scimService(ScimProperties settings, ListableBeanFactory beans) {
        ScimService.Builder service = ScimService.builder();
        addSettings(service, settings);
        addBeans(service, beans);
        if (beans.getBeanProvider(Directories.class).stream().findAny().isEmpty()) {
            service.tenants(settings.tenants().resolver())
                    .profile(settings.profile().clientProfile());
            beans.getBeanProvider(Authenticator.class).ifUnique(service::authenticator);
            beans.getBeanProvider(TenantResolver.class).ifUnique(service::tenants);
        }
        beans.getBeanProvider(ScimServiceCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(service));
        ScimService built = service.build();
        LOG.info("SCIM service for {} at {}", built.types(), settings.path());
        return built;
    }

    private static void addSettings(ScimService.Builder service, ScimProperties settings) {
        service.limits(settings.serviceLimits())
                .requestIdHeader(settings.requestIdHeader())
                .requestIds(request -> RequestNames.current())
                .allowOrigins(settings.allowedOrigins().toArray(String[]::new));
        if (settings.baseUrl() != null) {
            service.baseUrl(settings.baseUrl());
        }
        if (settings.cursorSecret() != null) {
            service.cursorSecret(settings.cursorSecret().getBytes(StandardCharsets.UTF_8));
        }
        if (settings.referentialIntegrity()) {
            service.referentialIntegrity();
        }
        if (settings.trustForwardedHeaders()) {
            service.trustForwardedHeaders();
        }
        if (settings.demandTls()) {
            service.demandTls();
        }
    }

    /** Beans go before settings. */
    private static void addBeans(ScimService.Builder service, ListableBeanFactory beans) {
        service.repositories(
                beans.getBeanProvider(ResourceRepository.class).orderedStream().toArray(ResourceRepository[]::new));
        beans.getBeanProvider(ServiceLimits.class).ifUnique(service::limits);
        beans.getBeanProvider(AccessPolicy.class).ifUnique(service::accessPolicy);
        beans.getBeanProvider(MeResolver.class).ifUnique(service::me);
        beans.getBeanProvider(PasswordEncoder.class).ifUnique(service::passwordEncoder);
        beans.getBeanProvider(UnitOfWork.class).ifUnique(service::unitOfWork);
        beans.getBeanProvider(Clock.class).ifUnique(service::clock);
        beans.getBeanProvider(ChangeHook.class).orderedStream().forEach(service::onChangeInUnit);
        beans.getBeanProvider(ChangeListener.class).orderedStream().forEach(service::onChange);
        beans.getBeanProvider(ServiceExtension.class).orderedStream().forEach(service::install);
    }

    /** Says why there is nothing. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean({ScimService.class, ResourceRepository.class})
    static class NothingToServe {

        NothingToServe() {
            LOG.warn(
                    "no SCIM service is mounted: there is no ResourceRepository among the beans, such as a JdbcRepository");
        }
    }

    /** Mounts the service; it is closed with the servlet. */
    @Bean
    @ConditionalOnBean(ScimService.class)
    @ConditionalOnMissingBean(name = "scimServlet")
    ServletRegistrationBean<ScimServlet> scimServlet(
            ScimService service, ScimProperties settings, ObjectProvider<ScimServletFactory> factory) {
        ScimServletFactory servlets = factory.getIfAvailable(() -> NamingServlet::new);
        ServletRegistrationBean<ScimServlet> registration =
                new ServletRegistrationBean<>(servlets.servlet(service), settings.path() + "/*");
        registration.setName("scimlet");
        registration.setLoadOnStartup(1);
        return registration;
    }

    /** Mounts the token endpoint where the path of its issuer ends. */
    @Bean
    @ConditionalOnBean({ScimService.class, Directories.class, AuthorizationServer.class})
    @ConditionalOnMissingBean(name = "scimTokenServlet")
    ServletRegistrationBean<TokenServlet> scimTokenServlet(
            Directories directories, AuthorizationServer server, ScimProperties settings, Environment environment) {
        String mount = IssuerPath.of(server, settings.path(), environment);
        ServletRegistrationBean<TokenServlet> registration =
                new ServletRegistrationBean<>(new TokenServlet(directories.tokenEndpoint()), mount + "/*");
        registration.setName("scimlet-tokens");
        return registration;
    }

    /** Mounts the metadata, which are at the root of the host, and so need an application that is there. */
    @Bean
    @ConditionalOnBean({ScimService.class, Directories.class, AuthorizationServer.class})
    @ConditionalOnProperty(name = "scimlet.directories.metadata", havingValue = "true", matchIfMissing = true)
    @ConditionalOnMissingBean(name = "scimMetadataServlet")
    ServletRegistrationBean<MetadataServlet> scimMetadataServlet(Directories directories) {
        ServletRegistrationBean<MetadataServlet> registration = new ServletRegistrationBean<>(
                new MetadataServlet(directories.metadata()),
                "/.well-known/oauth-authorization-server/*",
                "/.well-known/oauth-protected-resource/*");
        registration.setName("scimlet-metadata");
        return registration;
    }

    /** What makes the servlet. */
    @FunctionalInterface
    interface ScimServletFactory {
        ScimServlet servlet(ScimService service);
    }

    /** Passwords are hashed as the application hashes them, so that users whom a directory made can sign in. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(org.springframework.security.crypto.password.PasswordEncoder.class)
    static class Passwords {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnSingleCandidate(org.springframework.security.crypto.password.PasswordEncoder.class)
        PasswordEncoder scimPasswordEncoder(
                org.springframework.security.crypto.password.PasswordEncoder ofApplication) {
            return password -> {
                try {
                    return ofApplication.encode(password);
                } catch (IllegalArgumentException refused) {
                    // bcrypt takes 72 bytes
                    throw ScimException.of(
                            ErrorType.INVALID_VALUE, "the application cannot keep such a password; it may be too long");
                }
            };
        }
    }
}
