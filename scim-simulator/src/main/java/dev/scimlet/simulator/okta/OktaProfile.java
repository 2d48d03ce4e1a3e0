package dev.scimlet.simulator.okta;

import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.testkit.json.PlainJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The bodies that Okta sends for a user. */
final class OktaProfile {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";

    /** Sent where passwords are not synchronized; Okta always sends one. */
    private static final String PLACEHOLDER_PASSWORD = "1mz050nq";

    private OktaProfile() {}

    /**
     * What the directory knows.
     *
     * @param has whether the application has a target; what it does not have is unmapped, as an administrator does it
     */
    static Map<String, Object> of(DirectoryUser user, Predicate<String> has) {
        Map<String, String> attributes = user.attributes();
        Map<String, Object> name = new LinkedHashMap<>();
        putIf(has.test("name.givenName"), name, "givenName", attributes.getOrDefault("givenName", ""));
        putIf(has.test("name.familyName"), name, "familyName", attributes.getOrDefault("surname", ""));
        Map<String, Object> email = new LinkedHashMap<>();
        email.put("primary", true);
        email.put("value", attributes.getOrDefault("mail", user.userPrincipalName()));
        email.put("type", "work");
        Map<String, Object> profile = new LinkedHashMap<>();
        profile.put("userName", user.userPrincipalName());
        putIf(!name.isEmpty(), profile, "name", name);
        putIf(has.test("emails[type eq \"work\"].value"), profile, "emails", List.of(email));
        putIf(has.test("displayName"), profile, "displayName", user.displayName());
        putIf(has.test("locale"), profile, "locale", attributes.getOrDefault("preferredLanguage", "en-US"));
        putIf(has.test("externalId"), profile, "externalId", user.objectId());
        return profile;
    }

    private static void putIf(boolean condition, Map<String, Object> object, String name, Object value) {
        if (condition) {
            object.put(name, value);
        }
    }

    static Map<String, Object> creation(Map<String, Object> profile, boolean hasActive) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("schemas", List.of(USER));
        body.putAll(profile);
        body.put("groups", List.of());
        body.put("password", PLACEHOLDER_PASSWORD);
        putIf(hasActive, body, "active", true);
        return body;
    }

    /** The resource that was read, id and groups included, with what the directory knows better. */
    static Map<String, Object> replacement(ScimResource read, Map<String, Object> profile) {
        Map<String, Object> body = new LinkedHashMap<>(read.attributes());
        profile.forEach((attribute, value) -> body.put(attribute, merged(body.get(attribute), value)));
        return body;
    }

    /** True if the resource has all that the directory knows. */
    static boolean matches(ScimResource read, Map<String, Object> profile) {
        return profile.entrySet().stream()
                .allMatch(entry -> holds(read.attributes().get(entry.getKey()), entry.getValue()));
    }

    private static Object merged(@Nullable Object read, Object known) {
        if (read == null
                || PlainJson.asObject(read).isEmpty()
                || PlainJson.asObject(known).isEmpty()) {
            return known;
        }
        Map<String, Object> both = new LinkedHashMap<>(PlainJson.asObject(read).get());
        both.putAll(PlainJson.asObject(known).get());
        return both;
    }

    private static boolean holds(@Nullable Object read, Object known) {
        if (known instanceof Map<?, ?> wanted) {
            return read instanceof Map<?, ?> actual
                    && wanted.entrySet().stream().allMatch(part -> holds(actual.get(part.getKey()), part.getValue()));
        }
        if (known instanceof List<?> wanted) {
            return read instanceof List<?> actual
                    && wanted.stream()
                            .allMatch(element -> actual.stream().anyMatch(candidate -> holds(candidate, element)));
        }
        return known.equals(read) || (read == null && "".equals(known));
    }
}
