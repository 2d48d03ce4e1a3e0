package dev.scimlet.benchmarks.database;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jpa.JpaRepository;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;

/** The users and teams of {@link HostTables} as entities, which have a column more, {@code version}. */
public final class HostEntities {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";

    private HostEntities() {}

    /** The statements that make the tables, on any of the databases. */
    public static String script(SqlKind kind) {
        return HostTables.script(kind)
                .replaceAll("(created_at +\\S.* NOT NULL,)", "version bigint DEFAULT 0 NOT NULL, $1");
    }

    /** Hibernate over the tables, with its settings as they are. */
    public static EntityManagerFactory factory(DataSource dataSource) {
        var configuration = new Configuration();
        configuration.addAnnotatedClass(UserEntity.class);
        configuration.addAnnotatedClass(TeamEntity.class);
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource);
        configuration.setProperty(AvailableSettings.JDBC_TIME_ZONE, "UTC");
        return configuration.buildSessionFactory();
    }

    /** Users, then groups. */
    public static List<JpaRepository<?>> repositories(EntityManagerFactory factory) {
        JpaRepository<UserEntity> users = JpaRepository.of(
                        StandardTypes.user(), factory, UserEntity.class, UserEntity::new)
                .idPrefix("u")
                .created("createdAt")
                .lastModified("updatedAt")
                .map("userName", "login", login -> login.key("loginKey"))
                .map("externalId", "directoryId")
                .map("emails[type eq \"work\"].value", "email")
                .map("name.givenName", "firstName")
                .map("name.familyName", "lastName")
                .map(ENTERPRISE + "manager", "manager", manager -> manager.idPrefix("u"))
                .map(
                        "active",
                        "status",
                        status -> status.codes(Map.of(true, "A", false, "D")).whenAbsent(true))
                .rest("other")
                .build();
        JpaRepository<TeamEntity> teams = JpaRepository.of(
                        StandardTypes.group(), factory, TeamEntity.class, TeamEntity::new)
                .idPrefix("t")
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name", name -> name.key("nameKey"))
                .map("externalId", "directoryId")
                .members("members", "members", users)
                .build();
        return List.of(users, teams);
    }
}
