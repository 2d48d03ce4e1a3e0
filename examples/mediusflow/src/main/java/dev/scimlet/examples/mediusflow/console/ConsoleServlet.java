package dev.scimlet.examples.mediusflow.console;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Serial;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console as a servlet, to be mapped to everything that is not the SCIM link. */
public final class ConsoleServlet extends HttpServlet {

    @Serial
    private static final long serialVersionUID = 1;

    private static final Logger LOGGER = LoggerFactory.getLogger(ConsoleServlet.class);

    /** Nothing from elsewhere, nothing written into a page, no frame around it. */
    private static final String CONTENT_POLICY = "default-src 'none'; style-src 'self'; script-src 'self';"
            + " img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final transient Console console;

    public ConsoleServlet(ConsoleSettings settings) {
        this.console = new Console(settings);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Content-Security-Policy", CONTENT_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        Answer answer;
        try {
            answer = console.answer(request, response);
        } catch (RuntimeException e) {
            LOGGER.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
            answer = ErrorPage.failed();
        }
        write(answer, request.getMethod().equals("HEAD"), response);
    }

    static void write(Answer answer, boolean headOnly, HttpServletResponse response) throws IOException {
        if (answer instanceof Answer.Redirect redirect) {
            response.setHeader("Cache-Control", "no-store");
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", redirect.location());
        } else if (answer instanceof Answer.Page page) {
            response.setHeader("Cache-Control", "no-store");
            response.setStatus(page.status());
            send("text/html; charset=utf-8", page.html().markup(), headOnly, response);
        } else if (answer instanceof Answer.File file) {
            response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
            send(file.type(), file.content(), headOnly, response);
        } else if (answer instanceof Answer.Download download) {
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("Content-Disposition", "attachment; filename=\"" + download.name() + "\"");
            response.setContentType(download.type());
            if (!headOnly) {
                // The writer of the response would swallow that the browser has gone, and the whole log be read for
                // nobody
                Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
                download.content().writeTo(out);
                out.flush();
            }
        } else {
            throw new AssertionError("unknown kind of answer: " + answer);
        }
    }

    private static void send(String type, String text, boolean headOnly, HttpServletResponse response)
            throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        response.setContentType(type);
        response.setContentLength(content.length);
        if (!headOnly) {
            response.getOutputStream().write(content);
        }
    }
}
