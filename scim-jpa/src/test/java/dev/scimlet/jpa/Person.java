package dev.scimlet.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A user as applications have them: two e-mail addresses, a status, keys beside what is searched without case. */
@Entity
@Table(
        name = "accounts",
        uniqueConstraints = {
            @UniqueConstraint(columnNames = {"tenant", "loginKey"}),
            @UniqueConstraint(columnNames = {"tenant", "badge"})
        })
class Person {

    enum Status {
        ACTIVE,
        LOCKED
    }

    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    UUID id;

    @Version
    int revision;

    @Column(nullable = false)
    String tenant;

    @Column(nullable = false)
    private String login;

    @Column(nullable = false)
    private String loginKey;

    String externalId;
    String shownName;
    String shownNameKey;
    String familyName;
    String title;
    String titleKey;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    Status status = Status.ACTIVE;

    String workEmail;
    String homeEmail;
    String department;
    String manager;

    @Column(name = "grade")
    Integer level;

    @Column(precision = 20, scale = 6)
    BigDecimal score;

    OffsetDateTime hired;
    String badge;

    @Column(nullable = false)
    Instant createdAt;

    @Column(nullable = false)
    Instant updatedAt;

    protected Person() {}

    static Person empty() {
        return new Person();
    }
}
