package dev.scimlet.benchmarks.database;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code users} of {@link HostTables}, as entities have them. */
@Entity
@Table(name = "users")
public class UserEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Version
    public long version;

    public @Nullable String login;

    @Column(name = "login_key")
    public @Nullable String loginKey;

    public @Nullable String email;

    @Column(name = "first_name")
    public @Nullable String firstName;

    @Column(name = "last_name")
    public @Nullable String lastName;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "manager_id")
    public @Nullable UserEntity manager;

    @Column(name = "directory_id")
    public @Nullable String directoryId;

    public String status = "A";

    public @Nullable String other;

    @Column(name = "created_at")
    public @Nullable Instant createdAt;

    @Column(name = "updated_at")
    public @Nullable Instant updatedAt;
}
