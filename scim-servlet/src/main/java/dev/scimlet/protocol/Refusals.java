package dev.scimlet.protocol;

import dev.scimlet.core.ScimException;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.AuthenticationScheme;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place where exceptions, and credentials that are not good, become answers (RFC 7644 §3.12). A {@link ScimException}
 * becomes its error body; anything else is logged once and answered with a 500 that says nothing.
 */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(ScimService.class);

    private final AuthenticationScheme scheme;
    private final Installed installed;

    Refusals(AuthenticationScheme scheme, Installed installed) {
        this.scheme = scheme;
        this.installed = installed;
    }

    ScimResponse of(ScimRequest request, ExchangeOutcome outcome, ScimException error) {
        if (error.status() >= 500 && error.getCause() != null) {
            LOG.error("{} {} failed: {}", request.method(), endpointName(request), error.detail(), error.getCause());
        }
        return answer(request, outcome, error);
    }

    ScimResponse of(ScimRequest request, ExchangeOutcome outcome, RuntimeException failure) {
        String requestId = outcome.requestId();
        LOG.error("request {}: {} {} failed", requestId, request.method(), endpointName(request), failure);
        return answer(request, outcome, unexpected(requestId));
    }

    /** What a client is told of a failure that nobody foresaw. */
    static ScimException unexpected(String requestId) {
        return ScimException.withStatus(
                500, "the service provider failed; its log says why under request " + requestId);
    }

    private static ScimResponse answer(ScimRequest request, ExchangeOutcome outcome, ScimException error) {
        outcome.refused(error.type().orElse(null), error.detail());
        ScimResponse.Builder response = begun(request, error.status(), ErrorBody.of(error));
        error.retryAfter()
                .ifPresent(wait -> response.header("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
        return response.header("Cache-Control", "no-store").build();
    }

    private static ScimResponse.Builder begun(ScimRequest request, int status, byte[] body) {
        return ScimResponse.builder(status)
                .body(body)
                .header("Content-Type", MediaTypes.negotiate(request.headers("Accept"), true));
    }

    /** For the log: the first segment, which names no person; never the query string (RFC 7644 §7.5.2). */
    private static String endpointName(ScimRequest request) {
        String path = request.path();
        int second = path.indexOf('/', 1);
        return second < 0 ? path : path.substring(0, second) + "/…";
    }

    // ---- credentials (RFC 6750 §3)

    ScimResponse of(ScimRequest request, ExchangeOutcome outcome, Authentication refused) {
        if (refused instanceof Authentication.Missing) {
            return challenge(request, outcome, 401, "credentials are needed", "");
        }
        if (refused instanceof Authentication.Invalid invalid) {
            return challenge(request, outcome, 401, invalid.detail(), ", error=\"invalid_token\"");
        }
        if (refused instanceof Authentication.Malformed malformed) {
            return challenge(request, outcome, 400, malformed.detail(), ", error=\"invalid_request\"");
        }
        if (refused instanceof Authentication.Insufficient insufficient) {
            String needed = insufficient.scope() == null ? "" : ", scope=\"" + insufficient.scope() + "\"";
            return challenge(request, outcome, 403, insufficient.detail(), ", error=\"insufficient_scope\"" + needed);
        }
        throw new AssertionError("unknown kind of authentication: " + refused);
    }

    private ScimResponse challenge(
            ScimRequest request, ExchangeOutcome outcome, int status, String detail, String parameters) {
        outcome.refused(null, detail);
        String challenge = scheme.challenge() + " realm=\"scim\"" + parameters + installed.challengeParameters(request);
        return begun(request, status, ErrorBody.of(status, Optional.empty(), detail))
                .header("WWW-Authenticate", challenge)
                .header("Cache-Control", "no-store")
                .build();
    }
}
