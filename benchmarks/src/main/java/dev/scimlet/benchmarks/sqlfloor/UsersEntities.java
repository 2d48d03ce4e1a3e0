package dev.scimlet.benchmarks.sqlfloor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scimlet.benchmarks.database.TeamEntity;
import dev.scimlet.benchmarks.database.UserEntity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * JPA by hand over {@link UserEntity} and {@link TeamEntity}; what has no attribute is JSON in {@code other}. Entities are found and
 * changed as managed instances, groups of users by one query for a page, members as rows of the join table.
 */
final class UsersEntities implements Store {

    private static final String GROUPS_OF =
            "select m.id, t.id, t.name from TeamEntity t join t.members m where m.id in :ids order by t.id";
    private static final int ATTEMPTS = 20;
    private static final String IN_TEAM = " where team_id = ?1 and user_id = ?2";

    private final ObjectMapper mapper = new ObjectMapper();
    private final EntityManagerFactory factory;

    UsersEntities(EntityManagerFactory factory) {
        this.factory = factory;
    }

    private <T> T read(Function<EntityManager, T> work) {
        EntityManager entities = factory.createEntityManager();
        try {
            return work.apply(entities);
        } finally {
            entities.close();
        }
    }

    /** Whoever is overtaken begins again. */
    private <T> T write(Function<EntityManager, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return writeOnce(work);
            } catch (OptimisticLockException overtaken) {
                if (attempt == ATTEMPTS) {
                    throw overtaken;
                }
            }
        }
    }

    private <T> T writeOnce(Function<EntityManager, T> work) {
        EntityManager entities = factory.createEntityManager();
        try {
            entities.getTransaction().begin();
            T result = work.apply(entities);
            entities.getTransaction().commit();
            return result;
        } finally {
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.close();
        }
    }

    // ---- users as trees

    private List<ObjectNode> trees(EntityManager entities, List<UserEntity> users, String base) {
        if (users.isEmpty()) {
            return List.of();
        }
        List<Long> ids = new ArrayList<>(users.size());
        users.forEach(user -> ids.add(user.id));
        Map<Long, ArrayNode> groups = new HashMap<>();
        for (Object[] row : entities.createQuery(GROUPS_OF, Object[].class)
                .setParameter("ids", ids)
                .getResultList()) {
            groups.computeIfAbsent((Long) row[0], member -> mapper.createArrayNode())
                    .addObject()
                    .put("value", "t" + row[1])
                    .put("display", (String) row[2]);
        }
        List<ObjectNode> trees = new ArrayList<>(users.size());
        users.forEach(user -> trees.add(tree(user, groups.get(user.id), base)));
        return trees;
    }

    private ObjectNode tree(UserEntity user, @Nullable ArrayNode groups, String base) {
        ObjectNode tree = user.other == null ? mapper.createObjectNode() : parsed(user.other);
        tree.put("id", "u" + user.id);
        tree.put("userName", user.login);
        for (JsonNode entry : tree.path("emails")) {
            if (user.email != null && entry.path("type").asText().equals("work")) {
                ((ObjectNode) entry).put("value", user.email);
            }
        }
        ObjectNode name = tree.withObjectProperty("name");
        putIfThere(name, "givenName", user.firstName);
        putIfThere(name, "familyName", user.lastName);
        UserEntity manager = user.manager;
        if (manager != null) {
            tree.withObjectProperty(Trees.ENTERPRISE).putObject("manager").put("value", "u" + id(manager));
        }
        putIfThere(tree, "externalId", user.directoryId);
        tree.put("active", user.status.equals("A"));
        if (groups != null) {
            tree.set("groups", groups);
        }
        putMeta(tree, user, base);
        return tree;
    }

    /** Of a stand-in, without loading it. */
    private Object id(UserEntity entity) {
        return factory.getPersistenceUnitUtil().getIdentifier(entity);
    }

    private static void putMeta(ObjectNode tree, UserEntity user, String base) {
        Instant created = Objects.requireNonNull(user.createdAt);
        Trees.putMeta(tree, "User", base, created, Objects.requireNonNull(user.updatedAt), user.version);
    }

    private ObjectNode parsed(String json) {
        try {
            return (ObjectNode) mapper.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void putIfThere(ObjectNode to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    /** Sets attributes, and leaves the tree as it was. */
    private static void set(EntityManager entities, UserEntity user, ObjectNode tree) {
        ObjectNode other = tree.deepCopy();
        other.remove(List.of("id", "meta", "groups", "userName", "externalId", "active"));
        user.login = tree.get("userName").textValue();
        user.loginKey = user.login.toLowerCase(Locale.ROOT);
        user.email = null;
        for (JsonNode entry : other.path("emails")) {
            if (entry.path("type").asText().equals("work")) {
                user.email = text(((ObjectNode) entry).remove("value"));
            }
        }
        ObjectNode name = other.withObjectProperty("name");
        user.firstName = text(name.remove("givenName"));
        user.lastName = text(name.remove("familyName"));
        JsonNode manager = tree.path(Trees.ENTERPRISE).path("manager").path("value");
        user.manager = manager.isTextual()
                ? entities.getReference(UserEntity.class, UsersTable.number(manager.textValue()))
                : null;
        if (manager.isTextual()) {
            ((ObjectNode) other.get(Trees.ENTERPRISE)).remove("manager");
        }
        user.directoryId = tree.path("externalId").textValue();
        user.status = tree.path("active").asBoolean(true) ? "A" : "D";
        user.other = other.toString();
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.textValue();
    }

    // ---- users

    @Override
    public Optional<ObjectNode> user(String id, String base) {
        return read(entities -> {
            UserEntity found = entities.find(UserEntity.class, UsersTable.number(id));
            return trees(entities, found == null ? List.of() : List.of(found), base).stream()
                    .findFirst();
        });
    }

    @Override
    public Optional<ObjectNode> userByName(String userName, String base) {
        return read(entities -> {
            List<UserEntity> found = entities.createQuery(
                            "select u from UserEntity u where u.loginKey = :key", UserEntity.class)
                    .setParameter("key", userName.toLowerCase(Locale.ROOT))
                    .getResultList();
            return trees(entities, found, base).stream().findFirst();
        });
    }

    @Override
    public Page page(int startIndex, int count, String base) {
        return read(entities -> {
            List<UserEntity> found = entities.createQuery("select u from UserEntity u order by u.id", UserEntity.class)
                    .setFirstResult(startIndex - 1)
                    .setMaxResults(count)
                    .getResultList();
            Long total = entities.createQuery("select count(u) from UserEntity u", Long.class)
                    .getSingleResult();
            return new Page(total.intValue(), trees(entities, found, base));
        });
    }

    @Override
    public List<ObjectNode> pageAfter(String id, int count, String base) {
        return read(entities -> trees(
                entities,
                entities.createQuery("select u from UserEntity u where u.id > :id order by u.id", UserEntity.class)
                        .setParameter("id", UsersTable.number(id))
                        .setMaxResults(count)
                        .getResultList(),
                base));
    }

    @Override
    public ObjectNode create(ObjectNode tree, String base) {
        return write(entities -> {
            var user = new UserEntity();
            set(entities, user, tree);
            user.createdAt = Times.now();
            user.updatedAt = user.createdAt;
            entities.persist(user);
            tree.put("id", "u" + user.id);
            putMeta(tree, user, base);
            return tree;
        });
    }

    @Override
    public Optional<ObjectNode> change(String id, UnaryOperator<ObjectNode> change, String base) {
        return write(entities -> {
            UserEntity user = entities.find(UserEntity.class, UsersTable.number(id));
            if (user == null) {
                return Optional.empty();
            }
            ObjectNode current = trees(entities, List.of(user), base).get(0);
            ObjectNode next = Trees.kept(current, change.apply(current));
            set(entities, user, next);
            user.updatedAt = Times.now();
            entities.flush();
            putMeta(next, user, base);
            return Optional.of(next);
        });
    }

    @Override
    public boolean delete(String id) {
        return write(entities -> {
            UserEntity user = entities.find(UserEntity.class, UsersTable.number(id));
            if (user == null) {
                return false;
            }
            entities.createQuery("update TeamEntity t set t.updatedAt = :now, t.version = t.version + 1"
                            + " where exists (select 1 from TeamEntity x join x.members m where x = t and m = :user)")
                    .setParameter("now", Times.now())
                    .setParameter("user", user)
                    .executeUpdate();
            entities.createNativeQuery("delete from team_users where user_id = ?1")
                    .setParameter(1, user.id)
                    .executeUpdate();
            entities.remove(user);
            return true;
        });
    }

    // ---- groups

    @Override
    public ObjectNode createGroup(ObjectNode tree, String base) {
        return write(entities -> {
            var team = new TeamEntity();
            team.name = tree.get("displayName").textValue();
            team.nameKey = OwnColumns.Key.FOLDED.of(team.name);
            team.createdAt = Times.now();
            team.updatedAt = team.createdAt;
            for (JsonNode member : tree.path("members")) {
                team.members.add(entities.getReference(UserEntity.class, number(member)));
            }
            entities.persist(team);
            return tree(team, base);
        });
    }

    private static Long number(JsonNode member) {
        return UsersTable.number(member.get("value").textValue());
    }

    private ObjectNode tree(TeamEntity team, String base) {
        ObjectNode tree = mapper.createObjectNode();
        tree.putArray("schemas").add(Trees.CORE + "Group");
        tree.put("id", "t" + team.id);
        tree.put("displayName", team.name);
        Instant created = Objects.requireNonNull(team.createdAt);
        Trees.putMeta(tree, "Group", base, created, Objects.requireNonNull(team.updatedAt), team.version);
        return tree;
    }

    @Override
    public Optional<ObjectNode> group(String id, boolean withMembers, String base) {
        return read(entities -> {
            TeamEntity team = entities.find(TeamEntity.class, UsersTable.number(id));
            return team == null ? Optional.empty() : Optional.of(withMembers(entities, team, withMembers, base));
        });
    }

    private ObjectNode withMembers(EntityManager entities, TeamEntity team, boolean withMembers, String base) {
        ObjectNode tree = tree(team, base);
        if (withMembers) {
            ArrayNode members = tree.putArray("members");
            entities.createQuery(
                            "select m.id from TeamEntity t join t.members m where t.id = :id order by m.id", Long.class)
                    .setParameter("id", team.id)
                    .getResultList()
                    .forEach(member -> members.addObject().put("value", "u" + member));
        }
        return tree;
    }

    /** Rows of the join table, so that the other members are not loaded, under a lock of the team. */
    @Override
    public Optional<ObjectNode> changeMembers(String id, JsonNode operations, boolean withMembers, String base) {
        return write(entities -> {
            TeamEntity team = entities.find(TeamEntity.class, UsersTable.number(id), LockModeType.PESSIMISTIC_WRITE);
            if (team == null) {
                return Optional.empty();
            }
            for (JsonNode operation : operations) {
                boolean adds = operation.get("op").textValue().equalsIgnoreCase("add");
                for (JsonNode member : operation.get("value")) {
                    change(entities, team, number(member), adds);
                }
            }
            team.updatedAt = Times.now();
            entities.flush();
            return Optional.of(withMembers(entities, team, withMembers, base));
        });
    }

    private static void change(EntityManager entities, TeamEntity team, Long member, boolean adds) {
        String sql = adds
                ? "insert into team_users (team_id, user_id) select ?1, ?2 where not exists"
                        + " (select 1 from team_users" + IN_TEAM + ")"
                : "delete from team_users" + IN_TEAM;
        entities.createNativeQuery(sql)
                .setParameter(1, team.id)
                .setParameter(2, member)
                .executeUpdate();
    }

    @Override
    public boolean deleteGroup(String id) {
        return write(entities -> {
            TeamEntity team = entities.find(TeamEntity.class, UsersTable.number(id));
            if (team != null) {
                entities.remove(team);
            }
            return team != null;
        });
    }
}
