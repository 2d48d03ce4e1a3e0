package dev.scimlet.jdbc;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An entity with an attribute for each path of {@link FilterGenerator}'s people, and of the splits. */
@Entity
class PersonEntity {

    @Id
    String id;

    @Version
    long version;

    String login;
    String loginKey;
    String externalId;
    String givenName;
    String familyName;
    String familyKey;
    String nick;
    String nickKey;
    String title;
    Boolean enabled;
    String workEmail;
    String workDisplay;
    String workDisplayKey;
    Boolean workMain;
    String homeEmail;
    String homeDisplay;
    String homeDisplayKey;
    Boolean homeMain;
    String workStreet;
    String workCity;
    String workRegion;
    Boolean workAddressMain;
    String homeCity;
    String homeRegion;
    Boolean homeAddressMain;
    String department;
    String cost;
    String managerId;
    String code;

    @Column(name = "grade")
    Long level;

    @Column(precision = 40, scale = 6)
    BigDecimal rate;

    Instant since;
    String trained;
    String seal;

    @Column(length = 4000)
    String other;

    Instant createdAt;
    Instant updatedAt;

    @ElementCollection
    @OrderColumn
    List<Entry> phones = new ArrayList<>();

    @ElementCollection
    @OrderColumn
    List<Entry> tags = new ArrayList<>();

    @ElementCollection
    @OrderColumn
    List<Entry> mails = new ArrayList<>();

    @ElementCollection
    @OrderColumn
    List<Place> places = new ArrayList<>();

    /** A text of some kind. */
    @Embeddable
    static class Entry {

        String text;
        String textKey;
        String kind;
        Boolean main;
    }

    /** An address of some kind. */
    @Embeddable
    static class Place {

        String street;
        String city;
        String kind;
    }
}
