package dev.scimlet.examples.mediusflow;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of a browser as the console's tests need: one cookie, forms with their hidden fields, no script. */
final class Browser {

    private static final Pattern COOKIE = Pattern.compile("(__Host-)?mediusflow=([^;]*)");
    private static final Pattern FORM = Pattern.compile("<form[^>]*>.*?</form>", Pattern.DOTALL);
    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;
    private String cookie = "";
    private String lastSetCookie = "";

    Browser(URI base) {
        this.base = base;
    }

    /** A browser in which the administrator has signed in to the test tenant. */
    static Browser signedIn(URI base, String password) {
        return signedIn(base, "admin", password);
    }

    static Browser signedIn(URI base, String user, String password) {
        Browser browser = new Browser(base);
        HttpResponse<String> answer = browser.submit(
                "/sign-in", "/sign-in", Map.of("tenant", "fabrikam-test", "user", user, "password", password));
        if (answer.statusCode() != 303) {
            throw new AssertionError("not signed in: " + answer.statusCode() + " " + answer.body());
        }
        return browser;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).GET());
    }

    /** Opens {@code page}, fills the form that goes to {@code action} and sends it. */
    HttpResponse<String> submit(String page, String action, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(hiddenFields(page, action));
        all.putAll(fields);
        return post(action, all);
    }

    /** Sends fields as a form would, without having seen one. */
    HttpResponse<String> post(String path, Map<String, String> fields, String... headers) {
        return postBody(
                path,
                fields.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&")),
                headers);
    }

    HttpResponse<String> postBody(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    Map<String, String> hiddenFields(String page, String action) {
        String body = get(page).body();
        Matcher forms = FORM.matcher(body);
        while (forms.find()) {
            if (forms.group().contains("action=\"" + action + "\"")) {
                Map<String, String> fields = new LinkedHashMap<>();
                Matcher hidden = HIDDEN.matcher(forms.group());
                while (hidden.find()) {
                    fields.put(hidden.group(1), hidden.group(2));
                }
                return fields;
            }
        }
        throw new AssertionError("no form that goes to " + action + " on " + page + ":\n" + body);
    }

    String cookie() {
        return cookie;
    }

    void useCookie(String other) {
        cookie = other;
    }

    /** The whole header that set the cookie last. */
    String lastSetCookie() {
        return lastSetCookie;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            Optional<String> set = answer.headers().firstValue("Set-Cookie");
            set.ifPresent(this::keep);
            return answer;
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void keep(String setCookie) {
        lastSetCookie = setCookie;
        Matcher matcher = COOKIE.matcher(setCookie);
        if (matcher.find()) {
            cookie = matcher.group();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
