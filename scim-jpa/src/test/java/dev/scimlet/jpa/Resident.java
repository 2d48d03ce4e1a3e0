package dev.scimlet.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.TenantId;

/** A user whose tenant the provider sees to. */
@Entity
@Table(name = "residents", uniqueConstraints = @UniqueConstraint(columnNames = {"house", "nameKey"}))
class Resident {

    @Id
    @GeneratedValue
    Long id;

    @Version
    long version;

    @TenantId
    String house;

    String name;
    String nameKey;
    String title;
    String directoryId;
    Boolean active;
    Instant created;
    Instant changed;
}
