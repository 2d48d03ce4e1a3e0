package dev.scimlet.spring;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Has Tomcat accept filters that a client has not encoded, such as {@code userName eq "bjensen"}: without it, it answers them with a
 * page of its own. Other servers do not know the setting. What the application sets itself goes before it.
 */
public final class RelaxedQueryCharacters implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String SETTING = "server.tomcat.relaxed-query-chars";

    /** Made by Spring. */
    public RelaxedQueryCharacters() {}

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addLast(new MapPropertySource("scimlet", Map.of(SETTING, "\",[,],|")));
    }
}
