package dev.scimlet.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.Metamodel;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.annotations.DynamicInsert;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.SQLRestriction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a managed instance need not tell is read from the database. */
final class FaithfulTest {

    private static final RequestContext CONTEXT = RequestContext.of("tests");

    /** Attributes that hold what is set, and such that do not. */
    @Entity(name = "Various")
    @DynamicInsert
    static class Various {

        @Id
        long id;

        @Column(name = "plain_text", nullable = false)
        String plain = "";

        @Column(updatable = false)
        String once;

        @Column(insertable = false, updatable = false)
        String never;

        @Column(columnDefinition = "char(40)")
        String padded;

        @Basic(fetch = FetchType.LAZY)
        String late;

        @Generated
        String generated;
    }

    /** Whoever locks it by its id would lock what is loaded with it. */
    @Entity(name = "Accompanied")
    static class Accompanied {

        @Id
        long id;

        @ManyToOne
        Alone companion;
    }

    /** What it refers to is loaded when it is looked at. */
    @Entity(name = "Alone")
    static class Alone {

        @Id
        long id;

        String name;

        @ManyToOne(fetch = FetchType.LAZY)
        Accompanied other;

        @ElementCollection
        Set<String> names = new HashSet<>();
    }

    /** A row that the provider hides is one that an id finds. */
    @Entity(name = "Hidden")
    @SQLRestriction("id > 0")
    static class Hidden {

        @Id
        long id;
    }

    @Test
    void isAloneWhatIsFoundByItsIdAndLoadsNothing() {
        Metamodel metamodel = TestDatabase.H2
                .of(Alone.class, Accompanied.class, Hidden.class)
                .factory()
                .getMetamodel();

        assertThat(Faithful.isAlone(metamodel.entity(Alone.class))).isTrue();
        assertThat(Faithful.isAlone(metamodel.entity(Accompanied.class))).isFalse();
        assertThat(Faithful.isAlone(metamodel.entity(Hidden.class))).isFalse();
    }

    private static EntityType<?> various() {
        return TestDatabase.H2.of(Various.class).factory().getMetamodel().entity(Various.class);
    }

    @ParameterizedTest
    @CsvSource({
        "plain, true, true",
        "once, false, true",
        "never, false, false",
        "padded, false, false",
        "late, false, false",
        "generated, false, false"
    })
    void annotationsTellWhatAnInstanceHolds(String attribute, boolean always, boolean whenNew) {
        assertThat(Faithful.keeps(various().getAttribute(attribute), true)).isEqualTo(always);
        assertThat(Faithful.keeps(various().getAttribute(attribute), false)).isEqualTo(whenNew);
    }

    @Test
    void whatColumnsRoundIsNotExact() {
        assertThat(Faithful.isExact(String.class)).isTrue();
        assertThat(Faithful.isExact(Person.Status.class)).isTrue();
        assertThat(Faithful.isExact(BigDecimal.class)).isFalse();
        assertThat(Faithful.isExact(Instant.class)).isFalse();
    }

    @Test
    void annotationsOfTheProviderOnAClassAreReadAgain() {
        assertThat(Faithful.isPlain(Various.class)).isFalse();
        assertThat(Faithful.isPlain(UserAccount.class)).isTrue();
    }

    /** No annotation tells that a column keeps seconds only. */
    @Test
    void timesThatAColumnRoundsAreToldAsTheyAreStored() {
        Company company = new Company(TestDatabase.H2).emptied();
        JpaRepository<UserAccount> users = company.users();
        TestDatabase.run(company.entities().dataSource(), "ALTER TABLE users ALTER COLUMN updatedAt timestamp(0)");
        try {
            for (int i = 0; i < 5; i++) {
                Attributes user =
                        users.type().attributes().set("userName", "user-" + i).build();
                Resource created = users.create(CONTEXT, user);
                assertThat(users.find(CONTEXT, created.id(), Wanted.everything()))
                        .contains(created);
                Attributes next = created.attributes().toBuilder()
                        .set("name.givenName", "Barbara")
                        .build();
                Resource changed = users.update(CONTEXT, created, next, Wanted.everything());
                assertThat(users.find(CONTEXT, created.id(), Wanted.everything()))
                        .contains(changed);
            }
        } finally {
            TestDatabase.run(company.entities().dataSource(), "ALTER TABLE users ALTER COLUMN updatedAt timestamp(6)");
        }
    }

    /** That the first resources were told rightly says nothing of an attribute that they did not have. */
    @Test
    void whatTheFirstResourcesLackedIsReadAgainWhenItComes() {
        Company company = new Company(TestDatabase.H2).emptied();
        JpaRepository<UserAccount> users = company.users();
        TestDatabase.run(company.entities().dataSource(), "ALTER TABLE users ALTER COLUMN firstName char(20)");
        try {
            for (int i = 0; i < 5; i++) {
                Resource bare = users.create(CONTEXT, named(users, "user-" + i));
                Attributes next =
                        bare.attributes().toBuilder().set("active", false).build();
                users.update(CONTEXT, bare, next, Wanted.everything());
            }
            Resource created = users.create(
                    CONTEXT,
                    named(users, "bjensen").toBuilder()
                            .set("name.givenName", "Barbara")
                            .build());
            assertThat(users.find(CONTEXT, created.id(), Wanted.everything())).contains(created);

            Resource bare = users.create(CONTEXT, named(users, "jsmith"));
            Attributes next =
                    bare.attributes().toBuilder().set("name.givenName", "John").build();
            Resource changed = users.update(CONTEXT, bare, next, Wanted.everything());
            assertThat(users.find(CONTEXT, bare.id(), Wanted.everything())).contains(changed);
        } finally {
            TestDatabase.run(company.entities().dataSource(), "ALTER TABLE users ALTER COLUMN firstName varchar(255)");
        }
    }

    private static Attributes named(JpaRepository<UserAccount> users, String name) {
        return users.type().attributes().set("userName", name).build();
    }
}
