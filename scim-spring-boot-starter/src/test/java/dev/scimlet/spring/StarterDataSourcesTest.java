package dev.scimlet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.directory.DirectoryStore;
import dev.scimlet.directory.InMemoryDirectoryStore;
import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.jdbc.JdbcDirectoryStore;
import dev.scimlet.directory.jdbc.JdbcFeedStore;
import dev.scimlet.directory.jdbc.JdbcLogStore;
import dev.scimlet.directory.log.LogStore;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Applications with several data sources. */
final class StarterDataSourcesTest {

    private static DataSource database() {
        return new DriverManagerDataSource("jdbc:h2:mem:sources" + System.nanoTime() + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    private static ConfigurableApplicationContext start(Class<?> part, String... settings) {
        return new SpringApplicationBuilder(part)
                .properties(Stream.concat(
                                Stream.of(
                                        "server.port=0",
                                        "spring.main.banner-mode=off",
                                        "scimlet.directories.create-tables=true"),
                                Stream.of(settings))
                        .toArray(String[]::new))
                .run();
    }

    /** Two, of which none goes first. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Two {

        @Bean
        DataSource orders() {
            return database();
        }

        @Bean
        DataSource reports() {
            return database();
        }
    }

    /** Two, and directories that the application keeps. */
    @Configuration(proxyBeanMethods = false)
    static class TwoWithDirectories extends Two {

        @Bean
        DirectoryStore directoryStore() {
            return new InMemoryDirectoryStore();
        }
    }

    /** Three, of which one goes first. */
    @Configuration(proxyBeanMethods = false)
    static class OneGoesFirst extends Two {

        @Bean
        @Primary
        DataSource main() {
            return database();
        }
    }

    @Test
    void doesNotKeepDirectoriesInMemoryBesideSeveralDataSources() {
        assertThatThrownBy(() -> start(Two.class).close())
                .hasStackTraceContaining(
                        "there are several data sources (orders, reports): mark one @Primary, or give a"
                                + " bean of type DirectoryStore");
    }

    @Test
    void doesNotKeepTheLogInMemoryBesideSeveralDataSources() {
        assertThatThrownBy(() -> start(TwoWithDirectories.class, "scimlet.log.enabled=true")
                        .close())
                .hasStackTraceContaining(
                        "there are several data sources (orders, reports): mark one @Primary, or give a bean of type LogStore");
    }

    @Test
    void doesNotKeepTheFeedInMemoryBesideSeveralDataSources() {
        assertThatThrownBy(() -> start(TwoWithDirectories.class, "scimlet.feed.enabled=true")
                        .close())
                .hasStackTraceContaining(
                        "there are several data sources (orders, reports): mark one @Primary, or give a bean of type FeedStore");
    }

    @Test
    void saysWhatIsMissingBesideOneDataSource() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        WithoutDatabase.require(LogStore.class, beans);

        beans.addBean("orders", database());

        assertThatThrownBy(() -> WithoutDatabase.require(LogStore.class, beans))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "there is a data source (orders) that was declared after the starter had looked for one: declare"
                                + " it in a configuration of the application, or give a bean of type LogStore");
        assertThatThrownBy(() -> WithoutDatabase.require(LogStore.class, beans, name -> !name.endsWith("JdbcTemplate")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "there is a data source (orders) and no JdbcTemplate: add spring-jdbc, or give a bean of type"
                                + " LogStore");
    }

    @Test
    void startsWithTheStoresOfTheApplication() {
        try (ConfigurableApplicationContext application = start(TwoWithDirectories.class)) {
            assertThat(application.getBean(DirectoryStore.class)).isInstanceOf(InMemoryDirectoryStore.class);
        }
    }

    @Test
    void keepsEverythingInTheOneThatGoesFirst() {
        try (ConfigurableApplicationContext application = start(
                OneGoesFirst.class,
                "scimlet.log.enabled=true",
                "scimlet.log.create-tables=true",
                "scimlet.feed.enabled=true",
                "scimlet.feed.create-tables=true")) {
            assertThat(application.getBean(DirectoryStore.class)).isInstanceOf(JdbcDirectoryStore.class);
            assertThat(application.getBean(LogStore.class)).isInstanceOf(JdbcLogStore.class);
            assertThat(application.getBean(FeedStore.class)).isInstanceOf(JdbcFeedStore.class);
        }
    }
}
