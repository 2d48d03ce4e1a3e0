package dev.scimlet.examples.boot;

import java.security.Principal;
import java.time.LocalDate;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What somebody who has signed in sees and does. */
@RestController
class Pages {

    private final Teams teams;
    private final Bookings bookings;
    private final Mails mails;

    Pages(Teams teams, Bookings bookings, Mails mails) {
        this.teams = teams;
        this.bookings = bookings;
        this.mails = mails;
    }

    record Line(String team, String room, LocalDate day) {}

    @GetMapping("/teams")
    List<String> teams(Principal who) {
        return teams.findByUsersEmailIgnoreCaseOrderByName(who.getName()).stream()
                .map(Team::getName)
                .toList();
    }

    @GetMapping("/bookings")
    List<Line> bookings(Principal who) {
        return bookings
                .findByTeamInOrderByDayAscRoomAsc(teams.findByUsersEmailIgnoreCaseOrderByName(who.getName()))
                .stream()
                .map(booking -> new Line(booking.getTeam().getName(), booking.getRoom(), booking.getDay()))
                .toList();
    }

    @PostMapping("/bookings")
    @Transactional
    Line book(Principal who, @RequestParam String team, @RequestParam String room, @RequestParam LocalDate day) {
        Team own = teams.findByUsersEmailIgnoreCaseOrderByName(who.getName()).stream()
                .filter(each -> each.getName().equals(team))
                .findFirst()
                .orElseThrow(
                        () -> new ResponseStatusException(HttpStatus.FORBIDDEN, "you are not in the team " + team));
        Booking made = bookings.save(new Booking(own, room, day));
        mails.save(new Mail(who.getName(), "You have booked " + room));
        return new Line(own.getName(), made.getRoom(), made.getDay());
    }
}
