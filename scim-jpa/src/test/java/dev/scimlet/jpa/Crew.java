package dev.scimlet.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Set;

/** A group that knows its members by their ids alone, as those of other systems. */
@Entity
class Crew {

    @Id
    String id;

    @Version
    Long version;

    @Column(nullable = false)
    String tenant;

    @Column(nullable = false)
    String name;

    @ElementCollection
    Set<String> memberIds;

    Instant createdAt;
    Instant updatedAt;
}
