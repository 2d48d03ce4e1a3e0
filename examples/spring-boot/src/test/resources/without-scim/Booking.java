package dev.scimlet.examples.boot;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.LocalDate;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;

/** A room, for a day, for a team; it goes with the team. */
@Entity
@Table(name = "bookings")
public class Booking {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @ManyToOne(optional = false)
    @OnDelete(action = OnDeleteAction.CASCADE)
    private Team team;

    @Column(nullable = false)
    private String room;

    @Column(name = "booked_for", nullable = false)
    private LocalDate day;

    protected Booking() {}

    public Booking(Team team, String room, LocalDate day) {
        this.team = team;
        this.room = room;
        this.day = day;
    }

    public Team getTeam() {
        return team;
    }

    public String getRoom() {
        return room;
    }

    public LocalDate getDay() {
        return day;
    }
}
