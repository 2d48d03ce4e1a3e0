package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.message.ScimRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What identity providers send that the RFCs do not have, in POST, PUT, PATCH and filters")
class DialectTest {

    private static final String STAFF = "urn:example:params:scim:schemas:Staff";

    private static final ResourceType STAFF_USER = StandardTypes.userBuilder()
            .extension(StandardSchemas.ENTERPRISE_USER)
            .extension(Schema.of(
                    STAFF,
                    AttributeDefinition.builder("depIds", AttributeType.STRING)
                            .multiValued(true)
                            .build(),
                    AttributeDefinition.builder("levels", AttributeType.INTEGER)
                            .multiValued(true)
                            .build(),
                    AttributeDefinition.builder("level", AttributeType.INTEGER).build(),
                    AttributeDefinition.builder("share", AttributeType.DECIMAL).build(),
                    AttributeDefinition.builder("desk", AttributeType.COMPLEX)
                            .subAttributes(AttributeDefinition.string("floor"), AttributeDefinition.string("seat"))
                            .build()))
            .build();

    private final Scim scim = Scim.ofUsers(STAFF_USER, builder -> builder);
    private final Scim strict = Scim.ofUsers(STAFF_USER, builder -> builder.profile(ClientProfile.STRICT));

    private static String staff(String members) {
        return user("'userName':'a','" + STAFF + "':{" + members + "}");
    }

    private static String declaredStaff(String members) {
        return "{'schemas':['<U>','" + STAFF + "'],'userName':'a','" + STAFF + "':{" + members + "}}";
    }

    private static String at(String attribute) {
        return "/" + STAFF + "/" + attribute;
    }

    // ---- bodies

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/scim+json; charset=ISO-8859-1",
                "application/json;charset=utf8",
                "application/json; charset=us-ascii",
                "application/scim+json; charset=\"UTF-16\"",
                "application/json; charset=nonsense; charset="
            })
    @Proves("P-3.8-05")
    void charsetIsIgnored(String type) {
        scim.post("/Users", user("'userName':'ü'"), "Content-Type", type)
                .expect(201)
                .has("/userName", "ü");
        scim.post("/Users/.search", "{'schemas':['<M>SearchRequest']}", "Content-Type", type)
                .expect(200);
        scim.post(
                        "/Bulk",
                        Scim.bulk(
                                "{'method':'POST','path':'/Users','bulkId':'1','data':" + user("'userName':'b'") + "}"),
                        "Content-Type",
                        type)
                .expect(200)
                .has("/Operations/0/status", "201");
    }

    @Test
    @Proves("P-3.8-05")
    void bytesThatAreNotUtf8AreRefusedWhateverTheCharset() {
        String body = Scim.json(user("'userName':'ü'"));
        for (var encoded : List.of(
                body.getBytes(StandardCharsets.ISO_8859_1),
                body.getBytes(StandardCharsets.UTF_16),
                body.getBytes(StandardCharsets.UTF_16LE))) {
            for (String charset : List.of("", "; charset=ISO-8859-1", "; charset=UTF-16", "; charset=utf-8")) {
                ScimRequest request = Scim.request("POST", "/Users", "Content-Type", "application/scim+json" + charset)
                        .body(new ByteArrayInputStream(encoded))
                        .build();
                scim.handle(request).refused(400, "invalidSyntax");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip, 415", "GZIP, 415", "'identity, br', 415", "deflate, 415", "identity, 201", "'', 201"})
    @Proves("P-3.8-06")
    void compressedBodiesAreRefused(String coding, int status) throws IOException {
        byte[] plain = Scim.json(user("'userName':'a'")).getBytes(StandardCharsets.UTF_8);
        byte[] body = status == 415 ? compressed(plain) : plain;
        ScimRequest request = Scim.request("POST", "/Users", "Content-Encoding", coding)
                .body(new ByteArrayInputStream(body))
                .build();

        scim.handle(request).expect(status);
        scim.post("/Bulk", Scim.bulk(), "Content-Encoding", coding).expect(status == 415 ? 415 : 400);
    }

    private static byte[] compressed(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }

    // ---- parameters and headers

    @Test
    @Proves("P-3.9-06")
    void severalListsOfAttributesAreOne() {
        String path = "/Users/" + scim.user("a", "'title':'t','nickName':'n'").id();

        scim.get(path + "?attributes=title&attributes=nickName,userName")
                .has("/title", "t")
                .has("/nickName", "n")
                .has("/userName", "a")
                .lacks("/meta");
        scim.get(path + "?excludedAttributes=title&count=1&ExcludedAttributes=nickName")
                .lacks("/title", "/nickName")
                .has("/userName", "a");
        scim.get("/Users?attributes=&attributes=title")
                .has("/Resources/0/title", "t")
                .lacks("/Resources/0/nickName");
        scim.get("/Schemas?attributes=name&attributes=id").expect(200).lacks("/Resources/0/attributes");
    }

    @Test
    @Proves("P-3.3-06")
    void aCreationSaysWhereItsBodyIsFrom() {
        Answer created = scim.user("a", "");

        assertThat(created.header("Location")).endsWith("/Users/" + created.id());
        assertThat(created.header("Content-Location")).isEqualTo(created.header("Location"));
    }

    // ---- lists of simple values

    @Test
    void simpleValuesMayBeSentAsObjects() {
        String id = scim.post("/Users", staff("'depIds':[{'value':'30','$ref':null},'31'],'levels':[{'value':'4'}]"))
                .expect(201)
                .has(at("depIds"), "['30','31']")
                .has(at("levels"), "[4]")
                .id();
        String path = "/Users/" + id;
        String list = STAFF + ":depIds";

        scim.put(path, staff("'depIds':{'value':'32','display':'x'}"))
                .expect(200)
                .has(at("depIds"), "['32']");
        scim.patch(path, patchOp("{'op':'Add','path':'" + list + "','value':[{'value':'33'}]}"))
                .has(at("depIds"), "['32','33']");
        scim.patch(path, patchOp("{'op':'Remove','path':'" + list + "','value':[{'$ref':null,'value':'32'}]}"))
                .has(at("depIds"), "['33']");
        scim.patch(path, patchOp("{'op':'Replace','value':{'" + list + "':[{'value':'34'},{'value':null}]}}"))
                .has(at("depIds"), "['34']");
        scim.patch(
                        path,
                        patchOp("{'op':'Replace','path':'" + list
                                + "[value eq |34|]','value':{'value':'35'}}".replace("|", "\\'")))
                .has(at("depIds"), "['35']");
        scim.patch(path, patchOp("{'op':'Add','path':'" + list + "','value':[{'display':'36'}]}"))
                .refused(400, "invalidValue");
        scim.patch(path, patchOp("{'op':'Add','path':'" + list + "','value':[{'value':{'value':'36'}}]}"))
                .refused(400, "invalidValue");
        scim.get(path).has(at("depIds"), "['35']");

        strict.post("/Users", declaredStaff("'depIds':[{'value':'30'}]")).refused(400, "invalidValue");
        strict.post("/Users", declaredStaff("'depIds':['30']")).expect(201);
    }

    // ---- numbers

    @Test
    void numbersMayBeSentAsText() {
        String path = "/Users/"
                + scim.post("/Users", staff("'level':'5','share':'-1.50e1'"))
                        .expect(201)
                        .has(at("level"), 5)
                        .has(at("share"), "-15.0")
                        .id();

        scim.patch(path, patchOp("{'op':'replace','path':'" + STAFF + ":level','value':'6'}"))
                .has(at("level"), 6);
        scim.patch(path, patchOp("{'op':'replace','path':'" + STAFF + ":level','value':'9223372036854775807'}"))
                .has(at("level"), Long.MAX_VALUE);
        scim.patch(path, patchOp("{'op':'replace','path':'" + STAFF + ":level','value':'6'}"))
                .expect(200);
        assertThat(scim.at(path, at("level")).isNumber()).isTrue();
        assertThat(scim.find(STAFF + ":level eq '6'")).containsExactly("a");
        assertThat(scim.find(STAFF + ":level gt '10'")).isEmpty();
        assertThat(scim.find(STAFF + ":share lt '-1e1'")).containsExactly("a");
        for (String text : List.of("", " 6", "+6", "06", "6.0", "6e0", "six", "0x6", "9999999999999999999")) {
            scim.put(path, staff("'level':'" + text + "'")).refused(400, "invalidValue");
        }
        for (String text : List.of("", "1,5", "NaN", "1.", "1e99999", "1".repeat(2_000))) {
            scim.put(path, staff("'share':'" + text + "'")).refused(400, "invalidValue");
            scim.search(STAFF + ":share eq '" + text + "'").refused(400, "invalidFilter");
        }
        strict.post("/Users", declaredStaff("'level':'5'")).refused(400, "invalidValue");
        strict.post("/Users", declaredStaff("'share':'5'")).refused(400, "invalidValue");
        strict.search(STAFF + ":level eq '5'").refused(400, "invalidFilter");
    }

    @Test
    void textMayBeSentAsNumber() {
        String sent = "'userName':'a','externalId':701984,'addresses':[{'postalCode':91608,'type':'work'}],"
                + "'emails':[{'value':1.50}]";
        String path = "/Users/"
                + scim.post("/Users", user(sent))
                        .expect(201)
                        .has("/externalId", "701984")
                        .has("/addresses/0/postalCode", "91608")
                        .has("/emails/0/value", "1.50")
                        .id();

        assertThat(scim.at(path, "/externalId").isTextual()).isTrue();
        assertThat(scim.find("externalId eq 701984")).containsExactly("a");
        assertThat(scim.find("addresses[postalCode sw 916]")).containsExactly("a");
        assertThat(scim.find("externalId eq 701984.0")).isEmpty();
        for (String wrong : List.of(
                "'userName':7",
                "'userName':'b','title':true",
                "'userName':'b','profileUrl':7",
                "'userName':'b','<E>':{'manager':{'value':7}}",
                "'userName':'b','<E>':{'manager':7}")) {
            scim.post("/Users", user(wrong)).refused(400, "invalidValue");
        }
        scim.post("/Groups", "{'schemas':['<G>'],'displayName':'g','members':[{'value':7}]}")
                .refused(400, "invalidValue");
        for (String filter :
                List.of("userName eq 7", "id eq 7", "<E>:manager eq 7", "<E>:manager.value eq 7", "title eq true")) {
            scim.search(filter).refused(400, "invalidFilter");
        }
        scim.get("/Groups?filter=" + Scim.encoded("members[value eq 7]")).refused(400, "invalidFilter");
        strict.post("/Users", user("'userName':'b','externalId':7")).refused(400, "invalidValue");
        strict.search("externalId eq 7").refused(400, "invalidFilter");
    }

    // ---- active

    @Test
    @Proves("P-3.5.1-03")
    void nothingButTrueEnablesADisabledUser() {
        List<String> changes = List.of(
                patchOp("{'op':'replace','path':'active','value':null}"),
                patchOp("{'op':'remove','path':'active'}"),
                patchOp("{'op':'add','value':{'active':null}}"));
        for (ClientProfile profile : List.of(ClientProfile.INTEROPERABLE, ClientProfile.STRICT)) {
            Scim defaulting = Scim.service(builder -> builder.profile(profile).defaultValue("User", "active", true));
            String path = "/Users/" + defaulting.user("a", "'active':false").id();
            defaulting.user("b", "").has("/active", true);

            defaulting.put(path, user("'userName':'a'")).expect(200).has("/active", false);
            for (String change : changes) {
                defaulting.patch(path, change).expect(200);
                defaulting.put(path, user("'userName':'a','title':'t'")).expect(200);
                assertThat(defaulting.at(path, "/active").asBoolean()).isFalse();
                defaulting
                        .patch(path, patchOp("{'op':'replace','path':'active','value':false}"))
                        .has("/active", false);
            }
            defaulting.put(path, user("'userName':'a','active':null")).expect(200);
            defaulting.put(path, user("'userName':'a'")).expect(200);
            assertThat(defaulting.at(path, "/active").asBoolean()).isFalse();
            defaulting.put(path, user("'userName':'a','active':true")).has("/active", true);
            defaulting.put(path, user("'userName':'a'")).has("/active", true);
        }
    }

    // ---- entries that hold nothing

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'value':'','type':'work','primary':true}",
                "{'value':null,'type':'work','display':'x'}",
                "{'type':'work'}",
                "{'primary':true}",
                "{}",
                "null"
            })
    @Proves("S-2.5-05")
    void anEntryWithoutItsValueIsNone(String nothing) {
        String path = "/Users/"
                + scim.user("a", "'emails':[" + nothing + ",{'value':'o@x.example'}]")
                        .has("/emails", "[{'value':'o@x.example'}]")
                        .id();

        scim.put(path, user("'userName':'a','emails':[" + nothing + "]"))
                .expect(200)
                .lacks("/emails");
        assertThat(scim.find("emails pr")).isEmpty();
        scim.patch(path, patchOp("{'op':'add','path':'emails','value':[" + nothing + ",{'value':'p@x.example'}]}"))
                .has("/emails", "[{'value':'p@x.example'}]");
        scim.patch(path, patchOp("{'op':'replace','value':{'emails':[" + nothing + "]}}"))
                .lacks("/emails");
    }

    @Test
    @Proves("S-2.5-05")
    void onlyWhatSaysNothingIsNone() {
        strict.user("a", "'emails':[{'value':'','type':'work'},{'type':'home'}],'addresses':[{'type':'work'}]")
                .sized("/emails", 2)
                .sized("/addresses", 1);
        scim.user("a", "'emails':[{'display':'d'}],'addresses':[{'type':'work'},{'type':'home','locality':'l'}]")
                .has("/emails", "[{'display':'d'}]")
                .has("/addresses", "[{'locality':'l','type':'home'}]");
        scim.post("/Groups", "{'schemas':['<G>'],'displayName':'g','members':[{'value':'','type':'User'}]}")
                .refused(400, "invalidValue");
    }

    // ---- keys that are paths

    @Test
    @Proves("P-3.5.2.1-10")
    void keysArePathsInPostAndPut() {
        String flat = "'name.givenName':'g','name':{'familyName':'f'},'<E>:department':'d','<E>:manager.value':'7',"
                + "'" + STAFF + ":depIds':['30'],'" + STAFF + "':{'level':1,'desk.seat':'s'},"
                + "'emails[type eq \\'work\\'].value':'w@x.example','<U>:title':'t','meta.version':'1','NICKNAME':'n'";
        String path = "/Users/"
                + scim.post("/Users", user("'userName':'a'," + flat))
                        .expect(201)
                        .has("/name/givenName", "g")
                        .has("/name/familyName", "f")
                        .has("/<E>/department", "d")
                        .has("/<E>/manager/value", "7")
                        .has(at("depIds"), "['30']")
                        .has(at("level"), 1)
                        .has(at("desk/seat"), "s")
                        .has("/emails", "[{'value':'w@x.example','type':'work'}]")
                        .has("/title", "t")
                        .has("/nickName", "n")
                        .id();

        scim.put(path, user("'userName':'a','NAME.givenName':'h','<E>:department':null,'manager':'8'"))
                .expect(200)
                .has("/name", "{'givenName':'h'}")
                .has("/<E>/manager/value", "8")
                .lacks("/<E>/department", "/title", "/emails");
        scim.put(path, user("'userName':'a','name.shoe':'x','<E>:shoe':'x','urn:example:none:x':'y','emails[x':'z'"))
                .expect(200)
                .lacks("/name", "/<E>");
        scim.put(path, user("'userName':'a','active':true,'<E>:department':7,'name.givenName':{'a':1}"))
                .refused(400, "invalidValue");
        scim.put(path, user("'userName':'a','name.givenName':'x','Name.GivenName':'y'"))
                .refused(400, "invalidSyntax");
        scim.put(path, user("'userName':'a','emails.value':'x'")).refused(400, "invalidValue");
        strict.post("/Users", user("'userName':'a','name.givenName':'g'")).refused(400, "invalidSyntax");
        strict.post("/Users", user("'userName':'a','<E>:department':'d'")).refused(400, "invalidSyntax");
    }

    @Test
    void schemasInsideAnExtensionIsIgnored() {
        String inside = "'<E>':{'schemas':['<E>'],'department':'d'}";
        String path = "/Users/"
                + scim.user("a", inside).has("/<E>", "{'department':'d'}").id();

        scim.put(path, user("'userName':'a'," + inside)).has("/<E>", "{'department':'d'}");
        scim.patch(path, patchOp("{'op':'replace','value':{" + inside.replace("'d'", "'e'") + "}}"))
                .expect(200)
                .has("/<E>", "{'department':'e'}");
    }

    // ---- brackets after a single value

    @Test
    void bracketsOnASingleValueAreACondition() {
        String path = "/Users/"
                + scim.user(
                                "a",
                                "'password':'secret','<E>':{'manager':{'value':'8'}},'" + STAFF
                                        + "':{'level':3,'desk':{'floor':'1','seat':'s'}}")
                        .id();

        scim.patch(
                        path,
                        patchOp(
                                "{'op':'Remove','path':'<E>:manager[value eq \\'7\\']'}",
                                "{'op':'Remove','path':'" + STAFF + ":level[value gt 3]'}",
                                "{'op':'Remove','path':'" + STAFF + ":desk[floor eq \\'1\\'].seat'}",
                                "{'op':'Replace','path':'active','value':'False'}"))
                .expect(200)
                .has("/active", false)
                .has("/<E>/manager/value", "8")
                .has(at("level"), 3)
                .has(at("desk"), "{'floor':'1'}");
        scim.patch(path, patchOp("{'op':'Replace','path':'" + STAFF + ":level[value eq 3]','value':'4'}"))
                .has(at("level"), 4);
        scim.patch(path, patchOp("{'op':'Replace','path':'" + STAFF + ":level[value eq 3]','value':5}"))
                .refused(400, "noTarget");
        // what is never returned is not to be guessed
        scim.patch(path, patchOp("{'op':'Remove','path':'password[value eq \\'secret\\']'}"))
                .refused(400, "invalidFilter");
        scim.patch(path, patchOp("{'op':'Remove','path':'meta[version pr]'}")).refused(400, "mutability");
        scim.search("name[familyName eq 'x']").refused(400, "invalidFilter");
    }

    // ---- references

    @Test
    void aReferenceAloneTellsTheId() {
        String id = scim.userId("a");
        for (String ref : List.of("/Users/" + id + "/", "/Users/" + id + "?attributes=id", "/Users/" + id + "#x")) {
            scim.post("/Groups", "{'schemas':['<G>'],'displayName':'g','members':[{'$ref':'" + Scim.BASE + ref + "'}]}")
                    .expect(201)
                    .has("/members/0/value", id)
                    .has("/members/0/$ref", Scim.BASE + "/Users/" + id);
            scim.get("/Groups?filter=" + Scim.encoded("members[$ref eq '" + Scim.BASE + ref + "']"))
                    .expect(200)
                    .has("/Resources/0/members/0/value", id);
        }
    }
}
