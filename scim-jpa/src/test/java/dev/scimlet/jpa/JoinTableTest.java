package dev.scimlet.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.SQLJoinTableRestriction;
import org.hibernate.annotations.UuidGenerator;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of a join table are written only where they are what the provider would write. */
final class JoinTableTest {

    private static final RequestContext CONTEXT = RequestContext.of("tests");

    /** A group whose id is stored as a text, which only the provider knows. */
    @Entity(name = "Ship")
    static class Ship {

        @Id
        @JdbcTypeCode(SqlTypes.VARCHAR)
        UUID id;

        @Version
        long version;

        String name;

        @ManyToMany
        @JoinTable(
                name = "ship_users",
                joinColumns = @JoinColumn(name = "ship_id"),
                inverseJoinColumns = @JoinColumn(name = "user_id"))
        Set<UserAccount> crew = new HashSet<>();

        Instant createdAt;
        Instant updatedAt;
    }

    /** A group of which rows are hidden. */
    @Entity(name = "Hotel")
    static class Hotel {

        @Id
        String id;

        @Version
        long version;

        String name;

        @ManyToMany
        @JoinTable(
                name = "hotel_users",
                joinColumns = @JoinColumn(name = "hotel_id"),
                inverseJoinColumns = @JoinColumn(name = "user_id"))
        @SQLJoinTableRestriction("user_id > 0")
        Set<UserAccount> guests = new HashSet<>();

        Instant createdAt;
        Instant updatedAt;
    }

    /** A group of which the provider was told nothing that its rows would tell. */
    @Entity(name = "Choir")
    static class Choir {

        @Id
        @GeneratedValue
        @UuidGenerator
        UUID id;

        @Version
        long version;

        String name;

        @ManyToMany
        @Fetch(FetchMode.SUBSELECT)
        @JoinTable(
                name = "choir_users",
                joinColumns = @JoinColumn(name = "choir_id"),
                inverseJoinColumns = @JoinColumn(name = "user_id"))
        Set<UserAccount> singers = new HashSet<>();

        Instant createdAt;
        Instant updatedAt;
    }

    private static TestDatabase.Entities entities(TestDatabase database) {
        return database.of(UserAccount.class, Club.class, Ship.class, Hotel.class, Choir.class);
    }

    private static JpaRepository<UserAccount> users(TestDatabase.Entities entities) {
        return JpaRepository.of(StandardTypes.user(), entities.factory(), UserAccount.class, UserAccount::new)
                .created("createdAt")
                .lastModified("updatedAt")
                .map("userName", "login", login -> login.key("loginKey"))
                .ignoreUnmapped()
                .build();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void membersComeAndGoWhereIdsAreStoredInAnotherForm(TestDatabase database) {
        TestDatabase.Entities entities = entities(database);
        JpaRepository<UserAccount> users = users(entities);
        JpaRepository<Ship> ships = JpaRepository.of(StandardTypes.group(), entities.factory(), Ship.class, Ship::new)
                .assignsIds()
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name")
                .members("members", "crew", users)
                .without("externalId")
                .build();
        Resource user = users.create(
                CONTEXT, users.type().attributes().set("userName", "bjensen").build());

        Resource ship = ships.create(
                CONTEXT,
                ships.type()
                        .attributes()
                        .set("displayName", "Pequod")
                        .set("members", List.of(Map.of("value", user.id())))
                        .build());

        assertThat(ships.find(CONTEXT, ship.id(), Wanted.everything())
                        .orElseThrow()
                        .strings("members.value"))
                .containsExactly(user.id());
        Resource left = ships.update(
                CONTEXT,
                ship,
                ship.attributes().toBuilder().set("members", null).build(),
                Wanted.everything());
        assertThat(left.strings("members.value")).isEmpty();
    }

    @Test
    void aCollectionOfWhichTheProviderWasToldMoreIsLeftToIt() {
        TestDatabase.Entities entities = entities(TestDatabase.H2);
        JpaRepository<Hotel> hotels = JpaRepository.of(
                        StandardTypes.group(), entities.factory(), Hotel.class, Hotel::new)
                .assignsIds()
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name")
                .members("members", "guests", users(entities))
                .without("externalId")
                .build();

        assertThat(hotels.layout().members().references()).isInstanceOf(CollectionReferences.class);
    }

    private static JpaRepository<Choir> choirs(TestDatabase.Entities entities) {
        return JpaRepository.of(StandardTypes.group(), entities.factory(), Choir.class, Choir::new)
                .created("createdAt")
                .lastModified("updatedAt")
                .map("displayName", "name")
                .members("members", "singers", users(entities))
                .without("externalId")
                .build();
    }

    @Test
    void whatSaysNothingOfRowsLeavesThemToUs() {
        JpaRepository<Choir> choirs = choirs(entities(TestDatabase.H2));

        assertThat(choirs.layout().members().references()).isInstanceOf(JoinTableReferences.class);
    }

    /** The number of who comes next can be guessed, and put into a group where no foreign key says otherwise. */
    @Test
    void whoIsCreatedIsInNoGroupWhereIdsCannotBeGuessed() {
        TestDatabase.Entities entities = entities(TestDatabase.H2);

        assertThat(choirs(entities).createsNonMembers()).isTrue();
        assertThat(users(entities).createsNonMembers()).isFalse();
    }

    /** What the provider writes in quotation marks may be a function without them. */
    @Test
    void aFunctionIsNoColumn() {
        TestDatabase.Entities entities = entities(TestDatabase.H2);
        TestDatabase.run(entities.dataSource(), "CREATE TABLE cars (car_id bigint, \"user\" bigint)");
        try (EntityManager manager = entities.factory().createEntityManager()) {
            JoinTableReferences quoted = new JoinTableReferences("cars", "car_id", "user");
            JoinTableReferences plain = new JoinTableReferences("hotel_users", "hotel_id", "user_id");

            assertThat(plain.answer(manager)).isTrue();
            assertThatThrownBy(() -> quoted.answer(manager)).isInstanceOf(PersistenceException.class);
        }
    }
}
