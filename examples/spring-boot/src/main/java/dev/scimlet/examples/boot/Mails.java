package dev.scimlet.examples.boot;

import org.springframework.data.jpa.repository.JpaRepository;

interface Mails extends JpaRepository<Mail, Long> {}
