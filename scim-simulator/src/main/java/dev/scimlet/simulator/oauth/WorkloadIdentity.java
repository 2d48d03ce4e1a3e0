package dev.scimlet.simulator.oauth;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Entra ID says of a workload identity of a customer, with the claims of its sample for SCIM provisioning: no {@code jti}, 65
 * minutes long, and issuer and subject that are not the client's.
 */
public final class WorkloadIdentity implements ClientAssertions {

    /** What an assertion of Entra ID lives. */
    public static final Duration LIFE = Duration.ofMinutes(65);

    private static final String HOST = "https://login.microsoftonline.com/";

    /** Whose object the subject is: Entra ID's own application that provisions. */
    private static final String APPLICATION = "api://";

    private final SigningKeys keys;
    private final Clock clock;
    private final String tenantId;
    private final String issuer;
    private final String subject;
    private final String audience;

    private WorkloadIdentity(
            SigningKeys keys, Clock clock, String tenantId, String issuer, String subject, String audience) {
        this.keys = keys;
        this.clock = clock;
        this.tenantId = tenantId;
        this.issuer = issuer;
        this.subject = subject;
        this.audience = audience;
    }

    /**
     * An identity in a tenant of Entra ID.
     *
     * @param clock of the issuer, which may go wrong
     * @param tenantId of the customer at Entra ID, a UUID
     * @param subject the object of the provisioning service in that tenant, a UUID
     * @param audience the application of the identity, such as {@code api://11111111-2222-4333-8444-555555555555}
     */
    public static WorkloadIdentity ofEntra(
            SigningKeys keys, Clock clock, String tenantId, String subject, String audience) {
        return new WorkloadIdentity(keys, clock, tenantId, HOST + tenantId + "/v2.0", subject, audience);
    }

    /** The same with another text for {@code iss}, for a service that is told to trust another issuer. */
    public WorkloadIdentity issuedBy(String otherIssuer) {
        return new WorkloadIdentity(keys, clock, tenantId, otherIssuer, subject, audience);
    }

    /** What {@code iss} says. */
    public String issuer() {
        return issuer;
    }

    /** Where Entra ID has the keys of the tenant. */
    public String jwksUri() {
        return HOST + tenantId + "/discovery/v2.0/keys";
    }

    /** What {@code sub} says. */
    public String subject() {
        return subject;
    }

    /** What {@code aud} says. */
    public String audience() {
        return audience;
    }

    @Override
    public String next() {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", audience);
        claims.put("iss", issuer);
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + LIFE.toSeconds());
        claims.put("appid", audience.startsWith(APPLICATION) ? audience.substring(APPLICATION.length()) : audience);
        claims.put("appidacr", "2");
        claims.put("idp", "https://sts.windows.net/" + tenantId + "/");
        claims.put("oid", subject);
        claims.put("sub", subject);
        claims.put("tid", tenantId);
        claims.put("ver", "2.0");
        return keys.signing().sign("JWT", claims);
    }
}
