package dev.scimlet.spring;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** A user of an application. */
@Entity
@Table(name = "members")
class MemberEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Version
    long version;

    String login;

    @Column(unique = true)
    String loginKey;

    String title;
    boolean enabled;
    Instant createdAt;
    Instant updatedAt;
}
