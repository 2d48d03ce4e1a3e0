package dev.scimlet.protocol;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.Precondition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request on the version of a resource (RFC 7644 §3.14, RFC 9110 §13). Tags compare weakly, in {@code
 * If-Match} too, because the RFC's own examples would fail otherwise; a malformed tag never matches.
 */
final class Preconditions implements Precondition {

    /** One element of a list; possessive, so that no text of any length makes it go back. */
    private static final Pattern TAG = Pattern.compile("\\s*+(?:W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*+)\"\\s*+");

    /** The versions that a header lists. */
    private record Tags(boolean any, Set<String> versions) {

        static @Nullable Tags of(List<String> headers) {
            if (headers.isEmpty()) {
                return null;
            }
            Set<String> versions = new TreeSet<>();
            boolean any = false;
            for (String header : headers) {
                any |= header.strip().equals("*");
                versions.addAll(listed(header));
            }
            return new Tags(any, versions);
        }

        /** The versions of one header; none if it is malformed. */
        private static Set<String> listed(String header) {
            Set<String> versions = new TreeSet<>();
            Matcher tag = TAG.matcher(header);
            int start = 0;
            while (tag.region(start, header.length()).lookingAt()) {
                versions.add(tag.group(1));
                if (tag.end() == header.length()) {
                    return versions;
                }
                if (header.charAt(tag.end()) != ',') {
                    return Set.of();
                }
                start = tag.end() + 1;
            }
            return Set.of();
        }

        boolean match(Resource resource) {
            return any || versions.contains(resource.meta().version());
        }
    }

    private final @Nullable Tags ifMatch;
    private final @Nullable Tags ifNoneMatch;
    private final @Nullable Instant unmodifiedSince;
    private final @Nullable Instant modifiedSince;

    private Preconditions(ScimRequest request) {
        ifMatch = Tags.of(request.headers("If-Match"));
        ifNoneMatch = Tags.of(request.headers("If-None-Match"));
        unmodifiedSince = ifMatch == null ? date(request.header("If-Unmodified-Since")) : null;
        modifiedSince = ifNoneMatch == null ? date(request.header("If-Modified-Since")) : null;
    }

    private Preconditions(@Nullable Tags ifMatch, @Nullable Tags ifNoneMatch) {
        this.ifMatch = ifMatch;
        this.ifNoneMatch = ifNoneMatch;
        this.unmodifiedSince = null;
        this.modifiedSince = null;
    }

    static Preconditions of(ScimRequest request) {
        return new Preconditions(request);
    }

    /** No conditions. */
    static Preconditions none() {
        return new Preconditions(null, null);
    }

    /** The {@code version} of a Bulk operation, which acts as If-Match. */
    static Preconditions ofVersion(String version) {
        return new Preconditions(Tags.of(List.of(version)), null);
    }

    /** The conditions on versions only: a resource without a time ignores those on times (RFC 9110 §13.1.3, §13.1.4). */
    Preconditions withoutTimes() {
        return new Preconditions(ifMatch, ifNoneMatch);
    }

    /** Whether there are none. */
    boolean isEmpty() {
        return ifMatch == null && ifNoneMatch == null && unmodifiedSince == null && modifiedSince == null;
    }

    boolean namesVersion() {
        return ifMatch != null;
    }

    private static @Nullable Instant date(Optional<String> header) {
        try {
            return header.map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .orElse(null);
        } catch (DateTimeException malformed) {
            // RFC 9110 §13.1.3: a recipient ignores a date that it cannot read
            return null;
        }
    }

    /** For writes: 412 if a condition does not hold. */
    @Override
    public void check(Resource current) {
        boolean otherVersion = ifMatch != null && !ifMatch.match(current);
        boolean sameVersion = ifNoneMatch != null && ifNoneMatch.match(current);
        boolean modified = unmodifiedSince != null && lastModified(current).isAfter(unmodifiedSince);
        if (otherVersion || sameVersion || modified) {
            throw ScimException.preconditionFailed();
        }
    }

    /** For reads: whether the client has this version already (304); 412 if {@code If-Match} does not hold. */
    boolean notModified(Resource current) {
        if (ifMatch != null && !ifMatch.match(current)) {
            throw ScimException.preconditionFailed();
        }
        if (ifNoneMatch != null) {
            return ifNoneMatch.match(current);
        }
        return modifiedSince != null && !lastModified(current).isAfter(modifiedSince);
    }

    private static Instant lastModified(Resource resource) {
        return resource.meta().lastModified().truncatedTo(ChronoUnit.SECONDS);
    }
}
