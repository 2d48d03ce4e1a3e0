package dev.scimlet.examples.boot;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface Teams extends JpaRepository<Team, Long> {

    List<Team> findByUsersEmailIgnoreCaseOrderByName(String email);
}
