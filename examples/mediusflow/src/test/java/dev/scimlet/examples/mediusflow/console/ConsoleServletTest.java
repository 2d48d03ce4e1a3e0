package dev.scimlet.examples.mediusflow.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConsoleServletTest {

    private static final int MANY = 100_000;

    @Test
    void stopsReadingWhenADownloadIsBrokenOff() {
        AtomicInteger read = new AtomicInteger();
        Answer.Download download = new Answer.Download("text/csv; charset=utf-8", "log.csv", out -> {
            while (read.getAndIncrement() < MANY) {
                out.append("a line of the log\r\n");
            }
        });
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("the browser has gone");
            }
        };

        assertThatThrownBy(() -> ConsoleServlet.write(download, false, response(broken)))
                .isInstanceOf(IOException.class)
                .hasMessage("the browser has gone");
        assertThat(read).hasValueLessThan(MANY);
    }

    @Test
    void writesADownloadToItsEnd() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();

        ConsoleServlet.write(
                new Answer.Download("text/csv; charset=utf-8", "log.csv", out -> out.append("Zoë\r\n")),
                false,
                response(sent));

        assertThat(sent.toString(StandardCharsets.UTF_8)).isEqualTo("Zoë\r\n");
    }

    private static HttpServletResponse response(OutputStream sent) {
        PrintWriter writer = new PrintWriter(sent, false, StandardCharsets.UTF_8);
        ServletOutputStream stream = new ServletOutputStream() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(int b) throws IOException {
                sent.write(b);
            }
        };
        return (HttpServletResponse) Proxy.newProxyInstance(
                HttpServletResponse.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getWriter" -> writer;
                    case "getOutputStream" -> stream;
                    default -> null;
                });
    }
}
