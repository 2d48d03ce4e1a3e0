package dev.scimlet.examples.mediusflow;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param database a JDBC URL of H2 or PostgreSQL
 * @param baseUrl where browsers and directories reach the application; empty for where it listens
 * @param forgottenBy the tenant and the name of an administrator who needs a new password, as {@code tenant/name}
 */
record Options(int port, String database, Optional<URI> baseUrl, Optional<String> forgottenBy) {

    static final String USAGE = """
            usage: java -jar mediusflow.jar [--port 8080] [--database FILE|JDBC-URL] [--base-url URL]

              --port N              where to listen on 127.0.0.1; 0 for any free port
              --database FILE       an H2 file, made when missing (mediusflow-data/mediusflow)
              --database jdbc:…     or a JDBC URL of H2 or PostgreSQL, with user and password in it
              --base-url URL        where browsers and directories reach this server, such as
                                    https://mediusflow.example.com behind a proxy
              --reset-password TENANT/NAME
                                    print a new one-time password for an administrator, and stop
            """;

    private static final int DEFAULT_PORT = 8080;
    private static final String DEFAULT_DATABASE = "mediusflow-data/mediusflow";

    /** Reads {@code arguments}; throws {@link IllegalArgumentException} with a sentence for the person at the keyboard. */
    static Options read(List<String> arguments) {
        int port = DEFAULT_PORT;
        String database = DEFAULT_DATABASE;
        Optional<URI> baseUrl = Optional.empty();
        Optional<String> forgottenBy = Optional.empty();
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(option + " needs a value, or is not known");
            }
            String value = arguments.get(i + 1);
            switch (option) {
                case "--port" -> port = port(value);
                case "--database" -> database = value;
                case "--base-url" -> baseUrl = Optional.of(baseUrl(value));
                case "--reset-password" -> forgottenBy = Optional.of(value);
                default -> throw new IllegalArgumentException(option + " is not known");
            }
        }
        return new Options(port, jdbcUrl(database), baseUrl, forgottenBy);
    }

    private static int port(String value) {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new IllegalArgumentException("--port is a number from 0 to 65535, not " + value);
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
        return "jdbc:h2:file:" + Path.of(database).toAbsolutePath() + ";AUTO_SERVER=TRUE";
    }

    private static URI baseUrl(String value) {
        try {
            URI url = new URI(value.replaceAll("/+$", ""));
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web
                    && url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getRawPath().isEmpty()) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("--base-url is not a URL: " + value, e);
        }
        throw new IllegalArgumentException("--base-url is http or https, a host and perhaps a port, not " + value);
    }
}
