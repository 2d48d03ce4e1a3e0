package dev.scimlet.jpa;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.testkit.contract.ResourceRepositoryContract;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;

/** The contract of all stores, kept where the provider sees to tenants. */
final class TenantIdContractTest extends ResourceRepositoryContract {

    /** Sessions of the tenant. */
    record TenantSessions(EntityManagerFactory factory) implements EntityManagers {

        @Override
        public EntityManager borrow(RequestContext context) {
            return factory.unwrap(SessionFactory.class)
                    .withOptions()
                    .tenantIdentifier((Object) context.tenant())
                    .openSession();
        }
    }

    private final TestDatabase.Entities entities = TestDatabase.H2.of(Resident.class);

    @Override
    protected ResourceRepository emptyUsers() {
        entities.empty("residents");
        return JpaRepository.of(
                        StandardTypes.user(), new TenantSessions(entities.factory()), Resident.class, Resident::new)
                .created("created")
                .lastModified("changed")
                .map("userName", "name", name -> name.key("nameKey"))
                .map("title", "title")
                .map("active", "active")
                .map("externalId", "directoryId")
                .ignoreUnmapped()
                .build();
    }
}
