package dev.scimlet.spring;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Has Spring Security let the requests of clients pass: the service authenticates them itself. All other paths stay with the
 * chains of the application. It comes last, because Boot's own chains step back where they find another.
 */
@AutoConfiguration(after = ScimAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({SecurityFilterChain.class, HttpSecurity.class})
@ConditionalOnBean(name = "scimServlet")
@ConditionalOnProperty(name = "scimlet.security.enabled", havingValue = "true", matchIfMissing = true)
public class ScimSecurityAutoConfiguration {

    /** Made by Spring. */
    public ScimSecurityAutoConfiguration() {}

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @ConditionalOnBean(HttpSecurity.class)
    @ConditionalOnMissingBean(name = "scimSecurityFilterChain")
    SecurityFilterChain scimSecurityFilterChain(HttpSecurity http, ScimProperties settings, ListableBeanFactory beans)
            throws Exception {
        return http.securityMatcher(new OrRequestMatcher(paths(settings, beans)))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    /** What the service, the token endpoint, the metadata and the feed answer themselves. */
    private static List<RequestMatcher> paths(ScimProperties settings, ListableBeanFactory beans) {
        Set<String> mappings = new LinkedHashSet<>(Set.of(settings.path() + "/*"));
        for (String name : List.of("scimTokenServlet", "scimMetadataServlet", "scimFeedServlet")) {
            if (beans.containsBean(name)) {
                ServletRegistrationBean<?> registration = beans.getBean(name, ServletRegistrationBean.class);
                mappings.addAll(registration.getUrlMappings());
            }
        }
        return mappings.stream()
                .<RequestMatcher>map(mapping -> PathPatternRequestMatcher.withDefaults()
                        .matcher(mapping.endsWith("/*") ? mapping + "*" : mapping))
                .toList();
    }
}
