package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.FailureKind;
import dev.scimlet.simulator.client.ResultPage;
import dev.scimlet.simulator.client.ScimClient;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.log.StepKind;
import dev.scimlet.simulator.mapping.AttributeMapping;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.TargetPath;
import java.util.Map;
import java.util.Optional;

/** Looks for the resource of an object of the directory: by its id if that is known, else by matching attributes. */
final class Locator {

    static final String USERS = "/Users";
    static final String GROUPS = "/Groups";

    private final ScimClient client;
    private final String endpoint;
    private final ObjectMapping mapping;

    Locator(ScimClient client, String endpoint, ObjectMapping mapping) {
        this.client = client;
        this.endpoint = endpoint;
        this.mapping = mapping;
    }

    /** The resource with a known id; of a group, without its members. */
    Optional<ScimResource> read(String id, Attempt attempt) throws ScimFailureException {
        attempt.begin(StepKind.MATCHING);
        Optional<ScimResource> found =
                client.read(endpoint, id, endpoint.equals(GROUPS) ? EntraQuery.WITHOUT_MEMBERS : "");
        attempt.done(StepKind.MATCHING, (found.isPresent() ? "found by its id " : "there is no longer an id ") + id);
        found.ifPresent(resource -> warnOfMembers(resource, attempt));
        return found;
    }

    /** Tries the matching attributes in order; the first that gives a hit decides. */
    Optional<ScimResource> match(Map<TargetPath, Object> values, Attempt attempt) throws ScimFailureException {
        attempt.begin(StepKind.MATCHING);
        for (AttributeMapping row : mapping.matchingAttributes()) {
            Optional<String> value = row.matchingValue(values);
            if (value.isPresent()) {
                Optional<ScimResource> found = search(row.target(), value.get());
                if (found.isPresent()) {
                    warnOfMembers(found.get(), attempt);
                    attempt.done(StepKind.MATCHING, "matched by " + row.target().text() + " " + value.get());
                    return found;
                }
            }
        }
        attempt.done(StepKind.MATCHING, "no match in the application");
        return Optional.empty();
    }

    /** All members of a large group with every answer are much work for nothing. */
    private void warnOfMembers(ScimResource resource, Attempt attempt) {
        if (endpoint.equals(GROUPS) && !resource.values("members").isEmpty()) {
            attempt.warn(GROUPS + " returns members although excludedAttributes asks to leave them out");
        }
    }

    private Optional<ScimResource> search(TargetPath target, String value) throws ScimFailureException {
        String query = endpoint.equals(GROUPS)
                ? EntraQuery.equalWithoutMembers(target.text(), value)
                : EntraQuery.equal(target.text(), value);
        ResultPage page = client.search(endpoint, query);
        String question = endpoint + " with " + target.text() + " " + value;
        if (page.totalResults() > 1 || page.resources().size() > 1) {
            throw ScimFailureException.of(
                    FailureKind.DUPLICATE_TARGET, page.totalResults() + " results for " + question);
        }
        if (page.totalResults() != page.resources().size()) {
            throw ScimFailureException.of(
                    FailureKind.INCOMPATIBLE, "'totalResults' does not fit 'Resources' for " + question);
        }
        Optional<ScimResource> found = page.resources().stream().findFirst();
        if (found.isPresent() && !has(found.get(), target, value)) {
            throw ScimFailureException.of(
                    FailureKind.INCOMPATIBLE,
                    "the filter was not applied: a resource came back that does not match " + question);
        }
        return found;
    }

    private static boolean has(ScimResource resource, TargetPath target, String value) {
        return target.read(resource.attributes())
                .filter(actual -> actual.toString().equalsIgnoreCase(value))
                .isPresent();
    }
}
