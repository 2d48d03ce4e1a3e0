package dev.scimlet.examples.boot;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface Bookings extends JpaRepository<Booking, Long> {

    List<Booking> findByTeamInOrderByDayAscRoomAsc(Collection<Team> teams);
}
