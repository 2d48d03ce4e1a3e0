package dev.scimlet.examples.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The application on a free port, over a database of its own. */
final class RunningApplication implements AutoCloseable {

    static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private static int databases;

    private final ConfigurableApplicationContext context;

    RunningApplication() {
        this("jdbc:h2:mem:rooms" + ++databases);
    }

    RunningApplication(String databaseUrl, String... settings) {
        this(databaseUrl, List.of(), settings);
    }

    /** @param more what a test adds to the application */
    RunningApplication(String databaseUrl, List<Class<?>> more, String... settings) {
        List<Class<?>> parts = new ArrayList<>(more);
        parts.add(RoomBooking.class);
        int port = freePort();
        SpringApplicationBuilder application = new SpringApplicationBuilder(parts.toArray(Class<?>[]::new))
                .properties(
                        "server.port=" + port,
                        "PUBLIC_URL=http://127.0.0.1:" + port,
                        "spring.main.banner-mode=off",
                        "logging.level.root=error",
                        "logging.level.org.hibernate.engine.jdbc.spi.SqlExceptionHelper=off")
                .properties(settings);
        context = application.run("--spring.datasource.url=" + databaseUrl, "--scimlet.token=" + TOKEN);
    }

    /** What is public has to be known before the application starts. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI page(String path) {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    URI scim() {
        return page("/scim/v2");
    }

    @SuppressWarnings("unchecked")
    <T> T bean(String name) {
        return (T) context.getBean(name);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    JdbcTemplate jdbc() {
        return bean(JdbcTemplate.class);
    }

    /** Rows, each with its values joined by bars. */
    List<String> rows(String sql) {
        return jdbc().query(sql, (row, number) -> {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                line.append(i == 1 ? "" : "|").append(row.getString(i));
            }
            return line.toString();
        });
    }

    void empty() {
        for (String table : List.of("bookings", "team_users", "teams", "users", "mails")) {
            jdbc().update("DELETE FROM " + table);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
