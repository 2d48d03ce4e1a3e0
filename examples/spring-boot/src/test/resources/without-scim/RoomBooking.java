package dev.scimlet.examples.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** People book the rooms of their teams. */
@SpringBootApplication
public class RoomBooking {

    public static void main(String[] arguments) {
        SpringApplication.run(RoomBooking.class, arguments);
    }
}
