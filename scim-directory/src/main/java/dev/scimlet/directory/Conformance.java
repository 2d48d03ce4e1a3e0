package dev.scimlet.directory;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.PasswordHandling;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.protocol.Feature;
import dev.scimlet.protocol.ScimService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What drafts ask of a directory and of the service that it is a guest of: the interoperability profile
 * (draft-zollner-scim-interop-profile-01, its rows Z in {@code docs/ipsie.md}), and IPSIE upon it (rows I). Nothing is claimed that
 * was not looked at.
 */
final class Conformance {

    /** Z-6.4-02, Z-6.4-03. */
    private static final int LEAST_PAGE = 100;

    /** I-6.1.5-01. */
    private static final int LARGEST_PAGE = 1_000;

    /** I-4.3-02. */
    private static final int LEAST_RATE = 25;

    private static final String DISPLAY_NAME = "displayName";

    private static final String EXTERNAL_ID = "externalId";

    private final @Nullable AuthorizationServer server;
    private final boolean audited;
    private final Map<String, List<String>> canonicalTypes;

    Conformance(@Nullable AuthorizationServer server, boolean audited, Map<String, List<String>> canonicalTypes) {
        this.server = server;
        this.audited = audited;
        this.canonicalTypes = Map.copyOf(canonicalTypes);
    }

    /** The types that the application names for a list; empty if it names none. */
    List<String> canonicalTypes(String list) {
        return canonicalTypes.getOrDefault(list, List.of());
    }

    // ---- the interoperability profile

    /** What keeps a directory from {@code interopProfileConformant}. */
    List<String> missingForInterop(Directory directory, @Nullable ScimService service) {
        List<String> missing = new ArrayList<>();
        if (!directory.profile().equals(ClientProfile.INTEROP_DRAFT)) {
            missing.add(
                    "Z-4-01: the profile is " + directory.profile() + "; choose INTEROP_DRAFT without another switch");
        }
        if (service == null) {
            missing.add("Z-5.1-01: the directories are installed in no service that has started");
            return missing;
        }
        if (!service.offers(Feature.PATCH)) {
            missing.add("Z-6.5-01: the service does not offer PATCH");
        }
        if (!service.offers(Feature.FILTER)) {
            missing.add("Z-6.3-01: the service does not filter");
        }
        if (!service.offers(Feature.INDEX_PAGINATION) && !service.offers(Feature.CURSOR_PAGINATION)) {
            missing.add("Z-6.4-01: the service has no pages, neither by index nor by cursor");
        }
        if (service.limits().maxResults() < LEAST_PAGE || service.limits().defaultPageSize() < LEAST_PAGE) {
            missing.add("Z-6.4-03: pages have less than " + LEAST_PAGE
                    + " resources; change maxResults and defaultPageSize of limits(…)");
        }
        for (ResourceType type : service.types()) {
            if (type.ignoresUnmapped()) {
                missing.add("Z-5.3-01: " + type
                        + " drops attributes that the application does not keep, instead of refusing them");
            }
            missingTypes(type.definition(), "", missing);
        }
        return missing;
    }

    private void missingTypes(AttributeDefinition container, String before, List<String> missing) {
        for (AttributeDefinition attribute : container.subAttributes()) {
            if (attribute.isExtension()) {
                missingTypes(attribute, attribute.name() + ":", missing);
                continue;
            }
            AttributeDefinition type = attribute.multiValued() && attribute.isComplex() ? attribute.find("type") : null;
            String path = before + attribute.name();
            if (type != null
                    && type.canonicalValues().isEmpty()
                    && canonicalTypes(path).isEmpty()) {
                missing.add("Z-5.4-01: '" + path + "' declares no types; name them with canonicalTypes(\"" + path
                        + "\", …)");
            }
        }
    }

    // ---- IPSIE

    IpsieReport of(Ipsie level, Directory directory, List<Trust> trusts, @Nullable ScimService service) {
        List<String> missing = missingForInterop(directory, service);
        missingOfAuthentication(directory, trusts, missing);
        DirectorySettings settings = directory.settings();
        if (settings.requestsPerSecond() < LEAST_RATE) {
            missing.add(
                    "I-4.3-02: the directory may send less than " + LEAST_RATE + " requests a second; change rate(…)");
        }
        if (settings.passwords() == PasswordHandling.ACCEPT) {
            missing.add("I-6.1.2-01: passwords are taken; set passwords(REFUSE) or passwords(IGNORE)");
        }
        if (!audited) {
            missing.add("I-8-03: nobody is told of what happens to credentials; set onAudit(…)");
        }
        if (service != null) {
            missingOfService(service, missing);
            if (level == Ipsie.AL2) {
                missingOfAccounts(service, missing);
            }
        }
        return new IpsieReport(level, missing, duties(level));
    }

    private void missingOfAuthentication(Directory directory, List<Trust> trusts, List<String> missing) {
        AuthorizationServer tokens = server;
        if (tokens == null) {
            missing.add("I-4.1-01: there is no token endpoint; set authorizationServer(…)");
        } else {
            if (!tokens.isAnnounced()) {
                missing.add("I-4.1-05: the metadata of the token endpoint are not announced; call announceMetadata()");
            }
            if (!tokens.isTlsDemanded()) {
                missing.add("Z-7.1-01: the token endpoint does not demand TLS");
            }
        }
        if (!directory.settings().methods().equals(Set.of(AuthenticationMethod.PRIVATE_KEY_JWT))) {
            missing.add("I-4.1-02: other ways of authentication are allowed than private_key_jwt; change methods(…)");
        }
        if (!directory.settings().scopeAliases().isEmpty()) {
            missing.add("I-4.1-04: a scope may be called otherwise than 'scim'; set scopeAliases(Set.of())");
        }
        for (Trust trust : trusts) {
            boolean strict = trust.method() == AuthenticationMethod.PRIVATE_KEY_JWT
                    && trust.singleUse()
                    && !trust.tokenEndpointAudience();
            if (!strict) {
                missing.add("I-8-02: the trust '" + trust.label()
                        + "' takes more than assertions for one use that name this authorization server");
            }
        }
    }

    private static void missingOfService(ScimService service, List<String> missing) {
        if (!service.isTlsDemanded()) {
            missing.add("Z-7.1-01: the service does not demand TLS; call demandTls()");
        }
        if (!service.offers(Feature.BULK)) {
            missing.add("I-4.3-03: the service does not offer Bulk");
        }
        require(service, "User", List.of("userName", DISPLAY_NAME, "active", EXTERNAL_ID), "I-6.1.1-01", missing);
    }

    private static void missingOfAccounts(ScimService service, List<String> missing) {
        if (service.limits().maxResults() > LARGEST_PAGE) {
            missing.add("I-6.1.5-01: pages may have more than " + LARGEST_PAGE
                    + " resources; change maxResults and defaultPageSize of limits(…)");
        }
        boolean groups = service.types().stream().anyMatch(type -> type.name().equals("Group"));
        if (groups) {
            require(service, "Group", List.of(DISPLAY_NAME, "members", EXTERNAL_ID), "I-6.2.1-01", missing);
        }
    }

    private static void require(
            ScimService service, String typeName, List<String> attributes, String row, List<String> missing) {
        ResourceType type = service.types().stream()
                .filter(any -> any.name().equals(typeName))
                .findFirst()
                .orElse(null);
        if (type == null) {
            missing.add(row + ": there is no resource type " + typeName);
            return;
        }
        attributes.stream()
                .filter(name -> type.definition().find(name) == null)
                .forEach(name -> missing.add(row + ": " + typeName + " has no '" + name + "'"));
    }

    private static List<String> duties(Ipsie level) {
        List<String> duties = new ArrayList<>(List.of(
                "Z-5.1-02: /Schemas lists what is kept: no store drops an attribute that its type has",
                "Z-6.6-03: the unique values of a deleted resource are free again, I-5.2-02 its userName above all",
                "Z-6.6-04: DELETE removes, and does not set active to false or the like",
                "Z-7.1-01: the connection is TLS 1.3 or 1.2, also where a proxy ends it",
                "I-4.2-03: the application changes no managed user or group by itself (Directories.managers tells which are)",
                "I-4.3-02: the database serves 25 requests a second of each tenant",
                "I-5.1-02: access ends within five minutes of a deactivation, sessions that run included",
                "I-5.1-03: with the account end web sessions, API tokens, refresh tokens, personal access tokens, SSH keys and"
                        + " device credentials",
                "I-8-03: every creation, change and deletion is logged, from a hook in its unit"));
        if (level == Ipsie.AL2) {
            duties.add("I-6-01: managed users are created by the provider alone, and groups can be mapped to roles");
            duties.add("I-6.1.2-01: no custom schema carries a credential");
            duties.add("I-6.2.1-02: no two groups have one displayName (the attribute may have uniqueness server)");
        }
        return duties;
    }
}
