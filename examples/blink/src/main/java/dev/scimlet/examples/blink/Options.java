package dev.scimlet.examples.blink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line says.
 *
 * @param words what is no option: a command, or nothing
 * @param database a JDBC URL of H2 or PostgreSQL
 * @param life how long a token is good that is issued now
 * @param newCustomer whether it may be for a customer who is not known yet
 */
record Options(List<String> words, int port, String database, Duration life, boolean newCustomer) {

    static final String USAGE = """
            usage: java -jar blink.jar [--port 8081] [--database FILE|JDBC-URL]
                   java -jar blink.jar token issue CUSTOMER [--new] [--days 365] [--database …]
                   java -jar blink.jar token list [--database …]
                   java -jar blink.jar token revoke NUMBER [--database …]

              --port N            where to listen on 127.0.0.1; 0 for any free port
              --database FILE     an H2 file, made when missing (blink-data/blink)
              --database jdbc:…   or a JDBC URL of H2 or PostgreSQL, with user and password in it
              --days N            how long the new token is good
              --new               the customer is not known yet
            """;

    private static final int DEFAULT_PORT = 8081;
    private static final String DEFAULT_DATABASE = "blink-data/blink";
    private static final int DEFAULT_DAYS = 365;

    /** Reads {@code arguments}; throws {@link IllegalArgumentException} with a sentence for the person at the keyboard. */
    static Options read(List<String> arguments) {
        List<String> words = new ArrayList<>();
        int port = DEFAULT_PORT;
        int days = DEFAULT_DAYS;
        boolean newCustomer = false;
        String database = DEFAULT_DATABASE;
        for (Iterator<String> left = arguments.iterator(); left.hasNext(); ) {
            String argument = left.next();
            if (!argument.startsWith("--")) {
                words.add(argument);
                continue;
            }
            if (argument.equals("--new")) {
                newCustomer = true;
                continue;
            }
            if (!left.hasNext()) {
                throw new IllegalArgumentException(argument + " needs a value, or is not known");
            }
            String value = left.next();
            switch (argument) {
                case "--port" -> port = number(argument, value, 65_535);
                case "--days" -> days = Math.max(1, number(argument, value, 36_500));
                case "--database" -> database = value;
                default -> throw new IllegalArgumentException(argument + " is not known");
            }
        }
        return new Options(List.copyOf(words), port, jdbcUrl(database), Duration.ofDays(days), newCustomer);
    }

    private static int number(String option, String value, int largest) {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > largest) {
            throw new IllegalArgumentException(option + " is a number from 0 to " + largest + ", not " + value);
        }
        return Integer.parseInt(value);
    }

    private static String jdbcUrl(String database) {
        if (database.startsWith("jdbc:h2:") || database.startsWith("jdbc:postgresql:")) {
            return database;
        }
        if (database.startsWith("jdbc:")) {
            throw new IllegalArgumentException("--database takes H2 and PostgreSQL, not " + database);
        }
        // Tokens are issued from the command line while the application runs: the first process serves the file to
        // others.
        return "jdbc:h2:file:" + Path.of(database).toAbsolutePath() + ";AUTO_SERVER=TRUE";
    }
}
