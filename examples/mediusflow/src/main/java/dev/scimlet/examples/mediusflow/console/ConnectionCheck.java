package dev.scimlet.examples.mediusflow.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Tries a tenant's SCIM link as a directory does when it tests a connection: by HTTP, at the public address, with a
 * secret of its own that is gone afterwards.
 */
final class ConnectionCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ConsoleSettings settings;
    private final ProvisioningSecrets secrets;

    ConnectionCheck(ConsoleSettings settings) {
        this.settings = settings;
        this.secrets = new ProvisioningSecrets(settings.database(), settings.clock());
    }

    /** How one part of the check went, in a sentence. */
    record Finding(Outcome outcome, String sentence) {}

    enum Outcome {
        WORKS,
        /** Cannot be said before provisioning is switched on. */
        LATER,
        FAILS
    }

    /** Whether everything was tried that a directory tries, and worked. */
    static boolean works(List<Finding> findings) {
        return findings.stream().allMatch(finding -> finding.outcome == Outcome.WORKS);
    }

    List<Finding> run(Tenant tenant) {
        String link = settings.scimLink(tenant);
        List<Finding> findings = new ArrayList<>();
        ProvisioningSecrets.Check check = secrets.beginCheck(tenant);
        try {
            findings.add(refusal(link, check.revoked()));
            if (findings.get(0).outcome == Outcome.FAILS) {
                return findings;
            }
            if (!tenant.provisioningEnabled()) {
                findings.add(new Finding(
                        Outcome.LATER,
                        "Lookups are answered once user provisioning is switched on (step 3): verify again then."));
                return findings;
            }
            findings.addAll(lookups(link, check.secret()));
        } catch (IOException e) {
            findings.add(new Finding(Outcome.FAILS, "Nothing answers at " + link + ": " + words(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            findings.add(new Finding(Outcome.FAILS, "The check was interrupted."));
        } finally {
            secrets.endCheck(check);
        }
        return findings;
    }

    private Finding refusal(String link, String revoked) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(link, "Users", "userName", revoked);
        if (answer.statusCode() == 401) {
            return new Finding(
                    Outcome.WORKS, "The SCIM link is reached at " + link + " and refuses a secret that was revoked.");
        }
        return new Finding(
                Outcome.FAILS,
                "A request with a revoked secret is answered with status " + answer.statusCode() + " at " + link
                        + "; it should be 401. Is the base URL right, and does a proxy in front pass /scim on?");
    }

    private List<Finding> lookups(String link, String secret) throws IOException, InterruptedException {
        return List.of(
                lookup("users", get(link, "Users", "userName", secret)),
                lookup("groups", get(link, "Groups", "displayName", secret)));
    }

    private static Finding lookup(String what, HttpResponse<String> answer) {
        if (answer.statusCode() == 200 && isEmptyList(answer.body())) {
            return new Finding(
                    Outcome.WORKS,
                    "A lookup of " + what + " with a secret is answered, and finds nobody by a made-up name.");
        }
        return new Finding(
                Outcome.FAILS,
                "A lookup of " + what + " by a made-up name is answered with status " + answer.statusCode()
                        + "; it should be 200 and an empty list.");
    }

    private static boolean isEmptyList(String body) {
        try {
            JsonNode list = JSON.readTree(body);
            return list.path("totalResults").isInt()
                    && list.path("totalResults").intValue() == 0
                    && list.path("schemas").toString().contains(":ListResponse");
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private HttpResponse<String> get(String link, String endpoint, String attribute, String secret)
            throws IOException, InterruptedException {
        String filter = attribute + " eq \"" + UUID.randomUUID() + "\"";
        URI address =
                URI.create(link + "/" + endpoint + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + secret)
                .header("Accept", "application/scim+json")
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static String words(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
