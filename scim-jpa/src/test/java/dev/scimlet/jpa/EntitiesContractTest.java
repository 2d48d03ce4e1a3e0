package dev.scimlet.jpa;

import dev.scimlet.core.query.Sort;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.AttributesBuilder;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.testkit.contract.ContractTypes;
import dev.scimlet.testkit.contract.ResourceRepositoryContract;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The contract of all stores, kept by entities as applications have them: two e-mail attributes, members by id. */
final class EntitiesContractTest {

    abstract static class InEntities extends ResourceRepositoryContract {

        private static final String MORE = ContractTypes.EXTENSION.id() + ":";
        private static final String STAFF = StandardSchemas.ENTERPRISE_USER.id() + ":";

        private final TestDatabase.Entities entities;

        InEntities(TestDatabase database) {
            this.entities = database.of(Person.class, Crew.class);
        }

        @Override
        protected int manyMembers() {
            return 2_000;
        }

        @Override
        protected ResourceRepository emptyUsers() {
            entities.empty("accounts");
            return JpaRepository.of(ContractTypes.user(), entities.factory(), Person.class, Person::empty)
                    .tenant("tenant")
                    .created("createdAt")
                    .lastModified("updatedAt")
                    .map("userName", "login", login -> login.key("loginKey"))
                    .map("externalId", "externalId")
                    .map("displayName", "shownName", name -> name.key("shownNameKey"))
                    .map("name.familyName", "familyName")
                    .map("title", "title", title -> title.key("titleKey"))
                    .map(
                            "active",
                            "status",
                            status -> status.codes(Map.of(true, Person.Status.ACTIVE, false, Person.Status.LOCKED))
                                    .whenAbsent(true))
                    .map("emails[type eq \"work\"].value", "workEmail")
                    .map("emails[type eq \"home\"].value", "homeEmail")
                    .map(STAFF + "department", "department")
                    .map(STAFF + "manager", "manager")
                    .map(MORE + "level", "level")
                    .map(MORE + "score", "score")
                    .map(MORE + "hired", "hired")
                    .map(MORE + "badge", "badge")
                    .ignoreUnmapped()
                    .build();
        }

        @Override
        protected Optional<ResourceRepository> emptyGroups() {
            entities.empty("Crew_memberIds", "Crew");
            return Optional.of(JpaRepository.of(ContractTypes.group(), entities.factory(), Crew.class, Crew::new)
                    .assignsIds()
                    .tenant("tenant")
                    .created("createdAt")
                    .lastModified("updatedAt")
                    .map("displayName", "name")
                    .values("members", "memberIds")
                    .without("externalId")
                    .ignoreUnmapped()
                    .build());
        }

        /** Two e-mails have attributes; numbers and times come back in one spelling; {@code active} always has a value. */
        @Override
        protected Attributes storable(Attributes attributes) {
            AttributesBuilder kept = attributes.toBuilder();
            attributes.list("emails").stream()
                    .filter(email ->
                            email.string("type").filter("other"::equals).isPresent())
                    .findFirst()
                    .ifPresent(email -> kept.set("emails", null));
            attributes.decimal(MORE + "score").ifPresent(score -> kept.set(MORE + "score", plain(score)));
            attributes.instant(MORE + "hired").ifPresent(hired -> kept.set(MORE + "hired", hired));
            return kept.build();
        }

        private static BigDecimal plain(BigDecimal number) {
            BigDecimal stripped = number.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }

        @Override
        protected boolean sortsBy(Sort sort) {
            return true;
        }
    }

    @Nested
    final class OnH2 extends InEntities {
        OnH2() {
            super(TestDatabase.H2);
        }
    }

    @Nested
    final class OnPostgreSql extends InEntities {
        OnPostgreSql() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    final class OnMariaDb extends InEntities {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
