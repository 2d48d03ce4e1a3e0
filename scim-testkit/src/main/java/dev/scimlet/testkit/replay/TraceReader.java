package dev.scimlet.testkit.replay;

import dev.scimlet.testkit.http.WireHeaders;
import dev.scimlet.testkit.json.Json;
import dev.scimlet.testkit.json.Json.JsonArray;
import dev.scimlet.testkit.json.Json.JsonNull;
import dev.scimlet.testkit.json.Json.JsonNumber;
import dev.scimlet.testkit.json.JsonPointer;
import dev.scimlet.testkit.json.JsonSyntaxException;
import dev.scimlet.testkit.replay.Requirements.Attribute;
import dev.scimlet.testkit.replay.Requirements.AttributeType;
import dev.scimlet.testkit.replay.Requirements.Extension;
import dev.scimlet.testkit.replay.Requirements.ExtraSubAttribute;
import dev.scimlet.testkit.replay.Requirements.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads the format {@code scim-trace/1}. Keys that it does not know are refused: a check that is misspelled would be no
 * check.
 */
final class TraceReader {

    private static final String FORMAT = "scim-trace/1";

    private TraceReader() {}

    static Trace read(String source, byte[] json) {
        try {
            return trace(new TraceObject(Json.parse(json)));
        } catch (JsonSyntaxException | IllegalArgumentException wrong) {
            throw new IllegalArgumentException("trace " + source + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Trace trace(TraceObject object) {
        if (!object.string("format").equals(FORMAT)) {
            throw new IllegalArgumentException("the format is not " + FORMAT);
        }
        var trace = new Trace(
                object.string("id"),
                object.string("idp"),
                object.string("title"),
                object.string("description"),
                object.string("confidence", ""),
                object.strings("sources"),
                object.has("requires") ? requirements(object.object("requires")) : Requirements.NONE,
                object.stringMap("variables"),
                steps(object.objects("steps")));
        object.requireNothingElse();
        requireKnownVariables(trace);
        return trace;
    }

    private static Requirements requirements(TraceObject object) {
        var requirements = new Requirements(
                object.objects("extensions").stream()
                        .map(TraceReader::extension)
                        .toList(),
                object.objects("extraSubAttributes").stream()
                        .map(TraceReader::extraSubAttribute)
                        .toList(),
                filterable(object),
                object.has("settings") ? settings(object.object("settings")) : Requirements.NONE.settings());
        object.requireNothingElse();
        return requirements;
    }

    private static Extension extension(TraceObject object) {
        var extension = new Extension(
                object.string("urn"),
                object.objects("attributes").stream()
                        .map(TraceReader::attribute)
                        .toList());
        object.requireNothingElse();
        return extension;
    }

    private static Attribute attribute(TraceObject object) {
        var attribute = new Attribute(object.string("name"), type(object));
        object.requireNothingElse();
        return attribute;
    }

    private static ExtraSubAttribute extraSubAttribute(TraceObject object) {
        var extra = new ExtraSubAttribute(object.string("parent"), object.string("name"), type(object));
        object.requireNothingElse();
        return extra;
    }

    private static AttributeType type(TraceObject object) {
        return AttributeType.valueOf(object.string("type").toUpperCase(Locale.ROOT));
    }

    private static Map<String, List<String>> filterable(TraceObject object) {
        var filterable = new LinkedHashMap<String, List<String>>();
        if (object.has("filterable")) {
            var types = object.object("filterable");
            types.names().forEach(type -> filterable.put(type, types.strings(type)));
        }
        return filterable;
    }

    private static Settings settings(TraceObject object) {
        var settings = new Settings(object.bool("groupDisplayNameUnique"), object.bool("freshServer"));
        object.requireNothingElse();
        return settings;
    }

    private static List<TraceStep> steps(List<TraceObject> objects) {
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("there are no steps");
        }
        var steps = new ArrayList<TraceStep>();
        for (var object : objects) {
            int number = steps.size() + 1;
            try {
                steps.add(step(number, object));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("step " + number + ": " + wrong.getMessage(), wrong);
            }
        }
        return steps;
    }

    private static TraceStep step(int number, TraceObject object) {
        var captures = new LinkedHashMap<String, JsonPointer>();
        object.stringMap("captures").forEach((name, pointer) -> captures.put(name, JsonPointer.parse(pointer)));
        var step = new TraceStep(
                number,
                object.string("name"),
                object.string("phase"),
                object.string("note", ""),
                object.strings("quirks"),
                request(object.object("request")),
                expectation(object.object("expect")),
                captures);
        object.requireNothingElse();
        return step;
    }

    private static TraceStep.Request request(TraceObject object) {
        String path = object.string("path");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path must begin with '/': " + path);
        }
        var request = new TraceStep.Request(
                object.string("method"), path, headers(object.object("headers")), object.optional("body"));
        object.requireNothingElse();
        return request;
    }

    /** A header that is null is one that the client does not send; ours sends none that is not listed. */
    private static WireHeaders headers(TraceObject object) {
        var headers = WireHeaders.none();
        for (String name : object.names()) {
            if (object.value(name) != JsonNull.NULL) {
                headers = headers.with(name, object.string(name));
            }
        }
        return headers;
    }

    private static TraceStep.Expectation expectation(TraceObject object) {
        var expectation = new TraceStep.Expectation(
                statuses(object.value("status")),
                object.stringMap("headers"),
                object.optional("jsonSubset"),
                object.strings("jsonAbsent"));
        object.requireNothingElse();
        expectation.headers().values().forEach(TraceReader::requirePattern);
        expectation.jsonSubset().ifPresent(JsonMatcher::requireWellFormed);
        expectation.jsonAbsent().forEach(JsonPointer::parse);
        return expectation;
    }

    private static Set<Integer> statuses(Json value) {
        var statuses = new LinkedHashSet<Integer>();
        for (Json status : value instanceof JsonArray array ? array.elements() : List.of(value)) {
            if (!(status instanceof JsonNumber number) || !number.isInteger()) {
                throw new IllegalArgumentException("not a status: " + status.text());
            }
            statuses.add(number.value().intValueExact());
        }
        if (statuses.isEmpty()) {
            throw new IllegalArgumentException("no status is expected");
        }
        return statuses;
    }

    private static void requirePattern(String pattern) {
        try {
            Pattern.compile(References.REFERENCE.matcher(pattern).replaceAll("x"));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("not a regular expression: " + pattern, wrong);
        }
    }

    private static void requireKnownVariables(Trace trace) {
        var known = new HashSet<>(Variables.BUILT_IN);
        trace.variables().forEach((name, value) -> {
            requireKnown(References.of(value), known, "variable " + name);
            known.add(name);
        });
        for (var step : trace.steps()) {
            requireKnown(References.of(step), known, "step " + step.number());
            known.addAll(step.captures().keySet());
        }
    }

    private static void requireKnown(Set<String> used, Set<String> known, String where) {
        for (String name : used) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(where + ": nothing has given ${" + name + "} a value");
            }
        }
    }
}
