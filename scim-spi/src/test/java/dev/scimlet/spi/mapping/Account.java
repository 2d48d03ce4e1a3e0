package dev.scimlet.spi.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entity as applications have it: fields behind getters and setters, one of them of a primitive type. */
final class Account {

    enum Kind {
        INTERN,
        EMPLOYEE
    }

    private @Nullable String id;
    private long version;
    private @Nullable Instant created;
    private @Nullable Instant changed;
    private @Nullable String login;
    private @Nullable String email;
    private @Nullable String homeEmail;
    private @Nullable String givenName;
    private @Nullable String bossId;
    private @Nullable Kind kind;
    private @Nullable String others;
    private @Nullable String secret;
    private boolean active;
    private final List<String> written = new ArrayList<>();

    @Nullable
    String id() {
        return id;
    }

    void setId(@Nullable String value) {
        id = value;
    }

    long version() {
        return version;
    }

    void setVersion(long value) {
        version = value;
    }

    @Nullable
    Instant created() {
        return created;
    }

    void setCreated(@Nullable Instant value) {
        created = value;
    }

    @Nullable
    Instant changed() {
        return changed;
    }

    void setChanged(@Nullable Instant value) {
        changed = value;
    }

    @Nullable
    String login() {
        return login;
    }

    void setLogin(@Nullable String value) {
        written.add("login");
        login = value;
    }

    @Nullable
    String email() {
        return email;
    }

    void setEmail(@Nullable String value) {
        written.add("email");
        email = value;
    }

    @Nullable
    String homeEmail() {
        return homeEmail;
    }

    void setHomeEmail(@Nullable String value) {
        homeEmail = value;
    }

    @Nullable
    String givenName() {
        return givenName;
    }

    void setGivenName(@Nullable String value) {
        written.add("givenName");
        givenName = value;
    }

    @Nullable
    String bossId() {
        return bossId;
    }

    void setBossId(@Nullable String value) {
        bossId = value;
    }

    @Nullable
    Kind kind() {
        return kind;
    }

    void setKind(@Nullable Kind value) {
        kind = value;
    }

    @Nullable
    String others() {
        return others;
    }

    void setOthers(@Nullable String value) {
        others = value;
    }

    @Nullable
    String secret() {
        return secret;
    }

    void setSecret(@Nullable String value) {
        secret = "hash of " + value;
    }

    boolean isActive() {
        return active;
    }

    void setActive(@Nullable Boolean value) {
        active = value != null && value;
    }

    /** The properties that were set since the last call. */
    List<String> written() {
        List<String> names = List.copyOf(written);
        written.clear();
        return names;
    }
}
