package dev.scimlet.protocol;

import dev.scimlet.core.ScimException;
import dev.scimlet.protocol.message.ScimRequest;
import java.util.List;
import java.util.Locale;

/** What bodies are sent and accepted as (RFC 7644 §3.8, A-58). */
final class MediaTypes {

    static final String SCIM = "application/scim+json";
    static final String JSON = "application/json";

    private MediaTypes() {}

    /**
     * Refuses bodies that are not JSON, or are compressed. Without a content type they are taken as JSON; parameters say
     * nothing, {@code charset} neither: JSON is UTF-8 (RFC 8259 §11).
     *
     * @throws ScimException 415
     */
    static void requireJson(ScimRequest request) {
        String header = request.header("Content-Type").orElse(SCIM);
        if (!header.equals(SCIM) && !header.equals(JSON)) {
            String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            if (!type.isEmpty() && !type.equals(SCIM) && !type.equals(JSON)) {
                throw ScimException.withStatus(415, "send " + SCIM + " or " + JSON);
            }
        }
        for (String codings : request.headers("Content-Encoding")) {
            for (String coding : codings.split(",", -1)) {
                String name = coding.strip();
                if (!name.isEmpty() && !name.equalsIgnoreCase("identity")) {
                    throw ScimException.withStatus(415, "send the body as it is, without a Content-Encoding");
                }
            }
        }
    }

    /**
     * The type of the answer: {@code application/scim+json} wherever it is acceptable, {@code application/json} if the
     * client accepts just that or prefers it.
     *
     * @throws ScimException 406 if neither is acceptable and that is not tolerated
     */
    static String negotiate(List<String> accept, boolean answerUnacceptable) {
        if (accept.isEmpty()) {
            return SCIM;
        }
        String only = accept.get(0);
        if (accept.size() == 1 && (only.equals(SCIM) || only.equals("*/*"))) {
            return SCIM;
        }
        double scim = quality(accept, SCIM);
        double json = quality(accept, JSON);
        if (scim <= 0 && json <= 0) {
            if (answerUnacceptable || accept.stream().allMatch(String::isBlank)) {
                return SCIM;
            }
            throw ScimException.withStatus(406, "answers are " + SCIM + " or " + JSON);
        }
        return json > scim ? JSON : SCIM;
    }

    /** The q of the most specific range that covers the type (RFC 9110 §12.5.1). */
    private static double quality(List<String> accept, String type) {
        int best = 0;
        double quality = 0;
        for (String header : accept) {
            for (String range : header.split(",", -1)) {
                String[] parts = range.split(";", -1);
                String name = parts[0].strip().toLowerCase(Locale.ROOT);
                int specific = name.equals(type) ? 3 : name.equals("application/*") ? 2 : name.equals("*/*") ? 1 : 0;
                if (specific > best) {
                    best = specific;
                    quality = q(parts);
                }
            }
        }
        return quality;
    }

    private static double q(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException malformed) {
                    return 1;
                }
            }
        }
        return 1;
    }
}
