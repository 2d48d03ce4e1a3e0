package dev.scimlet.simulator.discovery;

import dev.scimlet.simulator.client.ScimClient;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.mapping.AttributeMapping;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.StandardMappings;
import dev.scimlet.simulator.mapping.SynchronizationSchema;
import dev.scimlet.simulator.mapping.TargetPath;
import dev.scimlet.simulator.transport.ScimTransport;
import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Asks an application what it has, and maps that: the rows of {@link StandardMappings#nonGallery()} whose targets it has
 * and takes, texts of its own extensions whose names say what they are, and what it requires.
 *
 * <p>{@code externalId} is in no schema (RFC 7643 §3.1), so whether an application has it is found by a search. What cannot
 * be read is taken to be there.
 */
public final class ApplicationDiscovery {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private static final TargetPath EXTERNAL_ID = TargetPath.parse("externalId");
    private static final String WORK_EMAIL = "emails[type eq \"work\"].value";

    /** What attributes are called in extensions, and where a directory has it. */
    private static final Map<String, String> SOURCES = Map.ofEntries(
            Map.entry("company", "companyName"),
            Map.entry("companyname", "companyName"),
            Map.entry("organization", "companyName"),
            Map.entry("department", "department"),
            Map.entry("location", "physicalDeliveryOfficeName"),
            Map.entry("office", "physicalDeliveryOfficeName"),
            Map.entry("city", "city"),
            Map.entry("country", "country"),
            Map.entry("title", "jobTitle"),
            Map.entry("jobtitle", "jobTitle"),
            Map.entry("employeeid", "employeeId"),
            Map.entry("employeenumber", "employeeId"),
            Map.entry("mobile", "mobile"),
            Map.entry("phone", "telephoneNumber"),
            Map.entry("language", "preferredLanguage"),
            Map.entry("nickname", "mailNickname"));

    private final ScimClient client;
    private final SynchronizationSchema standard = StandardMappings.nonGallery();
    private final List<String> leftOut = new ArrayList<>();

    private ApplicationDiscovery(ScimClient client) {
        this.client = client;
    }

    /**
     * Asks the application behind a transport.
     *
     * @throws IllegalArgumentException if the application has nothing by which users could be matched
     */
    public static DiscoveredApplication read(ScimTransport transport, String secretToken) {
        return new ApplicationDiscovery(new ScimClient(
                        transport,
                        Map.of("Authorization", "Bearer " + secretToken),
                        Set.of("application/scim+json", "application/json")))
                .read();
    }

    private DiscoveredApplication read() {
        boolean patchSupported = patchSupported();
        Map<String, Map<String, Object>> schemas;
        try {
            schemas = schemas();
        } catch (ScimFailureException e) {
            return unread(patchSupported, e.reason());
        }
        Map<String, Object> user = schemas.getOrDefault(USER.toLowerCase(Locale.ROOT), Map.of());
        if (PlainJson.members(user, "attributes").isEmpty()) {
            return unread(patchSupported, "/Schemas does not tell of the attributes of " + USER);
        }
        List<Map<String, Object>> types = resourceTypes();
        AdvertisedType users = new AdvertisedType(user, extensions(types, USER, schemas));
        Optional<ObjectMapping> groups = groups(types, schemas);
        ObjectMapping mapping = users(users);
        return new DiscoveredApplication(
                new SynchronizationSchema(mapping, groups),
                leftOut,
                patchSupported,
                Optional.empty(),
                target -> target.equals(EXTERNAL_ID)
                        ? mapping.attributes().stream()
                                .anyMatch(row -> row.target().equals(target))
                        : users.fit(target).fits());
    }

    /** Of an application that does not describe itself, it can still be seen whether it has groups. */
    private DiscoveredApplication unread(boolean patchSupported, String why) {
        Optional<ObjectMapping> groups = standard.groups();
        if (isMissing("/Groups")) {
            groups = Optional.empty();
            leftOut.add("groups (not there)");
        }
        return new DiscoveredApplication(
                new SynchronizationSchema(standard.users(), groups),
                leftOut,
                patchSupported,
                Optional.of(why),
                target -> true);
    }

    private boolean patchSupported() {
        try {
            return !PlainJson.member(client.document("/ServiceProviderConfig"), "patch")
                    .map(patch -> patch.get("supported"))
                    .filter(Boolean.FALSE::equals)
                    .isPresent();
        } catch (ScimFailureException e) {
            return true;
        }
    }

    /** The schemas by their URNs in lower case. */
    private Map<String, Map<String, Object>> schemas() throws ScimFailureException {
        Map<String, Map<String, Object>> schemas = new LinkedHashMap<>();
        for (ScimResource schema : client.search("/Schemas", "").resources()) {
            schemas.put(schema.id().toLowerCase(Locale.ROOT), schema.attributes());
        }
        return schemas;
    }

    /** None if they cannot be read. */
    private List<Map<String, Object>> resourceTypes() {
        try {
            return PlainJson.members(client.document("/ResourceTypes"), "Resources");
        } catch (ScimFailureException e) {
            return List.of();
        }
    }

    private static Optional<Map<String, Object>> type(List<Map<String, Object>> types, String schema) {
        return types.stream()
                .filter(type -> PlainJson.text(type, "schema")
                        .filter(schema::equalsIgnoreCase)
                        .isPresent())
                .findFirst();
    }

    /** Those that the resource type names; all others than the core ones if there is no resource type. */
    private static Map<String, Map<String, Object>> extensions(
            List<Map<String, Object>> types, String schema, Map<String, Map<String, Object>> schemas) {
        Map<String, Map<String, Object>> extensions = new LinkedHashMap<>(schemas);
        Optional<Map<String, Object>> type = type(types, schema);
        if (type.isPresent()) {
            List<String> named = PlainJson.members(type.get(), "schemaExtensions").stream()
                    .flatMap(extension -> PlainJson.text(extension, "schema").stream())
                    .map(urn -> urn.toLowerCase(Locale.ROOT))
                    .toList();
            extensions.keySet().retainAll(named);
        } else {
            extensions.keySet().removeIf(urn -> urn.startsWith("urn:ietf:params:scim:schemas:core:"));
        }
        Map<String, Map<String, Object>> spelled = new LinkedHashMap<>();
        extensions.forEach(
                (urn, extension) -> spelled.put(PlainJson.text(extension, "id").orElse(urn), extension));
        return spelled;
    }

    private ObjectMapping users(AdvertisedType type) {
        boolean hasExternalId = canSearch("/Users", "?filter=");
        List<AttributeMapping> rows = rows("", type, standard.users().attributes(), hasExternalId);
        Set<TargetPath> targets = new LinkedHashSet<>();
        rows.forEach(row -> targets.add(row.target()));
        for (TargetPath own : type.ownAttributes()) {
            String source = SOURCES.getOrDefault(own.attribute().toLowerCase(Locale.ROOT), "");
            AdvertisedType.Fit fit = type.fit(own);
            if (fit.fits() && !source.isEmpty()) {
                rows.add(row(AttributeMapping.of(source, own.text()), fit));
                targets.add(own);
            } else {
                leftOut.add(own.text() + " (" + (fit.fits() ? "no source" : fit.reason()) + ")");
            }
        }
        for (TargetPath required : type.requiredBeside(targets)) {
            AdvertisedType.Fit fit = type.fit(required);
            if (fit.fits()) {
                String source = type.suggested(required)
                        .map(value -> "\"" + value.replace("\"", "\\\"") + "\"")
                        .orElse("objectId");
                rows.add(row(AttributeMapping.of(source, required.text()), fit));
            } else {
                leftOut.add(required.text() + " (" + fit.reason() + ", but required: creations may be refused)");
            }
        }
        TargetPath manager = standard.users().reference().orElseThrow();
        AdvertisedType.Fit fit = type.fitReference(manager, false);
        if (!fit.fits()) {
            leftOut.add("manager (" + fit.reason() + ")");
        }
        return new ObjectMapping(matched(rows), Optional.of(manager).filter(path -> fit.fits()));
    }

    /** By the user name if it can be written, else by what else names one person. */
    private static List<AttributeMapping> matched(List<AttributeMapping> rows) {
        if (rows.stream().anyMatch(row -> row.matchingPrecedence().isPresent())) {
            return rows;
        }
        for (String name : List.of("externalId", WORK_EMAIL)) {
            for (AttributeMapping row : rows) {
                if (row.target().text().equals(name)) {
                    rows.set(rows.indexOf(row), row.matching(1));
                    return rows;
                }
            }
        }
        throw new IllegalArgumentException("the application's users have neither a userName that can be written, nor an"
                + " externalId or a work e-mail: there is nothing to match them by");
    }

    private Optional<ObjectMapping> groups(List<Map<String, Object>> types, Map<String, Map<String, Object>> schemas) {
        ObjectMapping table = standard.groups().orElseThrow();
        Map<String, Object> schema = schemas.getOrDefault(GROUP.toLowerCase(Locale.ROOT), Map.of());
        boolean there =
                types.isEmpty() ? !isMissing("/Groups") : type(types, GROUP).isPresent();
        if (schema.isEmpty() || !there) {
            leftOut.add("groups (not there)");
            return Optional.empty();
        }
        AdvertisedType type = new AdvertisedType(schema, extensions(types, GROUP, schemas));
        AdvertisedType.Fit name = type.fit(TargetPath.parse("displayName"));
        if (!name.fits() || name.onlyDuringCreation()) {
            leftOut.add("groups (displayName is " + (name.fits() ? "immutable" : name.reason()) + ")");
            return Optional.empty();
        }
        List<AttributeMapping> rows =
                rows("groups: ", type, table.attributes(), canSearch("/Groups", "?excludedAttributes=members&filter="));
        TargetPath members = table.reference().orElseThrow();
        AdvertisedType.Fit fit = type.fitReference(members, true);
        if (!fit.fits()) {
            leftOut.add("groups: members (" + fit.reason() + ")");
        }
        return Optional.of(new ObjectMapping(rows, Optional.of(members).filter(path -> fit.fits())));
    }

    private List<AttributeMapping> rows(
            String whose, AdvertisedType type, List<AttributeMapping> table, boolean hasExternalId) {
        List<AttributeMapping> rows = new ArrayList<>();
        for (AttributeMapping row : table) {
            AdvertisedType.Fit fit = row.target().equals(EXTERNAL_ID)
                    ? new AdvertisedType.Fit(hasExternalId, false, "cannot be searched")
                    : type.fit(row.target());
            if (fit.fits()) {
                rows.add(row(row, fit));
            } else {
                leftOut.add(whose + row.target().text() + " (" + fit.reason() + ")");
            }
        }
        return rows;
    }

    private static AttributeMapping row(AttributeMapping row, AdvertisedType.Fit fit) {
        return fit.onlyDuringCreation() ? row.duringCreation() : row;
    }

    /** Whether somebody who does not exist can be searched by {@code externalId}. */
    private boolean canSearch(String endpoint, String query) {
        try {
            client.search(endpoint, query + "externalId+eq+%22" + UUID.randomUUID() + "%22");
            return true;
        } catch (ScimFailureException e) {
            return e.status() < 400 || e.status() >= 500;
        }
    }

    private boolean isMissing(String endpoint) {
        try {
            client.search(endpoint, "?startIndex=1&count=1");
            return false;
        } catch (ScimFailureException e) {
            return e.status() == 404 || e.status() == 501;
        }
    }
}
