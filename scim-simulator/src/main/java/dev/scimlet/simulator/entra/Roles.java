package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.directory.AppRole;
import dev.scimlet.simulator.mapping.RoleFunction;
import dev.scimlet.simulator.mapping.TargetPath;
import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Roles as one of the role functions sends them. */
final class Roles {

    private static final String ROLE_TYPE = "WindowsAzureActiveDirectoryRole";
    private static final TargetPath ALL = TargetPath.parse("roles");

    private Roles() {}

    /** The roles of a new account. */
    static List<Map<String, Object>> forCreation(RoleFunction function, List<AppRole> roles) {
        return switch (function) {
            case SINGLE ->
                roles.stream().limit(1).map(role -> role(role, "True")).toList();
            case COMPLEX, ASSERTIVE_COMPLEX ->
                roles.stream().map(role -> role(role, false)).toList();
        };
    }

    /** What has to be changed so that an account has the roles. */
    static List<AttributeChange> changes(RoleFunction function, List<AppRole> roles, ScimResource account) {
        return switch (function) {
            case SINGLE ->
                roles.stream()
                        .limit(1)
                        .flatMap(role -> single(role, account).stream())
                        .toList();
            case COMPLEX -> added(roles, account);
            case ASSERTIVE_COMPLEX -> replaced(roles, account);
        };
    }

    private static Map<String, Object> role(AppRole role, Object primary) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("primary", primary);
        entry.put("type", ROLE_TYPE);
        entry.put("display", role.displayName());
        entry.put("value", role.value());
        return entry;
    }

    private static List<AttributeChange> single(AppRole role, ScimResource account) {
        List<AttributeChange> changes = new ArrayList<>();
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("value", role.value());
        wanted.put("display", role.displayName());
        wanted.put("type", ROLE_TYPE);
        wanted.forEach((subAttribute, value) -> {
            TargetPath target = TargetPath.parse("roles[primary eq \"True\"]." + subAttribute);
            if (!Differences.actual(target, account).filter(value::equals).isPresent()) {
                changes.add(AttributeChange.add(target, value));
            }
        });
        return changes;
    }

    /** On update, Entra ID sends each role as JSON in a text. */
    private static List<AttributeChange> added(List<AppRole> roles, ScimResource account) {
        List<String> present = account.values("roles");
        List<Map<String, String>> missing = roles.stream()
                .filter(role -> !present.contains(role.value()) && !present.contains(asText(role)))
                .map(role -> Map.of("value", asText(role)))
                .toList();
        return missing.isEmpty() ? List.of() : List.of(AttributeChange.add(ALL, missing));
    }

    private static String asText(AppRole role) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", role.id());
        object.put("value", role.value());
        object.put("displayName", role.displayName());
        return PlainJson.write(object);
    }

    private static List<AttributeChange> replaced(List<AppRole> roles, ScimResource account) {
        List<String> wanted = roles.stream().map(AppRole::value).sorted().toList();
        List<String> present = account.values("roles").stream().sorted().toList();
        return wanted.equals(present)
                ? List.of()
                : List.of(AttributeChange.replace(
                        ALL,
                        String.join(", ", present),
                        roles.stream().map(role -> role(role, false)).toList()));
    }
}
