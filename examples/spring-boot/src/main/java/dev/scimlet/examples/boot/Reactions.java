package dev.scimlet.examples.boot;

import dev.scimlet.directory.feed.DirectoryEventHandler;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What becomes of changes by directories, once each: what is written here is stored with the place in the feed, or not at all. */
@Configuration(proxyBeanMethods = false)
class Reactions {

    @Bean
    DirectoryEventHandler welcomeMails(Users users, Mails mails) {
        return DirectoryEventHandler.of(Set.of("user.created"), (event, unit) -> {
            Long id = Long.valueOf(event.resourceId().substring(1));
            users.findById(id).ifPresent(user -> mails.save(new Mail(user.getEmail(), "Welcome")));
        });
    }

    @Bean
    DirectoryEventHandler endedSessions(JdbcTemplate jdbc) {
        String end = "DELETE FROM SPRING_SESSION WHERE PRINCIPAL_NAME NOT IN (SELECT email FROM users WHERE enabled)";
        return DirectoryEventHandler.of(Set.of("user.deactivated", "user.deleted"), (event, unit) -> jdbc.update(end));
    }
}
