package dev.scimlet.examples.mediusflow.console;

import dev.scimlet.examples.mediusflow.tenant.RandomText;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;

/**
 * The cookie by which the console knows a browser again. It is the token of a session, or of nobody yet.
 *
 * <p>Forms carry a fingerprint of it: another site can make a browser send the cookie, but cannot know the fingerprint.
 */
final class BrowserToken {

    static final String FORM_FIELD = "form_token";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final HttpServletResponse response;
    private final boolean secure;
    private String token;

    private BrowserToken(HttpServletResponse response, boolean secure, String token) {
        this.response = response;
        this.secure = secure;
        this.token = token;
    }

    /**
     * The token that the browser sent; if it sent none, it is given one with its first form.
     *
     * @param secure whether the console is reached by https, so that the cookie must not travel without
     */
    static BrowserToken of(HttpServletRequest request, HttpServletResponse response, boolean secure) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(cookieName(secure))
                        && FORM.matcher(cookie.getValue()).matches()) {
                    return new BrowserToken(response, secure, cookie.getValue());
                }
            }
        }
        return new BrowserToken(response, secure, "");
    }

    /** The token as it was sent; empty if the browser has none. */
    String token() {
        return token;
    }

    /** Makes the browser forget its token. */
    void forget() {
        token = "";
        send("", 0);
    }

    /** Gives the browser another token, so that whoever knew the old one knows nothing. */
    void replace(String newToken) {
        token = newToken;
        send(newToken, -1);
    }

    private void send(String newToken, int secondsToLive) {
        Cookie cookie = new Cookie(cookieName(secure), newToken);
        cookie.setHttpOnly(true);
        cookie.setSecure(secure);
        cookie.setPath("/");
        cookie.setAttribute("SameSite", "Lax");
        cookie.setMaxAge(secondsToLive);
        response.addCookie(cookie);
    }

    /** What every form of a page for this browser must carry. */
    String formToken() {
        if (token.isEmpty()) {
            replace(RandomText.unguessable());
        }
        return fingerprint();
    }

    boolean wrote(String formToken) {
        return !token.isEmpty() && RandomText.same(formToken, fingerprint());
    }

    private String fingerprint() {
        return RandomText.fingerprint("form:" + token);
    }

    /** Browsers take a {@code __Host-} cookie only from this very host, only by https. */
    private static String cookieName(boolean secure) {
        return secure ? "__Host-mediusflow" : "mediusflow";
    }
}
