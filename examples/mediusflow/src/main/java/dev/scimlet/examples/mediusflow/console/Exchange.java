package dev.scimlet.examples.mediusflow.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request to the console, and what of its response is set besides the page. */
final class Exchange {

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Map<String, String> variables;
    private final BrowserToken browser;

    Exchange(
            HttpServletRequest request,
            HttpServletResponse response,
            Map<String, String> variables,
            BrowserToken browser) {
        this.request = request;
        this.response = response;
        this.variables = Map.copyOf(variables);
        this.browser = browser;
    }

    /** The part of the path that stands where the route says {@code {name}}. */
    String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    /** What the form or the query says for {@code name}, without blanks around it; empty if it says nothing. */
    String field(String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.strip();
    }

    /** What was typed, with blanks around it: a password may have them. */
    String exactField(String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    List<String> fields(String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? List.of() : List.of(values);
    }

    /** The constant with the name that the query gives, if it gives one. */
    <E extends Enum<E>> Optional<E> choice(Class<E> kind, String name) {
        String wanted = field(name);
        for (E constant : kind.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(wanted)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    /** The positive number that the query gives, if it gives one. */
    Optional<Long> number(String name) {
        String digits = field(name);
        return digits.matches("[0-9]{1,18}") && Long.parseLong(digits) > 0
                ? Optional.of(Long.parseLong(digits))
                : Optional.empty();
    }

    /** The page that the query asks for, the first if it asks for none. */
    int pageNumber() {
        return (int) Math.min(number("page").orElse(1L), 1_000_000L);
    }

    BrowserToken browser() {
        return browser;
    }

    /** Whether a form was sent, rather than a page asked for. */
    boolean isForm() {
        return request.getMethod().equals("POST");
    }

    String remoteAddress() {
        return request.getRemoteAddr();
    }

    void header(String name, String value) {
        response.setHeader(name, value);
    }
}
