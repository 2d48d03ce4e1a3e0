package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.protocol.ScimService;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 7643 §2.3: data types")
class DataTypeTest {

    private final Scim things = Things.service();

    private Answer stored(String members) {
        Answer created = things.post("/Things", Things.thing(members)).expect(201);
        return things.get("/Things/" + created.id()).expect(200);
    }

    private void refused(String members) {
        things.post("/Things", Things.thing(members)).refused(400, "invalidValue");
    }

    private int found(String filter) {
        return things.get("/Things?filter=" + Scim.encoded(filter))
                .expect(200)
                .at("/totalResults")
                .asInt();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'title':[5,6]",
                "'active':1",
                "'name':'x'",
                "'emails':5",
                "'title':{}",
                "'title':true",
                "'active':'yes'",
                "'emails':[5]"
            })
    @Proves({"S-2.3-01", "P-3.3-09", "P-3.12-17"})
    void refusesValuesOfAnotherType(String member) {
        Scim.service().post("/Users", user("'userName':'a'," + member)).refused(400, "invalidValue");
    }

    @Test
    @Proves({"S-2.3-02", "S-7-04"})
    void thereAreEightTypes() {
        assertThat(java.util.Arrays.stream(AttributeType.values()).map(AttributeType::keyword))
                .containsExactlyInAnyOrder(
                        "string", "boolean", "decimal", "integer", "dateTime", "binary", "reference", "complex");
        assertThatThrownBy(() -> new dev.scimlet.core.json.SchemaReader()
                        .read(new java.io.ByteArrayInputStream(
                                Scim.json("{'id':'urn:example:x','name':'x','attributes':[{'name':'a','type':'foo'}]}")
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("foo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud83d\\ude00", "e\\u0301", "שלום", "日本", "\\t\\n", "  "})
    @Proves({"S-2.3.1-01", "P-3.8-01"})
    void keepsAnySequenceOfCharacters(String text) throws Exception {
        Answer answer = stored("'note':'" + text + "'");

        assertThat(answer.at("/note").asText())
                .isEqualTo(new com.fasterxml.jackson.databind.json.JsonMapper()
                        .readValue("\"" + text + "\"", String.class));
    }

    @Test
    @Proves("S-2.3.1-02")
    void refusesALoneSurrogate() {
        refused("'note':'\\ud83d'");
        refused("'note':'\\ude00x'");
    }

    @Test
    @Proves({"S-2.3.2-01", "S-2.3.2-02"})
    void booleansAreLiteralsOrTheirText() {
        assertThat(stored("'lit':true").at("/lit").isBoolean()).isTrue();
        Answer text = stored("'lit':'False'");
        assertThat(text.at("/lit").isBoolean()).isTrue();
        assertThat(text.at("/lit").asBoolean()).isFalse();
        refused("'lit':'no'");
        Scim.strict().post("/Users", user("'userName':'a','active':'true'")).refused(400, "invalidValue");
        Scim.strict().user("a", "'active':true").has("/active", "true");
    }

    @Test
    @Proves("S-2.3.2-03")
    void aBooleanHasNeitherCaseNorUniqueness() {
        AttributeDefinition.Builder cased =
                AttributeDefinition.builder("a", AttributeType.BOOLEAN).caseExact(true);
        AttributeDefinition.Builder unique =
                AttributeDefinition.builder("a", AttributeType.BOOLEAN).uniqueness(Uniqueness.SERVER);

        assertThatThrownBy(cased::build).hasMessageContaining("no case");
        assertThatThrownBy(unique::build).hasMessageContaining("cannot be unique");
    }

    @Test
    @Proves({"S-2.3.3-01", "S-2.3.3-02"})
    void decimalsAreExactAndHaveDigitsOnBothSides() {
        assertThat(stored("'weight':5").text()).contains("\"weight\":5.0");
        assertThat(stored("'weight':0.5").text()).contains("\"weight\":0.5");
        assertThat(stored("'weight':0.1").text()).contains("\"weight\":0.1,");
        assertThat(stored("'weight':12345678901234.123456").text()).contains("12345678901234.123456");
        assertThat(stored("'weight':1e2").text()).contains("\"weight\":100.0");
        refused("'weight':'5,0'");
        assertThat(found("weight eq 5.0")).isEqualTo(1);
        assertThat(found("weight gt 0.4 and weight lt 6")).isEqualTo(2);
    }

    @Test
    @Proves({"S-2.3.4-01", "S-2.3.4-02"})
    void integersHaveNoFractionAndSixtyFourBits() {
        refused("'amount':1.0");
        refused("'amount':1e2");
        refused("'amount':9223372036854775808");
        assertThat(stored("'amount':-5").at("/amount").asLong()).isEqualTo(-5);
        assertThat(stored("'amount':9223372036854775807").text()).contains("\"amount\":9223372036854775807");
        assertThat(stored("'amount':-9223372036854775808").text()).contains("\"amount\":-9223372036854775808");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2008-01-23T04:56:22Z",
                "2008-01-23T04:56:22",
                "2008-01-23T04:56:22.123456789012Z",
                "2008-01-23T04:56:22+14:00",
                "2008-01-23T04:56:22-05:30",
                "12008-01-23T04:56:22Z",
                "-0044-03-15T12:00:00Z",
                "2020-02-29T00:00:00Z",
                "2020-01-01T24:00:00Z"
            })
    @Proves({"S-2.3.5-01", "S-2.3.5-02"})
    void takesEveryFormOfDateTimeAndReturnsItAsSent(String time) {
        assertThat(stored("'due':'" + time + "'").at("/due").asText()).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2008-01-23",
                "10:00:00Z",
                "2008-13-01T00:00:00Z",
                "2008-02-30T00:00:00Z",
                "2008-01-01T25:00:00Z",
                "2008-01-01T00:00:60Z",
                "2008-01-01T00:60:00Z",
                "2019-02-29T00:00:00Z",
                "2008-01-23T04:56:22+15:00",
                "2008-01-23T04:56Z",
                "2008-01-23 04:56:22Z",
                "08-01-23T04:56:22Z",
                "tomorrow"
            })
    @Proves({"S-2.3.5-01", "S-2.3.5-02", "S-2.3.5-03"})
    void refusesOtherDateTimes(String time) {
        refused("'due':'" + time + "'");
    }

    @Test
    @Proves({"S-2.3.5-04", "S-2.3.5-06", "P-3.4.2.2-14"})
    void dateTimesCompareAsInstants() {
        stored("'due':'2020-01-01T24:00:00Z'");
        stored("'due':'2021-01-01T12:00:00'");

        assertThat(found("due eq '2020-01-02T00:00:00Z'")).isEqualTo(1);
        assertThat(found("due eq '2020-01-02T01:00:00+01:00'")).isEqualTo(1);
        assertThat(found("due eq '2021-01-01T12:00:00Z'")).isEqualTo(1);
        assertThat(found("due eq '2021-01-01T13:00:00Z'")).isZero();
    }

    @Test
    @Proves("S-2.3.5-05")
    void ownTimesAreUtcWithMilliseconds() {
        Answer created = Scim.service().user("a", "");

        assertThat(created.at("/meta/created").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(created.at("/meta/lastModified").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    @Proves({"S-2.3.6-01", "S-2.3.6-03", "S-2.3.6-04"})
    void binaryIsBase64() {
        stored("'key':'MQ=='");
        stored("'key':'MQ'");
        stored("'key':'aGVs\\nbG8g d29ybGQ='");

        assertThat(found("key eq 'MQ=='")).isEqualTo(2);
        assertThat(found("key eq 'mq=='")).isZero();
        assertThat(found("key eq 'aGVsbG8gd29ybGQ='")).isEqualTo(1);
        refused("'key':'M*Q='");
        refused("'key':'M'");
        refused("'key':'-_-_'");
        assertThatThrownBy(
                        () -> Things.with("a", AttributeType.BINARY, builder -> builder.uniqueness(Uniqueness.SERVER)))
                .hasMessageContaining("cannot be unique");
    }

    @Test
    @Proves("S-2.3.6-02")
    void binaryMayUseTheUrlSafeAlphabet() {
        assertThat(stored("'urlKey':'-_-_'").at("/urlKey").asText()).isEqualTo("-_-_");
        refused("'urlKey':'+/+/'");
    }

    @Test
    @Proves({"S-2.3.7-01", "S-4.1.1-04"})
    void referencesAreUris() {
        Scim scim = Scim.service();

        scim.post("/Users", user("'userName':'a','profileUrl':'http://x/a b'")).refused(400, "invalidValue");
        scim.post("/Users", user("'userName':'a','photos':[{'value':'http://x/a b'}]"))
                .refused(400, "invalidValue");
        scim.user("a", "'profileUrl':'https://x/a','photos':[{'value':'../photo.jpg'}]")
                .has("/profileUrl", "https://x/a")
                .has("/photos/0/value", "../photo.jpg");
        assertThat(scim.find("profileUrl eq 'https://x/A'")).isEmpty();
        assertThat(scim.find("profileUrl eq 'https://x/a'")).containsExactly("a");
    }

    @Test
    @Proves({"S-2.3.7-02", "S-2.4-09"})
    void referencesToResourcesCompareAfterResolution() {
        Scim scim = Scim.service();
        String id = scim.userId("bjensen");
        scim.group("A", id);

        for (String reference : List.of(
                Scim.BASE + "/Users/" + id,
                "Users/" + id,
                "../v2/Users/" + id,
                "https://EXAMPLE.com:443/scim/v2/Users/" + id,
                "https://example.com/scim/Users/" + id)) {
            scim.get("/Groups?filter=" + Scim.encoded("members.$ref eq '" + reference + "'"))
                    .expect(200)
                    .has("/totalResults", 1);
        }
        scim.get("/Groups?filter=" + Scim.encoded("members.$ref eq 'Users/" + id + "0'"))
                .has("/totalResults", 0);
        scim.post("/Groups", "{'schemas':['<G>'],'displayName':'B','members':[{'$ref':'Users/" + id + "'}]}")
                .expect(201)
                .has("/members/0/value", id)
                .has("/members/0/$ref", Scim.BASE + "/Users/" + id);
    }

    @Test
    @Proves("S-2.3.7-03")
    void referenceTypesAreTold() {
        Answer group = Scim.service().get("/Schemas/" + Scim.GROUP);

        assertThat(group.text()).contains("\"referenceTypes\":[\"User\",\"Group\"]");
    }

    @Test
    @Proves("S-2.3.7-04")
    void referentialIntegrityIsASwitch() {
        Scim checked = Scim.service(ScimService.Builder::referentialIntegrity);
        String body = "{'schemas':['<G>'],'displayName':'A','members':[{'value':'nobody'}]}";

        checked.post("/Groups", body).refused(400, "invalidValue");
        checked.group("B", checked.userId("bjensen"));
        Scim.service().post("/Groups", body).expect(201).has("/members/0/value", "nobody");
    }

    @Test
    @Proves({"S-2.3.7-05", "S-4.2-03", "S-4.2-06"})
    void referencesOfTheServerCanBeFetched() {
        Scim scim = Scim.service();
        Answer group = scim.group(
                "A",
                scim.user("bjensen", "'displayName':'Babs'").id(),
                scim.group("B").id());

        assertThat(group.at("/members")).hasSize(2);
        group.at("/members").forEach(member -> {
            String ref = member.get("$ref").asText();
            assertThat(ref).startsWith(Scim.BASE);
            scim.get(ref.substring(Scim.BASE.length()))
                    .expect(200)
                    .has("/id", member.get("value").asText())
                    .has("/meta/resourceType", member.get("type").asText());
            assertThat(member.get("display").asText()).isIn("Babs", "B");
        });
    }

    @Test
    @Proves("S-2.3.8-01")
    void theOrderOfMembersDoesNotMatter() {
        Scim scim = Scim.service();
        Answer a = scim.user("a", "'name':{'givenName':'x','familyName':'y'}");
        Answer b = scim.post("/Users", "{'name':{'familyName':'y','givenName':'x'},'userName':'b','schemas':['<U>']}")
                .expect(201);

        assertThat(a.at("/name")).isEqualTo(b.at("/name"));
    }

    @Test
    @Proves({"S-2.3.8-02", "S-7-05"})
    void complexAttributesDoNotNest() {
        AttributeDefinition inner = Things.with(
                "inner", AttributeType.COMPLEX, builder -> builder.subAttributes(AttributeDefinition.string("a")));
        Schema schema = Schema.of(
                Things.URN, Things.with("outer", AttributeType.COMPLEX, builder -> builder.subAttributes(inner)));

        assertThatThrownBy(() -> ResourceType.builder("Thing", schema).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not nest");
        assertThatThrownBy(() -> AttributeDefinition.builder("empty", AttributeType.COMPLEX)
                        .build())
                .hasMessageContaining("no sub-attributes");
        assertThat(Scim.service()
                        .get("/Schemas/" + Scim.USER)
                        .at("/attributes/1/subAttributes/0/name")
                        .asText())
                .isEqualTo("formatted");
    }

    @Test
    @Proves("S-2.3.8-03")
    void complexAttributesHaveNeitherUniquenessNorCase() {
        assertThatThrownBy(() -> Things.with(
                        "box",
                        AttributeType.COMPLEX,
                        builder -> builder.subAttributes(AttributeDefinition.string("a"))
                                .uniqueness(Uniqueness.SERVER)))
                .hasMessageContaining("cannot be unique");
        for (var attribute : Scim.service().get("/Schemas/" + Scim.USER).at("/attributes")) {
            if (attribute.get("type").asText().equals("complex")) {
                assertThat(attribute.has("caseExact")).isFalse();
                assertThat(attribute.has("uniqueness")).isFalse();
            }
        }
    }

    @Test
    @Proves("S-2.3.8-04")
    void aSubAttributeMayBeMultiValued() {
        assertThat(stored("'box':{'size':'big','labels':['a','b']}")
                        .at("/box/labels")
                        .toString())
                .isEqualTo("[\"a\",\"b\"]");
        assertThat(found("box.labels eq 'b'")).isEqualTo(1);
    }
}
