package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.Feature;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.mapping.ResourceMapping;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 7643 §5 to §7, RFC 7644 §4: discovery")
class DiscoveryTest {

    private final Scim scim = Scim.service();

    @Test
    @Proves({"S-5-01", "S-5-02", "S-5-03", "S-5-08", "P-4-01", "P-3.2-02", "C-9865-18"})
    void theConfigurationSaysWhatIsOffered() {
        Answer config = scim.get("/ServiceProviderConfig").expect(200);

        for (String feature : List.of("patch", "bulk", "filter", "changePassword", "sort", "etag")) {
            assertThat(config.at("/" + feature + "/supported").asBoolean())
                    .as(feature)
                    .isTrue();
        }
        assertThat(config.at("/bulk/maxOperations").asInt()).isPositive();
        assertThat(config.at("/bulk/maxPayloadSize").asInt()).isPositive();
        assertThat(config.at("/filter/maxResults").asInt()).isPositive();
        config.sized("/authenticationSchemes", 1)
                .has("/authenticationSchemes/0/type", "oauthbearertoken")
                .has("/schemas/0", "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig")
                .has("/meta/resourceType", "ServiceProviderConfig")
                .has("/meta/location", Scim.BASE + "/ServiceProviderConfig")
                .has("/pagination/cursor", true)
                .has("/pagination/index", true)
                .has("/pagination/defaultPaginationMethod", "index");
        assertThat(config.at("/authenticationSchemes/0/name").asText()).isNotBlank();
        assertThat(config.at("/authenticationSchemes/0/description").asText()).isNotBlank();
        assertThat(config.at("/pagination/defaultPageSize").asInt()).isPositive();
        assertThat(config.at("/pagination/maxPageSize").asInt()).isPositive();
        assertThat(config.at("/pagination/cursorTimeout").asInt()).isPositive();
    }

    @Test
    @Proves("S-5-04")
    void authenticationSchemesHaveTypes() {
        Scim own = Scim.of(ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .authenticator(new dev.scimlet.protocol.access.Authenticator() {
                    @Override
                    public dev.scimlet.protocol.access.Authentication authenticate(
                            dev.scimlet.protocol.message.ScimRequest request) {
                        return new dev.scimlet.protocol.access.Authentication.Missing();
                    }

                    @Override
                    public dev.scimlet.protocol.access.AuthenticationScheme scheme() {
                        return dev.scimlet.protocol.access.AuthenticationScheme.builder("httpbasic", "Basic")
                                .name("Basic")
                                .description("Name and password")
                                .build();
                    }
                }));

        own.get("/ServiceProviderConfig")
                .expect(200)
                .has("/authenticationSchemes/0/type", "httpbasic")
                .lacks("/authenticationSchemes/0/specUri");
        assertThat(own.get("/Users").expect(401).header("WWW-Authenticate")).startsWith("Basic ");
        assertThatThrownBy(() -> dev.scimlet.protocol.access.AuthenticationScheme.builder(" ", "x")
                        .name("x")
                        .description("x")
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ServiceProviderConfig",
                "/Schemas",
                "/ResourceTypes",
                "/Schemas/" + Scim.USER,
                "/ResourceTypes/User"
            })
    @Proves({"S-5-06", "S-7-02", "P-3.2-02"})
    void discoveryIsReadOnly(String path) {
        for (String method : List.of("PUT", "PATCH", "DELETE", "POST")) {
            Answer answer = scim.send(method, path, "{}").refused(405);
            assertThat(answer.header("Allow")).contains("GET").doesNotContain(method);
        }
        scim.get(path).expect(200);
    }

    @Test
    void passwordsCanBeChangedWhereSomeTypeHasThem() {
        Scim.service(builder -> builder).get("/ServiceProviderConfig").has("/changePassword/supported", true);

        ResourceType withoutPassword = ResourceMapping.builder(
                        StandardTypes.user(), String[].class, () -> new String[1])
                .id(row -> "1")
                .version(row -> "1")
                .created(row -> Instant.EPOCH)
                .lastModified(row -> Instant.EPOCH)
                .map("userName", row -> row[0], (row, name) -> row[0] = String.valueOf(name))
                .build()
                .type();
        Scim.ofTypes(withoutPassword).get("/ServiceProviderConfig").has("/changePassword/supported", false);
    }

    @Test
    @Proves({"S-5-07", "P-3.5.2-01", "P-3.7-01", "P-3.4.2.2-01", "P-3.4.2.3-01", "P-3.14-01", "P-3.2-08"})
    void whatIsOffIsSaidToBeOffAndIsOff() {
        Scim off = Scim.service(builder -> builder.without(Feature.PATCH)
                .without(Feature.BULK)
                .without(Feature.FILTER)
                .without(Feature.SORT)
                .without(Feature.ETAG)
                .without(Feature.CHANGE_PASSWORD)
                .without(Feature.CURSOR_PAGINATION));
        Answer config = off.get("/ServiceProviderConfig");
        for (String feature : List.of("patch", "bulk", "filter", "changePassword", "sort", "etag")) {
            assertThat(config.at("/" + feature + "/supported").asBoolean(true))
                    .as(feature)
                    .isFalse();
        }
        config.has("/pagination/cursor", false);
        off.userId("b");
        String path = "/Users/" + off.userId("a");

        off.patch(path, patchOp("{'op':'add','path':'title','value':'x'}")).refused(501);
        off.post("/Bulk", Scim.bulk()).refused(501);
        off.search("userName eq 'a'").refused(501);
        off.post("/Users/.search", "{'schemas':['<M>SearchRequest'],'filter':'userName pr'}")
                .refused(501);
        off.get("/?filter=" + Scim.encoded("userName pr")).refused(501);
        assertThat(Scim.names(off.get("/Users?sortBy=userName").expect(200), "userName"))
                .containsExactly("b", "a");
        Answer read = off.get(path, "If-None-Match", "*").expect(200).lacks("/meta/version");
        assertThat(read.header("ETag")).isEmpty();
        off.put(path, user("'userName':'a'"), "If-Match", "W/\"no\"").expect(200);
        off.get("/Users?cursor").expect(200).lacks("/nextCursor");
    }

    @Test
    @Proves({"S-6-01", "S-6-02", "S-6-05", "S-7-01", "P-4-04"})
    void resourceTypesNameTheirSchemas() {
        Answer types =
                scim.get("/ResourceTypes").expect(200).has("/totalResults", 2).sized("/Resources", 2);

        types.at("/Resources").forEach(type -> {
            assertThat(type.get("id")).isEqualTo(type.get("name"));
            assertThat(type.get("description").asText()).isNotBlank();
            scim.get("/ResourceTypes/" + type.get("id").asText())
                    .expect(200)
                    .has("/endpoint", type.get("endpoint").asText());
            scim.get(type.get("endpoint").asText()).expect(200);
            scim.get("/Schemas/" + type.get("schema").asText())
                    .expect(200)
                    .has("/id", type.get("schema").asText());
            type.get("schemaExtensions")
                    .forEach(extension -> scim.get(
                                    "/Schemas/" + extension.get("schema").asText())
                            .expect(200));
        });
        scim.get("/ResourceTypes/Nobody").refused(404);
    }

    @Test
    @Proves("S-6-04")
    void namesAndEndpointsAreUnique() {
        ResourceType a = ResourceType.builder("A", Things.schema()).build();
        ResourceType sameName =
                ResourceType.builder("a", Things.schema()).endpoint("/Others").build();
        ResourceType sameEndpoint =
                ResourceType.builder("B", Things.schema()).endpoint("/As").build();

        assertThatThrownBy(() -> Scim.ofTypes(a, sameName)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Scim.ofTypes(a, sameEndpoint)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Scim.ofTypes(ResourceType.builder("Bulk", Things.schema())
                        .endpoint("/Bulk")
                        .build()))
                .isInstanceOf(IllegalStateException.class);
    }

    /** The copies are of RFC 7643 §8.7 with its verified errata and the additions of RFC 9865 and RFC 9967. */
    @ParameterizedTest
    @ValueSource(strings = {"User", "Group", "EnterpriseUser", "ServiceProviderConfig", "ResourceType", "Schema"})
    @Proves({"S-7-03", "S-4.3-01"})
    void showsTheDefinitionsOfTheRfc(String name) throws java.io.IOException {
        com.fasterxml.jackson.databind.JsonNode expected;
        try (java.io.InputStream copy = DiscoveryTest.class.getResourceAsStream("schemas/" + name + ".json")) {
            expected = new com.fasterxml.jackson.databind.json.JsonMapper().readTree(copy);
        }
        Answer shown = scim.get("/Schemas/" + expected.get("id").asText()).expect(200);

        assertThat(shown.at("/name")).isEqualTo(expected.get("name"));
        assertThat(shown.at("/description")).isEqualTo(expected.get("description"));
        assertThat(SchemaComparison.characteristics(shown.body()))
                .isNotEmpty()
                .containsExactlyInAnyOrderEntriesOf(SchemaComparison.characteristics(expected));
    }

    @Test
    @Proves("S-7-03")
    void definitionsShowTheirCharacteristics() {
        Answer schema = Things.service().get("/Schemas/" + Things.URN).expect(200);
        var byName = new java.util.HashMap<String, com.fasterxml.jackson.databind.JsonNode>();
        schema.at("/attributes")
                .forEach(attribute -> byName.put(attribute.get("name").asText(), attribute));

        assertThat(byName.get("label").get("required").asBoolean()).isTrue();
        assertThat(byName.get("code").get("uniqueness").asText()).isEqualTo("global");
        assertThat(byName.get("code").get("caseExact").asBoolean()).isTrue();
        assertThat(byName.get("serial").get("mutability").asText()).isEqualTo("immutable");
        assertThat(byName.get("onDemand").get("returned").asText()).isEqualTo("request");
        assertThat(byName.get("color").get("canonicalValues")).hasSize(2);
        assertThat(byName.get("tags").get("multiValued").asBoolean()).isTrue();
        assertThat(byName.get("link").get("referenceTypes").get(0).asText()).isEqualTo("external");
        assertThat(byName.get("weight").get("type").asText()).isEqualTo("decimal");
        assertThat(byName.get("box").get("subAttributes")).hasSize(3);
        assertThat(byName.get("note").has("description")).isTrue();
        var userName = scim.get("/Schemas/" + Scim.USER).at("/attributes/0");
        assertThat(userName.get("name").asText()).isEqualTo("userName");
        assertThat(userName.get("uniqueness").asText()).isEqualTo("server");
        assertThat(userName.get("description").asText()).isNotBlank();
    }

    @Test
    @Proves({"S-7-06", "S-7-07", "P-4-07"})
    void schemasAreResources() {
        scim.get("/Schemas/" + Scim.USER)
                .has("/schemas/0", "urn:ietf:params:scim:schemas:core:2.0:Schema")
                .has("/meta/resourceType", "Schema")
                .has("/meta/location", Scim.BASE + "/Schemas/" + Scim.USER);
        scim.get("/Schemas/" + Scim.USER + "?attributes=name")
                .has("/id", Scim.USER)
                .has("/name", "User")
                .lacks("/attributes");
        scim.get("/Schemas?excludedAttributes=attributes,id")
                .has("/Resources/0/id", Scim.USER)
                .lacks("/Resources/0/attributes");
    }

    @Test
    @Proves({"P-4-02", "P-4-03", "P-4-08"})
    void schemasAreFoundByUrnInAnyCase() {
        Answer all = scim.get("/Schemas").expect(200);
        assertThat(all.at("/Resources")).hasSize(all.at("/totalResults").asInt());
        Set<String> ids = new HashSet<>();
        all.at("/Resources").forEach(schema -> ids.add(schema.get("id").asText()));
        assertThat(ids)
                .containsExactlyInAnyOrder(
                        Scim.USER,
                        Scim.GROUP,
                        Scim.ENTERPRISE,
                        "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig",
                        "urn:ietf:params:scim:schemas:core:2.0:ResourceType",
                        "urn:ietf:params:scim:schemas:core:2.0:Schema");
        scim.get("/Schemas/" + Scim.USER.toUpperCase(java.util.Locale.ROOT))
                .expect(200)
                .has("/id", Scim.USER);
        scim.get("/Schemas/" + Scim.USER.replace(":", "%3A")).expect(200).has("/id", Scim.USER);
        scim.get("/Schemas/urn:none").refused(404);
    }

    @Test
    @Proves({"P-4-05", "P-4-06"})
    void discoveryIgnoresPagesAndRefusesFilters() {
        scim.get("/Schemas?startIndex=2&count=1&sortBy=name")
                .expect(200)
                .sized("/Resources", 6)
                .has("/startIndex", 1);
        for (String path : List.of("/Schemas", "/ResourceTypes", "/ServiceProviderConfig")) {
            scim.get(path + "?filter=" + Scim.encoded("name eq 'x'")).refused(403);
        }
    }

    @Test
    @Proves("P-4-09")
    void thePluralOfScimOneIsNotServed() {
        scim.get("/ServiceProviderConfigs").refused(404);
    }
}
