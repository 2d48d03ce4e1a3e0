package dev.scimlet.examples.boot;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jpa.AttributeOptions;
import dev.scimlet.jpa.EntityManagers;
import dev.scimlet.jpa.JpaRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What directories of customers see of users and teams. */
@Configuration(proxyBeanMethods = false)
class Provisioning {

    @Bean
    JpaRepository<UserAccount> scimUsers(EntityManagers entities) {
        return JpaRepository.of(StandardTypes.user(), entities, UserAccount.class, UserAccount::new)
                .idPrefix("u")
                .created("createdAt")
                .lastModified("updatedAt")
                .map("userName", "email", email -> email.key("emailKey"))
                .map("emails[type eq \"work\"].value", "email", AttributeOptions::derived)
                .map("externalId", "directoryId")
                .map("name.givenName", "firstName")
                .map("name.familyName", "lastName")
                .map("active", "enabled", enabled -> enabled.whenAbsent(true))
                .ignoreUnmapped()
                .build();
    }

    @Bean
    JpaRepository<Team> scimGroups(EntityManagers entities, JpaRepository<UserAccount> users) {
        return JpaRepository.of(StandardTypes.group(), entities, Team.class, Team::new)
                .idPrefix("t")
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name")
                .map("externalId", "directoryId")
                .members("members", "users", users, "team_users", "team_id", "user_id")
                .build();
    }
}
