package dev.scimlet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jpa.JpaRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Units over entities in transactions of Spring: their own, joined ones, those that are rolled back, and open-in-view. */
final class EntityTransactionsTest {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final List<String> told = new CopyOnWriteArrayList<>();
    private LocalContainerEntityManagerFactoryBean entityManagers;
    private EntityManagerFactory factory;
    private JdbcTemplate sql;
    private TransactionTemplate host;
    private ScimService service;

    private void start(ScimProperties.Transactions transactions) {
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:transactions" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
        sql = new JdbcTemplate(database);
        sql.execute("CREATE TABLE notes (text varchar(100))");
        entityManagers = new LocalContainerEntityManagerFactoryBean();
        entityManagers.setDataSource(database);
        entityManagers.setManagedTypes(
                org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes.of(MemberEntity.class.getName()));
        entityManagers.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        entityManagers.setJpaPropertyMap(Map.of("hibernate.hbm2ddl.auto", "create-only"));
        entityManagers.afterPropertiesSet();
        factory = entityManagers.getObject();
        var manager = new JpaTransactionManager(factory);
        host = new TransactionTemplate(manager);
        var entities = new SpringEntityManagers(factory, manager, database, transactions);
        service = ScimService.builder()
                .repositories(JpaRepository.of(StandardTypes.user(), entities, MemberEntity.class, MemberEntity::new)
                        .created("createdAt")
                        .lastModified("updatedAt")
                        .map("userName", "login", login -> login.key("loginKey"))
                        .map("title", "title")
                        .map("active", "enabled", enabled -> enabled.whenAbsent(true))
                        .without("externalId")
                        .build())
                .authenticator(request -> new Authentication.Accepted("tests", null))
                .onChangeInUnit((event, unit) -> unit.sql()
                        .orElseThrow()
                        .update("INSERT INTO notes VALUES (?)", event.type().name()))
                .onChange(event -> told.add(event.id()))
                .build();
    }

    @AfterEach
    void stop() {
        entityManagers.destroy();
    }

    private ScimResponse send(String method, String path, String body) {
        return service.handle(ScimRequest.builder(method, path)
                .header("Content-Type", "application/scim+json")
                .body(body.replace('\'', '"'))
                .build());
    }

    private ScimResponse create(String name) {
        return send(
                "POST",
                "/Users",
                "{'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'userName':'" + name + "'}");
    }

    private int stored() {
        return Optional.ofNullable(sql.queryForObject("SELECT COUNT(*) FROM members", Integer.class))
                .orElseThrow();
    }

    private int notes() {
        return Optional.ofNullable(sql.queryForObject("SELECT COUNT(*) FROM notes", Integer.class))
                .orElseThrow();
    }

    /** What somebody else sees, who is in no transaction of this thread. */
    private int storedForOthers() throws Exception {
        var seen = new AtomicInteger();
        Thread other = new Thread(() -> seen.set(stored()));
        other.start();
        other.join();
        return seen.get();
    }

    @Test
    void storesUsersWithTheRowsOfHooks() {
        start(ScimProperties.Transactions.REQUIRES_NEW);

        assertThat(create("ada").status()).isEqualTo(201);
        assertThat(create("Ada").status()).isEqualTo(409);

        assertThat(stored()).isEqualTo(1);
        assertThat(notes()).isEqualTo(1);
        assertThat(told).hasSize(1);
    }

    @Test
    void commitsBeforeTheHostDoes() {
        start(ScimProperties.Transactions.REQUIRES_NEW);

        host.executeWithoutResult(status -> {
            assertThat(create("ada").status()).isEqualTo(201);
            assertThat(told).hasSize(1);
            status.setRollbackOnly();
        });

        assertThat(stored()).isEqualTo(1);
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void joinsTheTransactionOfTheHostAndTellsAfterItsCommit() {
        start(ScimProperties.Transactions.JOIN);

        host.executeWithoutResult(status -> {
            assertThat(create("ada").status()).isEqualTo(201);
            assertThat(told).isEmpty();
            assertThat(seenByOthers()).isZero();
        });

        assertThat(stored()).isEqualTo(1);
        assertThat(notes()).isEqualTo(1);
        assertThat(told).hasSize(1);
    }

    private int seenByOthers() {
        try {
            return storedForOthers();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void goesWithTheTransactionOfTheHost() {
        start(ScimProperties.Transactions.JOIN);

        host.executeWithoutResult(status -> {
            assertThat(create("ada").status()).isEqualTo(201);
            status.setRollbackOnly();
        });

        assertThat(stored()).isZero();
        assertThat(notes()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void letsNoHostCommitWhatWasRefusedInside() {
        start(ScimProperties.Transactions.JOIN);
        create("ada");

        assertThatThrownBy(() -> host.executeWithoutResult(status -> {
                    sql.update("INSERT INTO notes VALUES ('of the host')");
                    assertThat(create("ADA").status()).isEqualTo(409);
                }))
                .isInstanceOf(UnexpectedRollbackException.class);

        assertThat(stored()).isEqualTo(1);
        assertThat(notes()).isEqualTo(1);
    }

    /** A thread that has an entity manager open for a page, which has read a user before somebody changed her. */
    @Test
    void looksAtWhatIsStoredWhateverAnOpenViewHasRead() {
        start(ScimProperties.Transactions.JOIN);
        String location = create("ada").header("Location").orElseThrow();
        String path = location.substring(location.indexOf("/Users"));
        EntityManager view = factory.createEntityManager();
        TransactionSynchronizationManager.bindResource(factory, new EntityManagerHolder(view));
        try {
            MemberEntity shown = view.find(MemberEntity.class, 1L);
            sql.update("UPDATE members SET title = 'Countess', version = version + 1");

            assertThat(shown.title).isNull();
            assertThat(send("GET", path, "").bodyText()).contains("Countess");
            assertThat(send(
                                    "PATCH",
                                    path,
                                    "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':"
                                            + "[{'op':'replace','path':'active','value':false}]}")
                            .status())
                    .isBetween(200, 204);
        } finally {
            TransactionSynchronizationManager.unbindResource(factory);
            view.close();
        }
        assertThat(sql.queryForList("SELECT title FROM members WHERE NOT enabled", String.class))
                .containsExactly("Countess");
    }
}
