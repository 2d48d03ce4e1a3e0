package dev.scimlet.jpa;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A user with any number of e-mail addresses, which are entities of their own. */
@Entity
class Account {

    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    UUID id;

    @Version
    long version;

    @Column(nullable = false)
    String login;

    @Column(nullable = false, unique = true)
    String loginKey;

    String directoryId;
    String fullName;
    String firstName;
    String lastName;
    String manager;
    boolean enabled;

    @Column(length = 10_000)
    String other;

    Instant createdAt;
    Instant updatedAt;

    @OneToMany(mappedBy = "owner", cascade = CascadeType.ALL, orphanRemoval = true)
    List<Mail> mails = new ArrayList<>();
}
