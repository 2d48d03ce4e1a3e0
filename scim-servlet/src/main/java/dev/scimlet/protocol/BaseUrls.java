package dev.scimlet.protocol;

import dev.scimlet.protocol.message.ScimRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The public base URL of the service: configured, or that of the request. */
final class BaseUrls {

    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.\\-\\[\\]:_]+");

    private final @Nullable String configured;
    private final boolean forwardedHeadersTrusted;

    BaseUrls(@Nullable String configured, boolean forwardedHeadersTrusted) {
        if (configured != null && !configured.matches("https?://[^/?#]+[^?#]*")) {
            throw new IllegalArgumentException("the base URL must be absolute, http or https: " + configured);
        }
        this.configured = configured == null ? null : configured.replaceAll("/+$", "");
        this.forwardedHeadersTrusted = forwardedHeadersTrusted;
    }

    String of(ScimRequest request, String basePath) {
        if (configured != null) {
            return configured + basePath;
        }
        String base = request.baseUrl();
        if (forwardedHeadersTrusted) {
            int path = base.indexOf('/', base.indexOf("://") + 3);
            String scheme = scheme(request).orElse(base.substring(0, base.indexOf("://")));
            String authority = forwarded(request, "host")
                    .or(() -> first(request.header("X-Forwarded-Host")))
                    .filter(host -> AUTHORITY.matcher(host).matches())
                    .orElse(base.substring(base.indexOf("://") + 3, path < 0 ? base.length() : path));
            base = scheme + "://" + authority + (path < 0 ? "" : base.substring(path));
        }
        return base + basePath;
    }

    boolean isSecure(ScimRequest request) {
        return request.isSecure()
                || forwardedHeadersTrusted
                        && scheme(request).filter("https"::equals).isPresent();
    }

    private static Optional<String> scheme(ScimRequest request) {
        return forwarded(request, "proto")
                .or(() -> first(request.header("X-Forwarded-Proto")))
                .map(scheme -> scheme.toLowerCase(Locale.ROOT))
                .filter(scheme -> scheme.equals("https") || scheme.equals("http"));
    }

    private static Optional<String> first(Optional<String> header) {
        return header.map(text -> text.split(",", 2)[0].strip()).filter(text -> !text.isEmpty());
    }

    /** A parameter of the first element of {@code Forwarded} (RFC 7239). */
    private static Optional<String> forwarded(ScimRequest request, String parameter) {
        return first(request.header("Forwarded")).flatMap(element -> {
            Matcher matcher = Pattern.compile("(?i)(?:^|;)\\s*" + parameter + "=\"?([^\";]+)\"?")
                    .matcher(element);
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        });
    }
}
