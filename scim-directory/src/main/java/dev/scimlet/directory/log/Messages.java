package dev.scimlet.directory.log;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.directory.jose.InvalidTokenException;
import dev.scimlet.directory.jose.Json;
import dev.scimlet.filter.Filter;
import dev.scimlet.filter.SyntaxException;
import dev.scimlet.protocol.ExchangeOutcome;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of requests and answers what the log may not tell: by the schema, and by lists of what may be told where there is none. What is unknown is left out; so nothing is told that somebody has put where it
 * does not belong.
 */
final class Messages {

    private static final String REDACTED = "(…)";
    private static final int LONGEST_BODY = 64_000;
    private static final int LONGEST_PATH = 2_000;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** Headers that say something of the message, and nothing of who sends it. */
    private static final Set<String> HEADERS = Set.of("Content-Type", "Content-Length", "Accept", "Retry-After");

    /** Parameters with numbers and words of the protocol. */
    private static final Set<String> PARAMETERS = Set.of("startindex", "count", "sortorder");

    /** Members of messages, besides those with resources or values of them (RFC 7644 §3.4.2, §3.5.2, §3.7, §3.12). */
    private static final Set<String> NUMBERS =
            Set.of("totalResults", "itemsPerPage", "startIndex", "count", "failOnErrors", "status");

    private final Map<String, LogView> views;
    private final Map<String, String> typesByEndpoint;
    private final Wording wording;

    /** Whether bodies are from clients, who may write anything where only the service says what is there. */
    private final boolean sent;

    private Messages(Map<String, LogView> views, Map<String, String> typesByEndpoint, Wording wording, boolean sent) {
        this.views = views;
        this.typesByEndpoint = typesByEndpoint;
        this.wording = wording;
        this.sent = sent;
    }

    static Messages fromClients(Map<String, LogView> views, Map<String, String> typesByEndpoint, Wording wording) {
        return new Messages(views, typesByEndpoint, wording, true);
    }

    private Messages fromService() {
        return new Messages(views, typesByEndpoint, wording, false);
    }

    KeptExchange redacted(
            String id,
            String tenant,
            String directoryId,
            Instant time,
            ExchangeOutcome outcome,
            ExchangeOutcome.Messages exchanged) {
        ScimRequest request = exchanged.request();
        ScimResponse answer = exchanged.answer();
        String type = outcome.resourceType().orElse(null);
        return new KeptExchange(
                id,
                tenant,
                directoryId,
                time.truncatedTo(ChronoUnit.MILLIS),
                outcome.requestId(),
                METHODS.contains(request.method()) ? request.method() : "OTHER",
                String.valueOf(LogRow.cut(
                        path(outcome)
                                + request.query()
                                        .map(query -> "?" + query(query, type))
                                        .orElse(""),
                        LONGEST_PATH)),
                answer.status(),
                headers(name -> String.join(", ", request.headers(name))) + "\n" + body(exchanged.requestBody(), type),
                headers(name -> answer.header(name).orElse("")) + "\n"
                        + fromService().body(exchanged.answerBody(), type));
    }

    // ---- URLs and headers

    /** What was recognised of the path. */
    private String path(ExchangeOutcome outcome) {
        String type = outcome.resourceType().orElse(null);
        if (type != null) {
            String endpoint = typesByEndpoint.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(type))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("…");
            boolean verified = outcome.status() < 300 || outcome.name().isPresent();
            return "/" + endpoint
                    + outcome.id().map(id -> "/" + (verified ? id : "…")).orElse("");
        }
        return switch (outcome.operation()) {
            case BULK -> "/Bulk";
            case SEARCH -> "/";
            default -> "/…";
        };
    }

    private String query(String query, @Nullable String type) {
        List<String> told = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
            String key = name.toLowerCase(Locale.ROOT);
            if (key.equals("filter")) {
                told.add("filter=" + filter(value, type));
            } else if (key.equals("attributes") || key.equals("excludedattributes") || key.equals("sortby")) {
                told.add(key + "=" + String.join(",", wording.paths(List.of(value.split(",", -1)), type)));
            } else if (PARAMETERS.contains(key) && value.matches("[0-9a-z]{0,20}")) {
                told.add(key + "=" + (value.matches("[0-9]*|ascending|descending") ? value : REDACTED));
            } else {
                told.add(REDACTED);
            }
        }
        return String.join("&", told);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    private String filter(String text, @Nullable String type) {
        try {
            return wording.filter(Filter.parse(text), type);
        } catch (SyntaxException malformed) {
            return REDACTED;
        }
    }

    private interface Headers {
        String value(String name);
    }

    private static String headers(Headers headers) {
        StringBuilder text = new StringBuilder();
        HEADERS.stream().sorted().forEach(name -> {
            String value = headers.value(name);
            if (!value.isEmpty()) {
                text.append(name)
                        .append(": ")
                        .append(value.matches("[\\w/+.;=*, -]{1,100}") && isPlain(value) ? value : REDACTED)
                        .append('\n');
            }
        });
        return text.toString();
    }

    /** Media types and numbers, and no word that could be anything. */
    private static boolean isPlain(String value) {
        for (String word : value.toLowerCase(Locale.ROOT).split("[/+;=*, ]+", -1)) {
            boolean known = word.matches("[0-9.]*")
                    || Set.of("application", "scim", "json", "charset", "utf-8", "q")
                            .contains(word);
            if (!known) {
                return false;
            }
        }
        return true;
    }

    // ---- bodies

    private String body(byte @Nullable [] body, @Nullable String type) {
        if (body == null || body.length == 0) {
            return "";
        }
        try {
            Map<String, @Nullable Object> told = message(Json.object(body), type);
            return String.valueOf(LogRow.cut(new String(Json.write(told), StandardCharsets.UTF_8), LONGEST_BODY));
        } catch (InvalidTokenException unreadable) {
            return "(" + body.length + " bytes that are no JSON, or nested too deeply)";
        }
    }

    private Map<String, @Nullable Object> message(Map<?, ?> json, @Nullable String type) {
        String message = schemas(json);
        if (!message.contains(":api:messages:") && !json.containsKey("Operations") && !json.containsKey("Resources")) {
            return resource(json, type);
        }
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        json.forEach((key, value) -> {
            String name = String.valueOf(key);
            Object part = switch (name) {
                case "schemas" -> protocolSchemas(value);
                case "Operations" -> list(value, operation -> operation(operation, type));
                case "Resources" -> list(value, resource -> resource(resource, typeOf(resource, type)));
                case "filter" -> value instanceof String text ? filter(text, type) : REDACTED;
                case "detail" -> value instanceof String text ? wording.detail(text, type) : REDACTED;
                case "scimType" -> word(value);
                default -> NUMBERS.contains(name) ? number(value) : null;
            };
            if (part != null) {
                told.put(name, part);
            }
        });
        return leftOut(told, json.size());
    }

    private static String schemas(Map<?, ?> json) {
        return json.get("schemas") instanceof List<?> list ? String.valueOf(list) : "";
    }

    private Object protocolSchemas(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(urn -> isSchema(urn) ? urn : REDACTED).toList()
                : REDACTED;
    }

    private boolean isSchema(@Nullable Object urn) {
        return urn instanceof String text
                && (text.matches(
                                "urn:ietf:params:scim:api:messages:2\\.0:(PatchOp|BulkRequest|BulkResponse|SearchRequest"
                                        + "|ListResponse|Error)")
                        || views.values().stream()
                                .map(LogView::type)
                                .anyMatch(type -> type.schema().id().equals(text)
                                        || type.extension(text).isPresent()));
    }

    private interface Part {
        Object told(Map<?, ?> json);
    }

    private static Object list(@Nullable Object value, Part part) {
        return value instanceof List<?> list
                ? list.stream()
                        .map(each -> each instanceof Map<?, ?> json ? part.told(json) : REDACTED)
                        .toList()
                : REDACTED;
    }

    /** An operation of a PATCH, or of a Bulk request or its answer. */
    private Map<String, @Nullable Object> operation(Map<?, ?> json, @Nullable String type) {
        boolean ofBulk = json.containsKey("method") || json.containsKey("location") || json.containsKey("status");
        String target = ofBulk ? typeOfPath(json.get(json.containsKey("path") ? "path" : "location")) : type;
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        json.forEach((key, value) -> {
            Object part = switch (String.valueOf(key)) {
                case "op", "method" -> word(value);
                case "path" -> ofBulk ? endpoint(target) : path(value, target);
                case "location" -> endpoint(target);
                case "value" -> value(json.get("path"), value, target);
                case "data", "response" -> value instanceof Map<?, ?> body ? message(body, target) : REDACTED;
                case "status" -> number(value);
                default -> null;
            };
            if (part != null || key.equals("value") && value == null) {
                told.put(String.valueOf(key), part);
            }
        });
        return leftOut(told, json.size());
    }

    private static String endpoint(@Nullable String type) {
        return type == null ? REDACTED : type + REDACTED;
    }

    private @Nullable String typeOfPath(@Nullable Object path) {
        if (path instanceof String text) {
            for (String segment : text.split("/", -1)) {
                String type = typesByEndpoint.get(segment);
                if (type != null) {
                    return type;
                }
            }
        }
        return null;
    }

    private String path(@Nullable Object path, @Nullable String type) {
        return path instanceof String text && attribute(text, type) != null ? withoutBrackets(text) : REDACTED;
    }

    private static String withoutBrackets(String path) {
        return path.replaceAll("\\[[^\\]]*\\]", "");
    }

    /** The definition that a path of a PATCH leads to; null if it may not be told. */
    private @Nullable AttributeDefinition attribute(String path, @Nullable String type) {
        LogView view = type == null ? null : views.get(type);
        String plain = withoutBrackets(path);
        AttributeDefinition found =
                view != null && view.mayTell(plain) ? view.type().path(plain).target() : null;
        return found == null || isOfService(found) ? null : found;
    }

    private boolean isOfService(AttributeDefinition attribute) {
        return sent && attribute.mutability() == Mutability.READ_ONLY;
    }

    private @Nullable Object value(@Nullable Object path, @Nullable Object value, @Nullable String type) {
        if (path == null) {
            return value instanceof Map<?, ?> json ? resource(json, type) : REDACTED;
        }
        AttributeDefinition attribute = path instanceof String text ? attribute(text, type) : null;
        LogView view = type == null ? null : views.get(type);
        return attribute == null || view == null ? REDACTED : value(view, attribute, value);
    }

    private static String typeOf(Map<?, ?> resource, @Nullable String type) {
        return resource.get("meta") instanceof Map<?, ?> meta && meta.get("resourceType") instanceof String named
                ? named
                : String.valueOf(type);
    }

    private Map<String, @Nullable Object> resource(Map<?, ?> json, @Nullable String type) {
        LogView view = type == null ? null : views.get(type);
        if (view == null) {
            return leftOut(new LinkedHashMap<>(), json.size());
        }
        ResourceType of = view.type();
        return complex(view, of.definition(), json);
    }

    private Map<String, @Nullable Object> complex(LogView view, AttributeDefinition container, Map<?, ?> json) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        json.forEach((key, value) -> {
            String name = String.valueOf(key);
            // Okta and Entra ID send paths in the place of names
            AttributeDefinition attribute = container == view.type().definition() && view.mayTell(withoutBrackets(name))
                    ? view.type().path(withoutBrackets(name)).target()
                    : container.find(name);
            boolean hidden = attribute == null
                    || isOfService(attribute)
                    || container.find(name) == attribute && view.hidden().hides(container, attribute);
            if (name.equals("schemas") && container == view.type().definition()) {
                told.put(name, protocolSchemas(value));
            } else if (!hidden && attribute != null) {
                told.put(withoutBrackets(name), value(view, attribute, value));
            }
        });
        return leftOut(told, json.size());
    }

    private @Nullable Object value(LogView view, AttributeDefinition attribute, @Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(entry -> orRedacted(value(view, attribute, entry)))
                    .toList();
        }
        if (value instanceof Map<?, ?> json) {
            return attribute.isComplex() ? complex(view, attribute, json) : REDACTED;
        }
        return value == null || fits(attribute, value) ? value : REDACTED;
    }

    /** What is no value of the attribute could be anything. */
    private static boolean fits(AttributeDefinition attribute, Object value) {
        String text = value.toString();
        return switch (attribute.type()) {
            case BOOLEAN -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
            case INTEGER, DECIMAL -> text.matches("[+-]?[0-9.]{1,40}");
            case DATE_TIME -> text.matches("[0-9TZ:.+-]{1,40}");
            case COMPLEX -> attribute.valueSubAttribute() != null;
            case STRING, REFERENCE -> true;
            case BINARY -> false;
        };
    }

    private static Object orRedacted(@Nullable Object value) {
        return value == null ? REDACTED : value;
    }

    private static Map<String, @Nullable Object> leftOut(Map<String, @Nullable Object> told, int of) {
        if (told.size() < of) {
            told.put(REDACTED, of - told.size());
        }
        return told;
    }

    private static Object word(@Nullable Object value) {
        boolean known = value instanceof String text
                && (Set.of("add", "remove", "replace", "post", "put", "patch", "delete")
                                .contains(text.toLowerCase(Locale.ROOT))
                        || Arrays.stream(ErrorType.values())
                                .anyMatch(type -> type.keyword().equals(text)));
        return known && value != null ? value : REDACTED;
    }

    private static Object number(@Nullable Object value) {
        boolean isNumber = value instanceof Number || value instanceof String text && text.matches("[0-9]{1,10}");
        return isNumber && value != null ? value : REDACTED;
    }
}
