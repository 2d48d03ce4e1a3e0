package dev.scimlet.examples.mediusflow.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.protocol.ResourceEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what has happened into sentences for administrators. */
final class Words {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern TOTAL = Pattern.compile("\"totalResults\":(\\d+)");

    private Words() {}

    static String created(String configuration) {
        return configuration.isEmpty()
                ? "Created; no user configuration gave it anything."
                : "Created with the defaults of “" + configuration + "”.";
    }

    /** Which attributes a change touched, as far as it is known what was there before. */
    static String changed(ResourceEvent.Changed event) {
        List<String> sentences = new ArrayList<>();
        Resource before = event.before();
        switched(before, event.after()).ifPresent(sentences::add);
        List<String> paths = new ArrayList<>();
        collect("", before.attributes(), event.after().attributes(), paths);
        paths.remove("active");
        paths.remove("members");
        if (!paths.isEmpty()) {
            sentences.add("Changed " + listed(paths) + ".");
        }
        if (!event.added().isEmpty()) {
            sentences.add("Added " + members(event.added().size()) + ".");
        }
        if (!event.removed().isEmpty()) {
            sentences.add("Removed " + members(event.removed().size()) + ".");
        }
        return sentences.isEmpty() ? "Changed." : String.join(" ", sentences);
    }

    private static Optional<String> switched(Resource before, Resource after) {
        Optional<Boolean> was =
                before.type().definition().find("active") == null ? Optional.empty() : before.bool("active");
        Optional<Boolean> is = was.isEmpty() ? Optional.empty() : after.bool("active");
        if (was.equals(is) || is.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(is.orElseThrow() ? "Enabled the user." : "Disabled the user.");
    }

    private static void collect(String prefix, Attributes before, Attributes after, List<String> paths) {
        for (AttributeDefinition attribute : before.definition().subAttributes()) {
            Object old = before.get(attribute);
            Object now = after.get(attribute);
            if (Objects.equals(old, now)) {
                continue;
            }
            String path = prefix + (attribute.isExtension() ? "" : attribute.name());
            if (attribute.isComplex() && !attribute.multiValued()) {
                collect(
                        attribute.isExtension() ? "" : path + ".",
                        orEmpty(attribute, old),
                        orEmpty(attribute, now),
                        paths);
            } else {
                paths.add(path.endsWith(".value") ? path.substring(0, path.length() - ".value".length()) : path);
            }
        }
    }

    private static Attributes orEmpty(AttributeDefinition attribute, @Nullable Object value) {
        return value instanceof Attributes attributes ? attributes : Attributes.empty(attribute);
    }

    private static String listed(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private static String members(int count) {
        return count == 1 ? "1 member" : count + " members";
    }

    /** How much a list holds, read from its beginning. */
    static String found(String beginning) {
        Matcher total = TOTAL.matcher(beginning);
        if (!total.find()) {
            return "";
        }
        return total.group(1).equals("0") ? "Found nothing." : "Found " + total.group(1) + ".";
    }

    /** The {@code detail} of an error (RFC 7644 §3.12) as a sentence. */
    static String refused(String body) {
        String detail = field(body, List.of("detail"));
        if (detail.isEmpty()) {
            return "";
        }
        String sentence = detail.substring(0, 1).toUpperCase(Locale.ROOT) + detail.substring(1);
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    /** What the client calls the resource that it sent; empty if it does not say, or not in JSON. */
    static String name(String body) {
        return field(body, List.of("userName", "displayName"));
    }

    private static String field(String body, List<String> names) {
        JsonNode node;
        try {
            node = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return "";
        }
        for (String name : names) {
            for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
                String key = keys.next();
                if (key.equalsIgnoreCase(name) && node.path(key).isTextual()) {
                    return node.path(key).textValue();
                }
            }
        }
        return "";
    }
}
