package dev.scimlet.testkit.replay;

import dev.scimlet.testkit.http.WireResponse;
import dev.scimlet.testkit.json.Json;
import dev.scimlet.testkit.json.Json.JsonArray;
import dev.scimlet.testkit.json.Json.JsonBoolean;
import dev.scimlet.testkit.json.Json.JsonNull;
import dev.scimlet.testkit.json.Json.JsonNumber;
import dev.scimlet.testkit.json.Json.JsonObject;
import dev.scimlet.testkit.json.JsonPointer;
import dev.scimlet.testkit.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds one answer against what its step expects. */
final class Judgement {

    /** No answer holds a null, whatever the step is about. */
    private static final List<String> NO_NULLS = List.of("T21");

    private static final int LONGEST_QUOTE = 300;

    private final TraceStep step;
    private final TraceStep.Expectation expect;
    private final Variables variables;
    private final WireResponse response;
    private final List<Mismatch> mismatches = new ArrayList<>();
    private final Map<String, String> captured = new LinkedHashMap<>();

    Judgement(TraceStep step, Variables variables, WireResponse response) {
        this.step = step;
        this.expect = step.expect();
        this.variables = variables;
        this.response = response;
        judge();
    }

    List<Mismatch> mismatches() {
        return mismatches;
    }

    /** What the answer gives to later steps. */
    Map<String, String> captured() {
        return captured;
    }

    private void judge() {
        Optional<Json> body = readBody();
        boolean asExpected = expect.statuses().contains(response.status());
        if (asExpected) {
            expect.headers().forEach(this::checkHeader);
            checkBody(body);
        } else {
            String statuses = expect.statuses().stream().map(String::valueOf).collect(Collectors.joining(" or "));
            report("status", statuses, response.status() + errorOf(body));
        }
        body.ifPresent(json -> checkNulls(json, JsonPointer.ROOT));
        if (asExpected || isSuccess()) {
            step.captures().forEach((name, pointer) -> capture(name, pointer, body));
        }
    }

    private Optional<Json> readBody() {
        if (response.body().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parse(response.body().bytes()));
        } catch (JsonSyntaxException invalid) {
            if (claimsJson() || wantsJson()) {
                report("body", "JSON", quote(response.body().text()) + ": " + invalid.getMessage());
            }
            return Optional.empty();
        }
    }

    private boolean claimsJson() {
        return response.headers()
                .first("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("json"))
                .isPresent();
    }

    private boolean wantsJson() {
        return expect.jsonSubset().isPresent() || !expect.jsonAbsent().isEmpty();
    }

    private void checkHeader(String name, String pattern) {
        if (isContentType(name) && response.body().isEmpty()) {
            return;
        }
        String filled = variables.fillPattern(pattern);
        var wanted = Pattern.compile(filled, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        var values = response.headers().all(name);
        if (values.stream().noneMatch(value -> wanted.matcher(value).find())) {
            report(
                    "header " + name,
                    "a match of " + filled,
                    values.isEmpty() ? "nothing" : String.join(" and ", values));
        }
    }

    private static boolean isContentType(String name) {
        return name.equalsIgnoreCase("Content-Type");
    }

    private void checkBody(Optional<Json> body) {
        if (response.body().isEmpty()) {
            boolean wanted = wantsJson() || expect.headers().keySet().stream().anyMatch(Judgement::isContentType);
            if (wanted && !mayLackBody()) {
                report("body", "a body", "none");
            }
            return;
        }
        body.ifPresent(json -> {
            expect.jsonSubset()
                    .ifPresent(subset -> mismatches.addAll(
                            JsonMatcher.compare(variables.fillExpected(subset), json, step.quirks())));
            expect.jsonAbsent().forEach(pointer -> checkAbsent(variables.fill(pointer), json));
        });
    }

    /** PATCH may answer with the resource or without (RFC 7644 §3.5.2); 204 is without in any case. */
    private boolean mayLackBody() {
        return response.status() == 204 || step.request().method().equals("PATCH");
    }

    private void checkAbsent(String pointer, Json body) {
        body.at(pointer).ifPresent(found -> report(pointer, "nothing", quote(found.text())));
    }

    private void checkNulls(Json value, JsonPointer at) {
        if (value == JsonNull.NULL) {
            mismatches.add(new Mismatch(at.tokens().isEmpty() ? "body" : at.toString(), "no null", "null", NO_NULLS));
        } else if (value instanceof JsonObject object) {
            object.members().forEach((name, member) -> checkNulls(member, at.child(name)));
        } else if (value instanceof JsonArray array) {
            for (int index = 0; index < array.elements().size(); index++) {
                checkNulls(array.elements().get(index), at.child(index));
            }
        }
    }

    private boolean isSuccess() {
        return response.status() >= 200 && response.status() < 300;
    }

    /** An unexpected success may still give what later steps need. */
    private void capture(String name, JsonPointer pointer, Optional<Json> body) {
        var value = body.flatMap(pointer::resolve).flatMap(Judgement::scalarText);
        if (value.isPresent()) {
            captured.put(name, value.get());
        } else if (expect.statuses().contains(response.status())) {
            report(pointer.toString(), "a value for ${" + name + "}", "none");
        }
    }

    private static Optional<String> scalarText(Json value) {
        if (value instanceof JsonNumber || value instanceof JsonBoolean) {
            return Optional.of(value.text());
        }
        return value.asString();
    }

    /** What a SCIM error says of itself (RFC 7644 §3.12). */
    private static String errorOf(Optional<Json> body) {
        String said = Stream.of("/scimType", "/detail")
                .flatMap(pointer -> body.flatMap(json -> json.at(pointer)).stream())
                .map(value -> value.asString().orElseGet(value::text))
                .collect(Collectors.joining(": "));
        return said.isEmpty() ? "" : " (" + Excerpt.of(said, LONGEST_QUOTE) + ")";
    }

    private void report(String where, String expected, String found) {
        mismatches.add(new Mismatch(where, expected, found, step.quirks()));
    }

    private static String quote(String text) {
        return Excerpt.of(text, LONGEST_QUOTE);
    }
}
