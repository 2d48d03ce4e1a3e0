package dev.scimlet.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** A group of {@link Account}s. */
@Entity
class Circle {

    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    UUID id;

    @Version
    long version;

    @Column(nullable = false)
    String name;

    @Column(nullable = false)
    String nameKey;

    String directoryId;

    @ManyToMany
    @JoinTable(
            name = "circle_accounts",
            joinColumns = @JoinColumn(name = "circle_id"),
            inverseJoinColumns = @JoinColumn(name = "account_id"))
    Set<Account> members = new HashSet<>();

    Instant createdAt;
    Instant updatedAt;
}
