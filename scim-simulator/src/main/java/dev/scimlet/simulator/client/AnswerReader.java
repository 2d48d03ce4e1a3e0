package dev.scimlet.simulator.client;

import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.simulator.transport.ScimCall;
import dev.scimlet.testkit.json.JsonSyntaxException;
import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads answers and refuses those that are not SCIM, with a sentence about what is wrong with them. */
final class AnswerReader {

    private static final String ENTERPRISE_USER = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    private final Set<String> mediaTypes;

    /** @param mediaTypes the media types of bodies that this client takes, in lower case */
    AnswerReader(Set<String> mediaTypes) {
        this.mediaTypes = Set.copyOf(mediaTypes);
    }

    ScimResource resource(ScimCall call, ScimAnswer answer) throws ScimFailureException {
        return resource(call, answer, body(call, answer));
    }

    ResultPage page(ScimCall call, ScimAnswer answer) throws ScimFailureException {
        Map<String, Object> body = body(call, answer);
        if (!(body.get("schemas") instanceof List<?> schemas) || !schemas.contains(LIST_RESPONSE)) {
            throw incompatible(call, answer, "'schemas' does not name " + LIST_RESPONSE);
        }
        if (!(body.get("totalResults") instanceof Integer totalResults)) {
            throw incompatible(call, answer, "'totalResults' is not an integer");
        }
        for (String number : List.of("startIndex", "itemsPerPage")) {
            if (body.get(number) != null && !(body.get(number) instanceof Integer)) {
                throw incompatible(call, answer, "'" + number + "' is not an integer");
            }
        }
        if (!(body.get("Resources") instanceof List<?> list)) {
            throw incompatible(call, answer, "'Resources' is not an array");
        }
        List<ScimResource> resources = new ArrayList<>();
        for (Object element : list) {
            resources.add(resource(
                    call,
                    answer,
                    PlainJson.asObject(element)
                            .orElseThrow(
                                    () -> incompatible(call, answer, "an element of 'Resources' is not an object"))));
        }
        return new ResultPage(totalResults, resources);
    }

    private ScimResource resource(ScimCall call, ScimAnswer answer, Map<String, Object> body)
            throws ScimFailureException {
        String id = PlainJson.text(body, "id").orElse("");
        if (id.isEmpty()) {
            throw incompatible(call, answer, "the resource has no 'id'");
        }
        if (body.get("active") != null && !(body.get("active") instanceof Boolean)) {
            throw incompatible(call, answer, "'active' is not a boolean");
        }
        Object enterprise = body.get(ENTERPRISE_USER);
        if (enterprise != null) {
            Object manager = PlainJson.asObject(enterprise)
                    .orElseThrow(() -> incompatible(call, answer, "'" + ENTERPRISE_USER + "' is not an object"))
                    .get("manager");
            if (manager != null && PlainJson.asObject(manager).isEmpty()) {
                throw incompatible(call, answer, "'manager' is not complex: an object with 'value' is expected");
            }
        }
        return new ScimResource(id, body);
    }

    Map<String, Object> body(ScimCall call, ScimAnswer answer) throws ScimFailureException {
        String mediaType =
                answer.header("Content-Type").orElse("").split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (!mediaTypes.contains(mediaType)) {
            throw incompatible(call, answer, "the Content-Type is '" + mediaType + "'");
        }
        try {
            return PlainJson.object(answer.body());
        } catch (JsonSyntaxException e) {
            throw new ScimFailureException(
                    FailureKind.INCOMPATIBLE, describe(call, answer) + ", but the body is " + e.getMessage(), e);
        }
    }

    static ScimFailureException incompatible(ScimCall call, ScimAnswer answer, String fault) {
        return new ScimFailureException(
                FailureKind.INCOMPATIBLE, answer.status(), "", describe(call, answer) + ", but " + fault);
    }

    static String describe(ScimCall call, ScimAnswer answer) {
        return call.method() + " " + call.target() + " was answered " + answer.status();
    }
}
