package dev.scimlet.spring;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
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
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
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
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

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

    /** Tokens that end with the process: what there is without a database. */
    @Bean
    @ConditionalOnMissingBean({TokenStore.class, Authenticator.class})
    TokenStore scimTokenStore() {
        return new InMemoryTokenStore();
    }

    /** Bearer tokens; the application makes them with {@link BearerTokens#generate}. */
    @Bean
    @ConditionalOnMissingBean(Authenticator.class)
    BearerTokens scimBearerTokens(TokenStore store, ObjectProvider<Clock> clock, ScimProperties settings) {
        Clock time = clock.getIfUnique(Clock::systemUTC);
        String token = settings.token();
        return new BearerTokens(token == null ? store : new TokenOfSettings(token, time.instant(), store), time);
    }

    /** The service, of all that the application has. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ResourceRepository.class)
    ScimService scimService(ScimProperties settings, Authenticator authenticator, ListableBeanFactory beans) {
        ScimService.Builder service = ScimService.builder().authenticator(authenticator);
        addSettings(service, settings);
        addBeans(service, beans);
        ScimService built = service.build();
        LOG.info("SCIM service for {} at {}", built.types(), settings.path());
        return built;
    }

    private static void addSettings(ScimService.Builder service, ScimProperties settings) {
        service.tenants(settings.tenants().resolver())
                .profile(settings.profile().clientProfile())
                .limits(settings.serviceLimits())
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
        beans.getBeanProvider(TenantResolver.class).ifUnique(service::tenants);
        beans.getBeanProvider(ServiceLimits.class).ifUnique(service::limits);
        beans.getBeanProvider(AccessPolicy.class).ifUnique(service::accessPolicy);
        beans.getBeanProvider(MeResolver.class).ifUnique(service::me);
        beans.getBeanProvider(PasswordEncoder.class).ifUnique(service::passwordEncoder);
        beans.getBeanProvider(UnitOfWork.class).ifUnique(service::unitOfWork);
        beans.getBeanProvider(Clock.class).ifUnique(service::clock);
        beans.getBeanProvider(ChangeHook.class).orderedStream().forEach(service::onChangeInUnit);
        beans.getBeanProvider(ChangeListener.class).orderedStream().forEach(service::onChange);
        beans.getBeanProvider(ServiceExtension.class).orderedStream().forEach(service::install);
        beans.getBeanProvider(ScimServiceCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(service));
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
