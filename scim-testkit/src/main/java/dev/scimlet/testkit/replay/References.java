package dev.scimlet.testkit.replay;

import dev.scimlet.testkit.json.Json;
import dev.scimlet.testkit.json.Json.JsonArray;
import dev.scimlet.testkit.json.Json.JsonObject;
import dev.scimlet.testkit.json.Json.JsonString;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The variables that the texts of a step refer to. */
final class References {

    /** {@code ${name}}. */
    static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9]*)}");

    private final Set<String> names = new LinkedHashSet<>();

    private References() {}

    static Set<String> of(String text) {
        var references = new References();
        references.collect(text);
        return references.names;
    }

    static Set<String> of(TraceStep step) {
        var references = new References();
        references.collect(step.request().path());
        step.request().headers().fields().forEach(field -> references.collect(field.value()));
        step.request().body().ifPresent(references::collect);
        step.expect().headers().values().forEach(references::collect);
        step.expect().jsonSubset().ifPresent(references::collect);
        step.expect().jsonAbsent().forEach(references::collect);
        return references.names;
    }

    private void collect(String text) {
        REFERENCE.matcher(text).results().forEach(reference -> names.add(reference.group(1)));
    }

    private void collect(Json value) {
        if (value instanceof JsonString string) {
            collect(string.value());
        } else if (value instanceof JsonArray array) {
            array.elements().forEach(this::collect);
        } else if (value instanceof JsonObject object) {
            object.members().forEach((name, member) -> {
                collect(name);
                collect(member);
            });
        }
    }
}
