package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7643 §2.4, §2.5: lists, null and unassigned")
class ListAndNullTest {

    private final Scim scim = Scim.service();

    @Test
    @Proves({"S-2.4-01", "S-2.4-02"})
    void aListIsAnArrayAlsoOfOne() {
        Scim strict = Scim.strict();

        scim.user("a", "'emails':{'value':'a@x'}").sized("/emails", 1).has("/emails/0/value", "a@x");
        scim.user("b", "'nickName':['x']").has("/nickName", "x");
        scim.post("/Users", user("'userName':'c','nickName':['x','y']")).refused(400, "invalidValue");
        scim.post("/Users", user("'userName':'c','nickName':[]")).refused(400, "invalidValue");
        strict.post("/Users", user("'userName':'a','emails':{'value':'a@x'}")).refused(400, "invalidValue");
        strict.post("/Users", user("'userName':'a','nickName':['x']")).refused(400, "invalidValue");
        assertThat(strict.user("a", "'emails':[{'value':'a@x'}]").at("/emails").isArray())
                .isTrue();
    }

    @Test
    @Proves("S-2.4-03")
    void theStandardSubAttributesAreTheFive() {
        List<AttributeDefinition> standard = AttributeDefinition.standardSubAttributes(AttributeType.STRING);

        assertThat(standard)
                .extracting(AttributeDefinition::name)
                .containsExactly("value", "display", "type", "primary", "$ref");
        assertThat(standard)
                .extracting(AttributeDefinition::type)
                .containsExactly(
                        AttributeType.STRING,
                        AttributeType.STRING,
                        AttributeType.STRING,
                        AttributeType.BOOLEAN,
                        AttributeType.REFERENCE);
        ResourceType type = ResourceType.builder(
                        "Thing",
                        Schema.of(
                                Things.URN,
                                Things.with(
                                        "phones",
                                        AttributeType.COMPLEX,
                                        builder -> builder.multiValued(true).subAttributes(standard))))
                .build();
        Scim.ofTypes(type)
                .post(
                        "/Things",
                        "{'schemas':['" + Things.URN + "'],'phones':[{'value':'1','type':'work','primary':true}]}")
                .expect(201)
                .has("/phones/0/primary", true);
    }

    @Test
    @Proves({"S-2.4-04", "P-3.5.2-14"})
    void primaryIsTrueAtMostOnce() {
        String two = "[{'value':'a@x','primary':true},{'value':'b@x','primary':true}]";
        Answer created = scim.user("b", "");
        String oneOfThemTwice = two.replace("]", ",{'value':'a@x'}]");

        scim.post("/Users", user("'userName':'a','emails':" + two)).refused(400, "invalidValue");
        scim.post("/Users", user("'userName':'a','emails':" + oneOfThemTwice)).refused(400, "invalidValue");
        scim.put("/Users/" + created.id(), user("'userName':'b','emails':" + two))
                .refused(400, "invalidValue");
        scim.patch("/Users/" + created.id(), patchOp("{'op':'add','path':'emails','value':" + two + "}"))
                .refused(400, "invalidValue");
    }

    @Test
    @Proves("S-2.4-05")
    void aMissingPrimaryCountsAsFalse() {
        scim.user("a", "'emails':[{'value':'a@x'}]");
        scim.user("b", "'emails':[{'value':'b@x','primary':true}]");

        assertThat(scim.find("emails[primary eq false]")).containsExactly("a");
        assertThat(scim.find("emails[primary eq true]")).containsExactly("b");
    }

    @Test
    @Proves({"S-2.4-06", "S-2.4-07"})
    void theSamePairIsKeptOnce() {
        String twice =
                "'emails':[{'value':'a@x','type':'work','primary':true,'display':'A'},{'value':'A@X','type':'WORK'}]";
        Answer created = scim.user("a", twice);
        for (Answer answer : List.of(created, scim.put("/Users/" + created.id(), user("'userName':'a'," + twice)))) {
            answer.sized("/emails", 1)
                    .has("/emails/0/value", "a@x")
                    .has("/emails/0/display", "A")
                    .has("/emails/0/primary", true);
        }
        scim.user("b", "'emails':[{'value':'a@x','type':'work'},{'value':'a@x','type':'home'}]")
                .sized("/emails", 2);
    }

    @Test
    @Proves({"S-2.4-10", "S-2.5-01", "S-2.5-03", "S-2.5-04"})
    void nullEmptyAndMissingAreTheSame() {
        Answer created = scim.user("a", "'title':null,'emails':[],'phoneNumbers':[null],'name':{},'addresses':[{}]");

        created.lacks("/title", "/emails", "/phoneNumbers", "/name", "/addresses");
        assertThat(scim.get("/Users/" + created.id()).text())
                .doesNotContain("null")
                .doesNotContain("[]");
        assertThat(scim.find("title pr")).isEmpty();
        assertThat(scim.find("title eq null and emails eq null")).containsExactly("a");
        assertThat(scim.find("not (name pr)")).containsExactly("a");
    }

    @Test
    @Proves({"S-2.5-02", "P-3.5.1-04", "P-3.5.2.3-09"})
    void nullAndEmptyUnassign() {
        String path = "/Users/"
                + scim.user("a", "'title':'x','emails':[{'value':'a@x'}],'nickName':'n'")
                        .id();

        scim.put(path, user("'userName':'a','title':null,'emails':[],'nickName':'n'"))
                .expect(200)
                .lacks("/title", "/emails");
        scim.patch(path, patchOp("{'op':'replace','path':'nickName','value':null}"))
                .expect(200)
                .lacks("/nickName");
        scim.patch(path, patchOp("{'op':'add','path':'emails','value':[{'value':'a@x'}]}"))
                .sized("/emails", 1);
        scim.patch(path, patchOp("{'op':'replace','path':'emails','value':[]}"))
                .expect(200)
                .lacks("/emails");
        scim.patch(path, patchOp("{'op':'replace','path':'userName','value':null}"))
                .refused(400, "mutability");
    }

    @Test
    @Proves({"S-2.5-05", "P-3.5.2-26"})
    void anEmptyTextIsNoValueUnlessStrict() {
        Scim strict = Scim.strict();
        Answer created = scim.user("a", "'title':'','nickName':'n','emails':[{'value':'a@x'}]");
        String path = "/Users/" + created.id();

        created.lacks("/title");
        scim.patch(path, patchOp("{'op':'replace','path':'nickName','value':''}"))
                .expect(200)
                .lacks("/nickName");
        scim.patch(path, patchOp("{'op':'replace','path':'emails','value':''}")).refused(400, "invalidValue");
        scim.patch(path, patchOp("{'op':'add','path':'<E>:manager','value':{'value':'7'}}"))
                .expect(200);
        scim.patch(path, patchOp("{'op':'replace','path':'<E>:manager','value':''}"))
                .expect(200)
                .lacks("/<E>");
        strict.user("a", "'title':''").has("/title", "");
        assertThat(strict.find("title pr")).isEmpty();
    }

    @Test
    @Proves({"S-2.4-08", "S-4.1.2-01"})
    void valuesCanBeBroughtIntoCanonicalFormOrChecked() {
        Scim canonical = Scim.service(builder -> builder.valueRule("User", "emails.value", text -> {
            if (text.indexOf('@') < 1) {
                throw dev.scimlet.core.ScimException.of(
                        dev.scimlet.core.ErrorType.INVALID_VALUE, "an e-mail address has an @ sign");
            }
            return text.toLowerCase(java.util.Locale.ROOT);
        }));
        String path = "/Users/"
                + canonical
                        .user("a", "'emails':[{'value':'A@X.example'}]")
                        .has("/emails/0/value", "a@x.example")
                        .id();

        canonical
                .patch(path, patchOp("{'op':'add','path':'emails','value':[{'value':'B@X'}]}"))
                .expect(200)
                .has("/emails/1/value", "b@x");
        canonical
                .patch(path, patchOp("{'op':'add','path':'emails','value':[{'value':'nowhere'}]}"))
                .refused(400, "invalidValue");
        canonical
                .put(path, user("'userName':'a','emails':[{'value':'nowhere'}]"))
                .refused(400, "invalidValue");
        scim.user("b", "'emails':[{'value':'nowhere'}]").has("/emails/0/value", "nowhere");
    }
}
