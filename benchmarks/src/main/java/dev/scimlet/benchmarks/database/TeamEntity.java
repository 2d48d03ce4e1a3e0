package dev.scimlet.benchmarks.database;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code teams} of {@link HostTables}, as entities have them. */
@Entity
@Table(name = "teams")
public class TeamEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Version
    public long version;

    public @Nullable String name;

    @Column(name = "name_key")
    public @Nullable String nameKey;

    @Column(name = "directory_id")
    public @Nullable String directoryId;

    @ManyToMany
    @JoinTable(
            name = "team_users",
            joinColumns = @JoinColumn(name = "team_id"),
            inverseJoinColumns = @JoinColumn(name = "user_id"))
    public Set<UserEntity> members = new HashSet<>();

    @Column(name = "created_at")
    public @Nullable Instant createdAt;

    @Column(name = "updated_at")
    public @Nullable Instant updatedAt;
}
