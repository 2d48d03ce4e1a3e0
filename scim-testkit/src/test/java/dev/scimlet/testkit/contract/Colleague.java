package dev.scimlet.testkit.contract;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user as an application has it: properties, two e-mail addresses, a list of phones. */
final class Colleague implements Cloneable {

    enum Kind {
        INTERN,
        EMPLOYEE
    }

    record Phone(String number, @Nullable String kind) {}

    @Nullable
    String id;

    long version;

    @Nullable
    Instant created;

    @Nullable
    Instant changed;

    @Nullable
    String login;

    @Nullable
    String directoryId;

    @Nullable
    String shownName;

    @Nullable
    String familyName;

    @Nullable
    String title;

    boolean enabled;

    @Nullable
    String workEmail;

    @Nullable
    String homeEmail;

    @Nullable
    String department;

    @Nullable
    String bossId;

    @Nullable
    Long level;

    @Nullable
    BigDecimal score;

    @Nullable
    Instant hired;

    @Nullable
    String badge;

    @Nullable
    Kind kind;

    List<String> tags = List.of();
    List<Phone> phones = List.of();

    Colleague copy() {
        try {
            return (Colleague) clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
