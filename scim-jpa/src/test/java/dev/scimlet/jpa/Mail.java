package dev.scimlet.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

/** An e-mail address of an {@link Account}. */
@Entity
class Mail {

    @Id
    @GeneratedValue
    Long id;

    @ManyToOne(optional = false)
    Account owner;

    String address;
    String kind;
    String display;
    Boolean main;
}
