package dev.scimlet.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** A user of an application. */
@Entity
@Table(name = "users")
public class UserAccount {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Version
    private long version;

    @Column(nullable = false)
    private String login;

    @Column(nullable = false, unique = true)
    private String loginKey;

    private String directoryId;
    private String email;
    private String firstName;
    private String lastName;
    private boolean enabled = true;

    @ManyToOne(fetch = FetchType.LAZY)
    private UserAccount manager;

    @ManyToMany
    private Set<Club> clubs = new HashSet<>();

    @Column(length = 10_000)
    private String other;

    private Instant createdAt;
    private Instant updatedAt;

    public Long getId() {
        return id;
    }

    public Set<Club> getClubs() {
        return clubs;
    }

    public String getEmail() {
        return email;
    }

    /** An application's own rule. */
    public void setEmail(String value) {
        if (value != null && !value.contains("@")) {
            throw new IllegalArgumentException("no e-mail address: " + value);
        }
        this.email = value;
    }
}
