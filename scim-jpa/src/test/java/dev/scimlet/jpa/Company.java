package dev.scimlet.jpa;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import java.util.ArrayList;
import java.util.List;

/** Users and their groups, of each kind of membership. */
final class Company {

    static final String STAFF = StandardSchemas.ENTERPRISE_USER.id() + ":";

    private static final ResourceType USER = StandardTypes.userBuilder()
            .extension(StandardSchemas.ENTERPRISE_USER)
            .build();

    private final TestDatabase.Entities entities;
    private final EntityManagers entityManagers;

    Company(TestDatabase database) {
        this(database.of(UserAccount.class, Team.class, Club.class, Project.class, Assignment.class));
    }

    private Company(TestDatabase.Entities entities) {
        this(entities, EntityManagers.of(entities.factory()));
    }

    Company(TestDatabase.Entities entities, EntityManagers entityManagers) {
        this.entities = entities;
        this.entityManagers = entityManagers;
    }

    TestDatabase.Entities entities() {
        return entities;
    }

    Company emptied() {
        TestDatabase.run(entities.dataSource(), "UPDATE users SET manager_id = NULL");
        entities.empty("team_users", "users_clubs", "assignments", "teams", "clubs", "projects", "users");
        return this;
    }

    JpaRepository<UserAccount> users() {
        return JpaRepository.of(USER, entityManagers, UserAccount.class, UserAccount::new)
                .idPrefix("u")
                .created("createdAt")
                .lastModified("updatedAt")
                .map("userName", "login", login -> login.key("loginKey"))
                .map("externalId", "directoryId")
                .map("name.givenName", "firstName")
                .map("name.familyName", "lastName")
                .map("emails[type eq \"work\"].value", "email")
                .map("active", "enabled", enabled -> enabled.whenAbsent(true))
                .map(STAFF + "manager", "manager", manager -> manager.idPrefix("u"))
                .ignoreUnmapped()
                .build();
    }

    /** Rows of a join table that the entity owns. */
    JpaRepository<Team> teams() {
        return JpaRepository.of(StandardTypes.group(), entityManagers, Team.class, Team::new)
                .idPrefix("t")
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name")
                .map("externalId", "directoryId")
                .members("members", "members", users(), "team_users", "team_id", "user_id")
                .build();
    }

    /** The same through the collection alone. */
    JpaRepository<Team> teamsByCollection() {
        return JpaRepository.of(StandardTypes.group(), entityManagers, Team.class, Team::new)
                .idPrefix("t")
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name")
                .members("members", "members", users())
                .without("externalId")
                .build();
    }

    /** Owned by the members. */
    JpaRepository<Club> clubs() {
        return JpaRepository.of(StandardTypes.group(), entityManagers, Club.class, Club::new)
                .idPrefix("c")
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name")
                .members("members", "people", users())
                .without("externalId")
                .build();
    }

    /** Entities of their own. */
    JpaRepository<Project> projects() {
        return JpaRepository.of(StandardTypes.group(), entityManagers, Project.class, Project::new)
                .idPrefix("p")
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name")
                .members("members", users(), Assignment.class, "project", "worker", Assignment::new)
                .without("externalId")
                .build();
    }

    /** Users without anything but a name, and their ids. */
    List<String> people(int count) {
        List<String> ids = new ArrayList<>();
        int known = Integer.parseInt(TestDatabase.value(entities.dataSource(), "SELECT COUNT(*) FROM users"));
        TestDatabase.run(
                entities.dataSource(),
                "INSERT INTO users (login, loginKey, version, enabled, createdAt, updatedAt)"
                        + " SELECT CONCAT('person-', n), CONCAT('person-', n), 0, true, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP"
                        + " FROM (" + entities.series(known + 1, known + count) + ") s");
        for (String id : TestDatabase.values(
                entities.dataSource(),
                "SELECT id FROM users WHERE login LIKE 'person-%' ORDER BY id DESC FETCH FIRST " + count
                        + " ROWS ONLY")) {
            ids.add(0, "u" + id);
        }
        return ids;
    }
}
