package dev.scimlet.testkit.http;

import java.util.regex.Pattern;

/**
 * A request as it goes over the wire.
 *
 * @param target the request target, sent byte for byte (in UTF-8): nothing is encoded, decoded or normalised
 * @param headers sent in this order and spelling. {@link WireClient} puts {@code Host} in front and
 *     {@code Content-Length} at the end unless the request has them (or {@code Transfer-Encoding}) itself, and adds
 *     nothing else
 */
public record WireRequest(String method, String target, WireHeaders headers, WireBody body) {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /**
     * Checks that the request can be written.
     *
     * @throws IllegalArgumentException if the method is not a token (RFC 9110 §9.1), or if the target is empty or holds
     *     a blank or a control character, which would end it on the wire
     */
    public WireRequest {
        if (!TOKEN.matcher(method).matches()) {
            throw new IllegalArgumentException("not a method: '" + method + "'");
        }
        if (target.isEmpty() || target.chars().anyMatch(letter -> letter <= ' ' || letter == 0x7f)) {
            throw new IllegalArgumentException("not a request target: '" + target + "'");
        }
    }

    /** A request without headers and body. */
    public static WireRequest of(String method, String target) {
        return new WireRequest(method, target, WireHeaders.none(), WireBody.none());
    }

    public static WireRequest get(String target) {
        return of("GET", target);
    }

    /** This request with one more header field at the end. */
    public WireRequest with(String name, String value) {
        return new WireRequest(method, target, headers.with(name, value), body);
    }

    public WireRequest with(WireBody newBody) {
        return new WireRequest(method, target, headers, newBody);
    }

    /** This request with {@code Authorization: Bearer token} (RFC 6750 §2.1). */
    public WireRequest withBearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** This request with this body, in UTF-8, and {@code Content-Type: application/scim+json} (RFC 7644 §3.1). */
    public WireRequest withScimJson(String json) {
        return with("Content-Type", "application/scim+json").with(WireBody.of(json));
    }

    /** Request line and headers, without {@code Authorization}'s value, and the body, all as text. */
    @Override
    public String toString() {
        return MessageText.of(method + " " + target, headers, body);
    }
}
