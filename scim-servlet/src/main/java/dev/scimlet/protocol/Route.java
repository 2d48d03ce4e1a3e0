package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.protocol.message.PercentEncoding;
import dev.scimlet.protocol.message.ScimResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request, cut into segments that are decoded once (RFC 7644 §3.2, §3.13, A-67).
 *
 * @param version the segment {@code /v2} if the path starts with one, else empty; it stays part of the base URL
 * @param versionFault what the path says of another version, or empty
 * @param segments the segments after it; an empty one stands for two slashes
 */
record Route(String version, String versionFault, List<String> segments) {

    static Route of(String path) {
        List<String> segments = new ArrayList<>();
        if (!path.isEmpty()) {
            for (String segment : path.substring(path.startsWith("/") ? 1 : 0).split("/", -1)) {
                segments.add(PercentEncoding.decode(segment));
            }
        }
        String version = "";
        String versionFault = "";
        if (!segments.isEmpty() && isVersion(segments.get(0))) {
            String first = segments.remove(0);
            if (first.equals("v2")) {
                version = "/v2";
            } else {
                versionFault = first;
            }
        }
        return new Route(version, versionFault, List.copyOf(segments));
    }

    private static boolean isVersion(String segment) {
        boolean digits = segment.length() > 1 && segment.length() <= 10 && segment.charAt(0) == 'v';
        for (int i = 1; digits && i < segment.length(); i++) {
            digits = segment.charAt(i) >= '0' && segment.charAt(i) <= '9';
        }
        return digits;
    }

    void requireServed(ClientProfile profile) {
        if (!versionFault.isEmpty()) {
            throw ScimException.of(
                    ErrorType.INVALID_VERSION, "protocol version " + versionFault + " is not supported; v2 is");
        }
    }

    /** The segments, less the empty ones that the profile tolerates. */
    List<String> effectiveSegments(ClientProfile profile) {
        List<String> effective = new ArrayList<>(segments);
        int last = effective.size() - 1;
        if (last >= 0 && effective.get(last).isEmpty() && (last == 0 || profile.tolerates(Tolerance.TRAILING_SLASH))) {
            effective.remove(last);
        }
        if (!effective.isEmpty() && effective.get(0).isEmpty()) {
            if (!profile.tolerates(Tolerance.EMPTY_FIRST_SEGMENT)) {
                throw ScimException.withStatus(
                        404,
                        "the path has two slashes where one belongs; is the base URL configured with a slash at its end?");
            }
            effective.remove(0);
        }
        for (String segment : effective) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw ScimException.withStatus(404, "the path has an empty segment");
            }
        }
        return effective;
    }

    static ScimException unknown(String path) {
        boolean printable = path.chars().allMatch(c -> c > ' ' && c < 0x7f) && path.length() <= 200;
        return ScimException.withStatus(404, "there is no endpoint" + (printable ? " " + path : " of this path"));
    }

    static ScimResponse options(String allowed) {
        return ScimResponse.builder(204).header("Allow", allowed).build();
    }

    static ScimResponse notAllowed(String allowed) {
        byte[] body = ErrorBody.of(405, java.util.Optional.empty(), "this endpoint supports " + allowed);
        return ScimResponse.builder(405).body(body).header("Allow", allowed).build();
    }
}
