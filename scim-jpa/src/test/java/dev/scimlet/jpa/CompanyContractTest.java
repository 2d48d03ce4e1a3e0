package dev.scimlet.jpa;

import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.testkit.contract.ResourceRepositoryContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The contract of all stores, kept by users that are counted, and by groups of each kind of membership. */
final class CompanyContractTest {

    abstract static class OfCompany extends ResourceRepositoryContract {

        final Company company;

        OfCompany(TestDatabase database) {
            this.company = new Company(database);
        }

        abstract ResourceRepository groups();

        @Override
        protected ResourceRepository emptyUsers() {
            return company.emptied().users();
        }

        @Override
        protected Optional<ResourceRepository> emptyGroups() {
            return Optional.of(groups());
        }

        @Override
        protected List<String> memberIds(int count) {
            return company.people(count);
        }

        @Override
        protected int manyMembers() {
            return 2_000;
        }

        @Override
        protected boolean knowsTenants() {
            return false;
        }
    }

    abstract static class TeamsContract extends OfCompany {
        TeamsContract(TestDatabase database) {
            super(database);
        }

        @Override
        ResourceRepository groups() {
            return company.teams();
        }
    }

    @Nested
    final class TeamsOnH2 extends TeamsContract {
        TeamsOnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    final class TeamsOnPostgreSql extends TeamsContract {
        TeamsOnPostgreSql() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    final class TeamsOnMariaDb extends TeamsContract {
        TeamsOnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }

    @Nested
    final class CollectionsOnH2 extends OfCompany {
        CollectionsOnH2() {
            super(TestDatabase.H2);
        }

        @Override
        ResourceRepository groups() {
            return company.teamsByCollection();
        }
    }

    @Nested
    final class ClubsOnH2 extends OfCompany {
        ClubsOnH2() {
            super(TestDatabase.H2);
        }

        @Override
        ResourceRepository groups() {
            return company.clubs();
        }
    }

    abstract static class ProjectsContract extends OfCompany {
        ProjectsContract(TestDatabase database) {
            super(database);
        }

        @Override
        ResourceRepository groups() {
            return company.projects();
        }
    }

    @Nested
    final class ProjectsOnH2 extends ProjectsContract {
        ProjectsOnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    final class ProjectsOnPostgreSql extends ProjectsContract {
        ProjectsOnPostgreSql() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    final class ProjectsOnMariaDb extends ProjectsContract {
        ProjectsOnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
