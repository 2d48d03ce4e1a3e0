package dev.scimlet.directory;

import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.message.ScimRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the directory of a request by its bearer token (RFC 6750), pasted or fetched. */
final class TokenAuthenticator implements Authenticator {

    /** Longer ones are refused unread. */
    static final int LONGEST = 4_096;

    private static final String BEARER = "Bearer";

    private static final int UNAUTHORIZED = 401;

    private static final Authentication.Invalid NOT_VALID = new Authentication.Invalid("the token is not valid");

    private final DirectoryStore store;
    private final Clock clock;
    private final WriteBehind behind;
    private final boolean pastedTokens;
    private final @Nullable Authenticator others;

    /** @param others asked about a token that no directory has, or null */
    TokenAuthenticator(
            DirectoryStore store,
            Clock clock,
            WriteBehind behind,
            boolean pastedTokens,
            @Nullable Authenticator others) {
        this.store = store;
        this.clock = clock;
        this.behind = behind;
        this.pastedTokens = pastedTokens;
        this.others = others;
    }

    @Override
    public Authentication authenticate(ScimRequest request) {
        List<String> headers = request.headers("Authorization");
        if (headers.isEmpty()) {
            return new Authentication.Missing();
        }
        if (headers.size() > 1) {
            return new Authentication.Malformed("there are several Authorization headers");
        }
        String header = headers.get(0).strip();
        boolean bearer = header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && (header.length() == BEARER.length() || header.charAt(BEARER.length()) == ' ');
        String token = bearer ? header.substring(BEARER.length()).strip() : header;
        if (!bearer && token.indexOf(' ') >= 0) {
            return new Authentication.Invalid("a bearer token is needed: 'Authorization: Bearer <token>'");
        }
        if (token.isEmpty() || token.length() > LONGEST || token.indexOf(' ') >= 0) {
            return NOT_VALID;
        }
        return authenticate(request, token, bearer);
    }

    private Authentication authenticate(ScimRequest request, String token, boolean bearer) {
        String hash = Secrets.hash(token);
        DirectoryStore.Presented presented = store.present(hash).orElse(null);
        if (presented == null || !Secrets.sameHash(presented.credential().hash(), hash)) {
            return others == null ? NOT_VALID : others.authenticate(request);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Credential credential = presented.credential();
        Directory directory = presented.directory();
        if (!bearer && !directory.settings().bareToken()) {
            return refused(directory, credential, now, "a bearer token is needed: 'Authorization: Bearer <token>'");
        }
        if (credential.revoked().isPresent()) {
            return refused(directory, credential, now, "the token has been revoked");
        }
        if (!credential.isLive(now)) {
            return refused(directory, credential, now, "the token has expired");
        }
        if (directory.state() == DirectoryState.DISABLED || !isAllowed(credential, directory)) {
            return refused(directory, credential, now, NOT_VALID.detail());
        }
        if (!Arrays.asList(credential.scope().split(" ")).contains(Directories.SCOPE)) {
            behind.request(directory, 403, false, now);
            return new Authentication.Insufficient(
                    "the scope '" + Directories.SCOPE + "' is needed",
                    Directories.SCOPE,
                    accepted(directory, credential));
        }
        behind.used(credential, now);
        return accepted(directory, credential);
    }

    /** A directory by one of its credentials, both of which those who look at the request's context can see. */
    private static Authentication.Accepted accepted(Directory directory, Credential credential) {
        return new Authentication.Accepted(directory.name(), directory.tenant(), List.of(directory, credential));
    }

    private boolean isAllowed(Credential credential, Directory directory) {
        return credential.kind() != Credential.Kind.PASTED_TOKEN
                || pastedTokens && directory.settings().methods().contains(AuthenticationMethod.PASTED_TOKEN);
    }

    /** What is known and refused counts for the directory; what is not known could be anybody's. */
    private Authentication refused(Directory directory, Credential credential, Instant now, String detail) {
        behind.request(directory, UNAUTHORIZED, false, now);
        return new Authentication.Invalid(detail, accepted(directory, credential));
    }
}
