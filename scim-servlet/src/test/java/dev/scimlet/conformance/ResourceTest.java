package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.Feature;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7643 §3: resources")
class ResourceTest {

    private static final String MS_GROUP = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

    private final Scim scim = Scim.service();

    @Test
    @Proves({"S-3-02", "S-3-04"})
    void schemasHoldsTheBaseAndNoSchemaOfAnotherType() {
        for (Scim service : List.of(scim, Scim.strict())) {
            service.post("/Users", "{'schemas':['<U>','<G>'],'userName':'a'}").refused(400, "invalidValue");
            service.post("/Users", "{'schemas':['<E>'],'userName':'a'}").refused(400, "invalidValue");
            service.post("/Users", "{'userName':'a'}").refused(400, "invalidSyntax");
            service.post("/Users", "{'schemas':[],'userName':'a'}").refused(400, "invalidSyntax");
        }
    }

    @Test
    @Proves({"S-3-03", "S-3-06", "S-3-07", "S-3-09"})
    void schemasIsASetAndExtensionsStandUnderTheirUrn() {
        Answer created = scim.post(
                        "/Users",
                        "{'schemas':['<E>','<U>','<E>'],'userName':'a',"
                                + "'URN:IETF:params:scim:schemas:extension:enterprise:2.0:user':{'Department':'d'}}")
                .expect(201);

        assertThat(created.at("/schemas").toString()).isEqualTo(Scim.json("['<U>','<E>']"));
        created.has("/<E>/department", "d").lacks("/department");
        scim.post("/Users", "{'schemas':['<U>','<E>'],'userName':'b'}")
                .expect(201)
                .sized("/schemas", 1);
    }

    @Test
    @Proves({"S-3-05", "P-3.9-11"})
    void schemasNamesExactlyTheExtensionsWithData() {
        String path = "/Users/" + scim.userId("a");

        scim.get(path).sized("/schemas", 1);
        scim.patch(path, patchOp("{'op':'add','path':'<E>:department','value':'d'}"))
                .sized("/schemas", 2);
        scim.get(path + "?attributes=userName").sized("/schemas", 1);
        scim.get(path + "?attributes=" + Scim.ENTERPRISE)
                .sized("/schemas", 2)
                .has("/<E>/department", "d")
                .lacks("/userName");
        scim.get(path + "?excludedAttributes=" + Scim.ENTERPRISE)
                .sized("/schemas", 1)
                .lacks("/<E>");
        scim.patch(path, patchOp("{'op':'remove','path':'<E>:department'}"))
                .expect(200)
                .sized("/schemas", 1)
                .lacks("/<E>");
    }

    @Test
    @Proves("S-3-08")
    void undeclaredExtensionDataIsTakenUnlessStrict() {
        String body = user("'userName':'a','<E>':{'department':'d'}");

        scim.post("/Users", body).expect(201).sized("/schemas", 2).has("/<E>/department", "d");
        Scim.strict().post("/Users", body).refused(400, "invalidValue");
    }

    @Test
    @Proves({"S-3-10", "S-6-03", "P-3.5.1-13"})
    void aRequiredExtensionMustBeThere() {
        Scim required = Scim.ofUsers(
                StandardTypes.userBuilder()
                        .extension(StandardSchemas.ENTERPRISE_USER, true)
                        .build(),
                builder -> builder);

        required.post("/Users", user("'userName':'a'")).refused(400, "invalidValue");
        String path = "/Users/" + required.user("a", "'<E>':{'department':'d'}").id();
        required.put(path, user("'userName':'a'")).refused(400, "invalidValue");
        required.get("/ResourceTypes/User").has("/schemaExtensions/0/required", true);
        scim.get("/ResourceTypes/User").has("/schemaExtensions/0/required", false);
        String optional = "/Users/" + scim.user("a", "'<E>':{'department':'d'}").id();
        scim.put(optional, user("'userName':'a'")).expect(200).lacks("/<E>");
    }

    @Test
    @Proves("S-3-11")
    void unknownAttributesAreIgnoredUnlessStrict() {
        Scim strict = Scim.strict();
        String path = "/Users/"
                + scim.user("a", "'shoeSize':44,'name':{'givenName':'x','petName':'y'}")
                        .lacks("/shoeSize", "/name/petName")
                        .id();

        scim.put(path, user("'userName':'a','shoeSize':{'left':44}"))
                .expect(200)
                .lacks("/shoeSize");
        scim.patch(path, patchOp("{'op':'add','path':'name','value':{'petName':'y','givenName':'z'}}"))
                .expect(200)
                .has("/name/givenName", "z")
                .lacks("/name/petName");
        strict.post("/Users", user("'userName':'a','shoeSize':44")).refused(400, "invalidSyntax");
        strict.post("/Users", user("'userName':'a','name':{'petName':'y'}")).refused(400, "invalidSyntax");
    }

    @Test
    @Proves("S-3-12")
    void unknownSchemasAreIgnoredUnlessStrict() {
        String body = "{'schemas':['<G>','" + MS_GROUP + "'],'displayName':'A','" + MS_GROUP + "':{'x':1}}";

        scim.post("/Groups", body).expect(201).sized("/schemas", 1).lacks("/" + MS_GROUP.replace("/", "~1"));
        Scim.strict().post("/Groups", body).refused(400, "invalidValue");
    }

    @Test
    @Proves({"S-3.1-01", "S-3.1-02", "S-3.1-03", "P-3.3-02"})
    void theServerGivesTheId() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            Answer user = scim.user("u" + i, "'id':'mine'");
            assertThat(ids.add(user.id())).isTrue();
            assertThat(ids.add(scim.group("g" + i).id())).isTrue();
            scim.delete("/Users/" + user.id()).expect(204);
        }
        assertThat(ids)
                .allSatisfy(
                        id -> assertThat(id).isNotEmpty().isNotEqualTo("mine").doesNotContainIgnoringCase("bulkId"));
        String again = scim.userId("u0");
        assertThat(ids).doesNotContain(again);
        scim.put("/Users/" + again, user("'userName':'u0','id':'mine'"))
                .expect(200)
                .has("/id", again);
    }

    @Test
    @Proves("S-3.1-03")
    void aStoreThatGivesAnIdWithBulkIdIsRefused() {
        Scim faulty = Scim.of(Scim.builder()
                .repositories(InMemoryRepository.builder(StandardTypes.user())
                        .ids(() -> "bulkId:1")
                        .build()));

        faulty.post("/Users", user("'userName':'a'")).refused(500);
    }

    @Test
    @Proves("S-3.1-04")
    void idsAreCaseExact() {
        Scim fixed = Scim.of(Scim.builder()
                .repositories(InMemoryRepository.builder(StandardTypes.user())
                        .ids(() -> "abc")
                        .build()));
        fixed.user("a", "");

        fixed.get("/Users/abc").expect(200);
        fixed.get("/Users/ABC").refused(404);
        assertThat(fixed.find("id eq 'ABC'")).isEmpty();
        assertThat(fixed.find("id eq 'abc'")).containsExactly("a");
    }

    @Test
    @Proves({"S-3.1-05", "S-3.1-06"})
    void externalIdIsTheClientsAndNotUnique() {
        Answer first = scim.user("a", "'externalId':'Ab'").has("/externalId", "Ab");
        scim.user("b", "'externalId':'Ab'");
        scim.user("c", "").lacks("/externalId");

        scim.put("/Users/" + first.id(), user("'userName':'a','externalId':'Cd'"))
                .has("/externalId", "Cd");
        assertThat(scim.find("externalId eq 'cd'")).isEmpty();
    }

    @Test
    @Proves({"S-3.1-07", "S-3.1-08", "P-3.3-10"})
    void metaIsTheServers() {
        String meta =
                "'meta':{'created':'2001-01-01T00:00:00Z','resourceType':'Cat','version':'W/\\'1\\'','location':'x'}";
        meta = "'meta':{'created':'2001-01-01T00:00:00Z','resourceType':'Cat','version':'1','location':'x'}";
        Answer created = scim.user("a", meta).has("/meta/resourceType", "User");

        assertThat(created.at("/meta/created").asText()).doesNotStartWith("2001");
        Answer put = scim.put("/Users/" + created.id(), user("'userName':'a'," + meta))
                .expect(200);
        assertThat(put.at("/meta")).isEqualTo(created.at("/meta"));
        scim.group("A").has("/meta/resourceType", "Group");
    }

    @Test
    @Proves("S-3.1-09")
    void timesAgreeUntilTheFirstChange() {
        Answer created = scim.user("a", "");
        assertThat(created.at("/meta/lastModified")).isEqualTo(created.at("/meta/created"));

        Answer changed = scim.patch("/Users/" + created.id(), patchOp("{'op':'add','path':'title','value':'x'}"));
        assertThat(changed.at("/meta/created")).isEqualTo(created.at("/meta/created"));
        assertThat(changed.at("/meta/lastModified").asText())
                .isGreaterThanOrEqualTo(created.at("/meta/lastModified").asText());
    }

    @Test
    @Proves({
        "S-3.1-10",
        "S-3.1-11",
        "P-3.14-02",
        "P-3.14-03",
        "P-3.14-04",
        "P-3.3-06",
        "P-3.3-12",
        "P-3.4.1-05",
        "P-3.4.1-01"
    })
    void locationAndVersionStandInBodyAndHeaders() {
        Answer created = scim.user("a", "");
        String path = "/Users/" + created.id();
        assertThat(created.header("Location"))
                .isEqualTo(Scim.BASE + path)
                .isEqualTo(created.at("/meta/location").asText());

        for (Answer answer : List.of(
                created,
                scim.get(path),
                scim.put(path, user("'userName':'a','title':'x'")),
                scim.patch(path, patchOp("{'op':'add','path':'title','value':'y'}")))) {
            assertThat(answer.header("Location"))
                    .isEqualTo(answer.at("/meta/location").asText());
            assertThat(answer.etag())
                    .startsWith("W/\"")
                    .isEqualTo(answer.at("/meta/version").asText());
            if (answer.status() == 200) {
                assertThat(answer.header("Content-Location")).isEqualTo(answer.header("Location"));
            }
        }
        Answer list = scim.get("/Users");
        assertThat(list.at("/Resources/0/meta/version").asText())
                .isEqualTo(scim.get(path).etag());
        assertThat(list.header("ETag")).isEmpty();
        assertThat(list.header("Location")).isEmpty();
    }

    @Test
    @Proves({"S-3.1-12", "S-3.2-01", "P-3.2-05", "S-3.1-13"})
    void anyTypeHasTheCommonAttributesAsTheRfcHasThem() {
        Schema schema = Schema.of(
                "urn:example:params:scim:schemas:Device",
                AttributeDefinition.string("id"),
                Things.with("externalId", AttributeType.STRING, builder -> builder.caseExact(false)),
                AttributeDefinition.string("model"));
        Scim devices = Scim.ofTypes(ResourceType.builder("Device", schema).build());

        Answer created = devices.post(
                        "/Devices", "{'schemas':['" + schema.id() + "'],'id':'mine','externalId':'X','model':'m'}")
                .expect(201)
                .has("/meta/resourceType", "Device")
                .has("/externalId", "X");
        assertThat(created.id()).isNotEqualTo("mine");
        devices.patch("/Devices/" + created.id(), patchOp("{'op':'replace','path':'id','value':'mine'}"))
                .refused(400, "mutability");
        devices.get("/Devices?filter=" + Scim.encoded("externalId eq 'x'")).has("/totalResults", 0);
        scim.user("a", "");
        assertThat(scim.find("<U>:id pr")).containsExactly("a");
        devices.get("/ResourceTypes/Device").has("/endpoint", "/Devices");
    }

    @Test
    @Proves("S-3.3-02")
    void extensionsDoNotShareAttributes() {
        Schema first = Schema.of("urn:example:first", AttributeDefinition.string("size"));
        Schema second = Schema.of("urn:example:second", AttributeDefinition.string("size"));
        Scim both = Scim.ofUsers(
                StandardTypes.userBuilder().extension(first).extension(second).build(), builder -> builder);

        both.user("a", "'urn:example:first':{'size':'1'},'urn:example:second':{'size':'2'}")
                .has("/urn:example:first/size", "1")
                .has("/urn:example:second/size", "2");
        assertThat(both.find("urn:example:first:size eq '2'")).isEmpty();
        assertThat(both.find("urn:example:second:size eq '2'")).containsExactly("a");
    }

    @Test
    @Proves("S-3.3-01")
    void anExtensionThatRepeatsACoreAttributeIsNoted() {
        Schema repeating = Schema.of(
                "urn:example:first", AttributeDefinition.string("USERNAME"), AttributeDefinition.string("size"));

        assertThat(StandardTypes.userBuilder().extension(repeating).build().repeatedAttributes())
                .containsExactly("urn:example:first:USERNAME");
        assertThat(StandardTypes.user().repeatedAttributes()).isEmpty();
    }

    @Test
    @Proves("S-3.3-03")
    void subAttributesMayBeAddedUnlessStrict() {
        ResourceType type = StandardTypes.userBuilder()
                .subAttribute("name", AttributeDefinition.string("displayName"))
                .build();
        Scim extended = Scim.ofUsers(type, builder -> builder);
        String path = "/Users/"
                + extended.user("a", "'name':{'displayName':'A'}")
                        .has("/name/displayName", "A")
                        .id();

        extended.patch(path, patchOp("{'op':'replace','path':'name.displayName','value':'B'}"))
                .has("/name/displayName", "B");
        assertThat(extended.find("name.displayName eq 'b'")).containsExactly("a");
        assertThat(extended.get("/Schemas/" + Scim.USER)
                        .at("/attributes/1/subAttributes")
                        .toString())
                .contains("\"name\":\"displayName\"");
        assertThatThrownBy(() -> Scim.ofUsers(type, builder -> builder.profile(ClientProfile.STRICT)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("name.displayName");
    }

    @Test
    void aFilterFindsTheVersionThatAnswersShow() {
        for (Scim scim : List.of(Scim.service(), Scim.service(builder -> builder.with(Feature.STRONG_ETAGS)))) {
            String version = scim.user("a", "").at("/meta/version").asText().replace("\"", "\\'");
            String other = scim.user("b", "").at("/meta/version").asText().replace("\"", "\\'");

            assertThat(scim.find("meta.version eq '" + version + "'")).containsExactly("a");
            assertThat(scim.find(Scim.USER + ":meta.version ne '" + version + "'"))
                    .containsExactly("b");
            assertThat(scim.find("meta.version gt '" + version + "'")).containsExactly("b");
            assertThat(scim.find("meta.version co '" + other.substring(other.length() - 4) + "'"))
                    .containsExactly("b");
        }
    }
}
