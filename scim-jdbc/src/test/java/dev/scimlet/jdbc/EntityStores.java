package dev.scimlet.jdbc;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jpa.JpaRepository;
import dev.scimlet.spi.mapping.Unmapped;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;

/** People as JPA entities, for what is compared in all kinds of stores. */
final class EntityStores {

    private static final String ENTERPRISE = FilterGenerator.ENTERPRISE + ":";
    private static final String SAMPLE = FilterGenerator.SAMPLE + ":";

    private EntityStores() {}

    /** A factory over a database without tables, which it makes. */
    static EntityManagerFactory factory(DataSource dataSource, Class<?>... entities) {
        Configuration configuration = new Configuration();
        for (Class<?> entity : entities) {
            configuration.addAnnotatedClass(entity);
        }
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource);
        configuration.setProperty(AvailableSettings.HBM2DDL_AUTO, "create-only");
        configuration.setProperty(AvailableSettings.JDBC_TIME_ZONE, "UTC");
        return configuration.buildSessionFactory();
    }

    private static JpaRepository.Builder<PersonEntity> people(
            ResourceType type, EntityManagerFactory factory, Clock clock) {
        return JpaRepository.of(type, factory, PersonEntity.class, PersonEntity::new)
                .assignsIds()
                .created("createdAt")
                .lastModified("updatedAt")
                .clock(clock)
                .map("userName", "login", login -> login.key("loginKey"))
                .map("title", "title")
                .map("emails[type eq \"work\"].value", "workEmail")
                .map("emails[type eq \"work\"].display", "workDisplay", text -> text.key("workDisplayKey"))
                .map("emails[type eq \"work\"].primary", "workMain")
                .map(SAMPLE + "level", "level");
    }

    /** Entities that keep all that the people of {@link FilterGenerator} have. */
    static JpaRepository<PersonEntity> mapped(ResourceType type, DataSource dataSource, Clock clock) {
        return people(type, factory(dataSource, PersonEntity.class), clock)
                .map("externalId", "externalId")
                .map("name.givenName", "givenName")
                .map("name.familyName", "familyName", name -> name.key("familyKey"))
                .map("nickName", "nick", nick -> nick.key("nickKey"))
                .map("active", "enabled")
                .map("emails[type eq \"home\"].value", "homeEmail")
                .map("emails[type eq \"home\"].display", "homeDisplay", text -> text.key("homeDisplayKey"))
                .map("emails[type eq \"home\"].primary", "homeMain")
                .map("addresses[type eq \"work\"].locality", "workCity")
                .map("addresses[type eq \"work\"].region", "workRegion")
                .map("addresses[type eq \"work\"].primary", "workAddressMain")
                .map("addresses[type eq \"home\"].locality", "homeCity")
                .map("addresses[type eq \"home\"].region", "homeRegion")
                .map("addresses[type eq \"home\"].primary", "homeAddressMain")
                .map(ENTERPRISE + "department", "department")
                .map(ENTERPRISE + "manager", "managerId")
                .map(SAMPLE + "code", "code")
                .map(SAMPLE + "rate", "rate")
                .map(SAMPLE + "since", "since")
                .map(SAMPLE + "trained", "trained", flag -> flag.codes(Map.of(true, "Y", false, "N")))
                .map(SAMPLE + "seal", "seal")
                .list(
                        "phoneNumbers",
                        "phones",
                        PersonEntity.Entry::new,
                        phones -> phones.map("value", "text", number -> number.key("textKey"))
                                .map("type", "kind")
                                .map("primary", "main"))
                .list(
                        SAMPLE + "tags",
                        "tags",
                        PersonEntity.Entry::new,
                        tags -> tags.map("value", "text", tag -> tag.key("textKey")))
                .build();
    }

    /** Entities that keep some of it in attributes and the rest as JSON. */
    static JpaRepository<PersonEntity> withRest(ResourceType type, DataSource dataSource, Clock clock) {
        return people(type, factory(dataSource, PersonEntity.class), clock)
                .rest("other")
                .build();
    }

    /** Users, and groups of them in a join table, with everything else as JSON. */
    static TestStore usersAndGroups(DataSource dataSource) {
        EntityManagerFactory factory = factory(dataSource, PersonEntity.class, GroupEntity.class);
        JpaRepository<PersonEntity> users = JpaRepository.of(
                        StandardTypes.user(), factory, PersonEntity.class, PersonEntity::new)
                .assignsIds()
                .created("createdAt")
                .lastModified("updatedAt")
                .map("userName", "login", login -> login.key("loginKey"))
                .map(ENTERPRISE + "manager", "managerId")
                .rest("other")
                .build();
        JpaRepository<GroupEntity> groups = JpaRepository.of(
                        StandardTypes.group(), factory, GroupEntity.class, GroupEntity::new)
                .assignsIds()
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name")
                .members("members", "members", users, "group_people", "group_id", "person_id")
                .rest("other")
                .build();
        return TestStore.of(users, groups);
    }

    private static final Map<String, String> ATTRIBUTES = Map.of(
            "name.givenName",
            "givenName",
            "name.familyName",
            "familyName",
            "emails[type eq \"work\"].value",
            "workEmail",
            "emails[type eq \"work\"].primary",
            "workMain",
            "emails[type eq \"work\"].display",
            "workDisplay",
            "addresses[type eq \"work\"].streetAddress",
            "workStreet",
            "addresses[type eq \"work\"].locality",
            "workCity",
            ENTERPRISE + "department",
            "department",
            ENTERPRISE + "costCenter",
            "cost");

    /** Nobody yet, with these paths bound to attributes or collections. */
    static JpaRepository<PersonEntity> split(
            List<String> lines, Unmapped unmapped, EntityManagerFactory factory, DataSource dataSource) {
        List.of("PersonEntity_mails", "PersonEntity_places", "PersonEntity")
                .forEach(table -> TestDatabase.run(dataSource, "DELETE FROM " + table));
        JpaRepository.Builder<PersonEntity> builder = JpaRepository.of(
                        StandardTypes.user(), factory, PersonEntity.class, PersonEntity::new)
                .assignsIds()
                .created("createdAt")
                .lastModified("updatedAt")
                .without("externalId")
                .map("userName", "login")
                .map("active", "enabled");
        for (String line : lines) {
            switch (line) {
                case "emails" ->
                    builder.list(
                            "emails",
                            "mails",
                            PersonEntity.Entry::new,
                            mails -> mails.map("value", "text")
                                    .map("type", "kind")
                                    .map("primary", "main"));
                case "addresses" ->
                    builder.list(
                            "addresses",
                            "places",
                            PersonEntity.Place::new,
                            places -> places.map("streetAddress", "street")
                                    .map("locality", "city")
                                    .map("type", "kind"));
                default -> builder.map(line, ATTRIBUTES.get(line));
            }
        }
        return switch (unmapped) {
            case REFUSE -> builder.build();
            case IGNORE -> builder.ignoreUnmapped().build();
            case KEEP -> builder.rest("other").build();
        };
    }
}
