package dev.scimlet.jdbc;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** A group of {@link PersonEntity}s. */
@Entity
class GroupEntity {

    @Id
    String id;

    @Version
    long version;

    String name;

    @Column(length = 4000)
    String other;

    @ManyToMany
    @JoinTable(
            name = "group_people",
            joinColumns = @JoinColumn(name = "group_id"),
            inverseJoinColumns = @JoinColumn(name = "person_id"))
    Set<PersonEntity> members = new HashSet<>();

    Instant createdAt;
    Instant updatedAt;
}
