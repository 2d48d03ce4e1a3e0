package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 7643 §2.1: attributes")
class AttributeNameTest {

    @Test
    @Proves({"S-2.1-01", "S-2.1-05"})
    void namesAreMatchedInAnyCaseAndWrittenAsTheSchemaDoes() {
        Scim scim = Scim.service();
        Answer created = scim.post("/Users", "{'SCHEMAS':['<U>'],'USERNAME':'bjensen','name':{'GIVENNAME':'Barbara'}}");

        created.expect(201)
                .has("/userName", "bjensen")
                .has("/name/givenName", "Barbara")
                .lacks("/USERNAME");
        assertThat(scim.find("username eq 'bjensen'")).containsExactly("bjensen");
        scim.patch("/Users/" + created.id(), patchOp("{'op':'add','path':'NICKname','value':'Babs'}"))
                .expect(200)
                .has("/nickName", "Babs");
        scim.get("/Users/" + created.id() + "?attributes=NICKNAME")
                .has("/nickName", "Babs")
                .lacks("/userName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1a", "a b", "a.b", "", "naïve", "a:b"})
    @Proves({"S-2.1-02", "S-2.1-04"})
    void refusesOtherNames(String name) {
        assertThatThrownBy(() -> AttributeDefinition.string(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("legal name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a$b", "a-b_1", "A"})
    @Proves("S-2.1-02")
    void takesLettersDigitsHyphenUnderscoreAndDollar(String name) {
        Scim scim = Scim.ofTypes(ResourceType.builder("Thing", Schema.of(Things.URN, AttributeDefinition.string(name)))
                .build());

        scim.post("/Things", "{'schemas':['" + Things.URN + "'],'" + name + "':'x'}")
                .expect(201)
                .has("/" + name, "x");
        scim.get("/Things?filter=" + Scim.encoded(name + " eq 'x'")).has("/totalResults", 1);
    }

    @Test
    @Proves("S-2.1-03")
    void dollarRefIsAName() {
        Scim scim = Scim.service();
        String id = scim.userId("bjensen");
        scim.group("A", id);
        scim.group("B");

        scim.get("/Groups?filter=" + Scim.encoded("members[$ref pr]"))
                .expect(200)
                .has("/totalResults", 1)
                .has("/Resources/0/displayName", "A");
    }

    @Test
    @Proves("S-2.1-04")
    void namesInFiltersAreAscii() {
        Scim.service().search("naïve eq 1").refused(400, "invalidFilter");
    }

    @Test
    @Proves({"S-2.1-06", "S-3-01"})
    void everyAnswerWithAResourceNamesItsSchemas() {
        Scim scim = Scim.service();
        Answer created = scim.user("bjensen", "'<E>':{'department':'x'}");
        String path = "/Users/" + created.id();

        for (Answer answer : List.of(
                created,
                scim.get(path),
                scim.put(path, user("'userName':'bjensen','<E>':{'department':'y'}")),
                scim.patch(path, patchOp("{'op':'add','path':'title','value':'x'}")))) {
            assertThat(answer.at("/schemas")).hasSize(2);
            assertThat(answer.at("/schemas").get(0).asText()).isEqualTo(Scim.USER);
            assertThat(answer.at("/schemas").get(1).asText()).isEqualTo(Scim.ENTERPRISE);
        }
        scim.get("/Users").sized("/Resources/0/schemas", 2);
        scim.get("/Schemas").sized("/Resources/0/schemas", 1);
        scim.get("/ResourceTypes").sized("/Resources/0/schemas", 1);
        scim.get("/ServiceProviderConfig").sized("/schemas", 1);
    }

    @Test
    @Proves("S-2.1-07")
    void refusesTwoMembersThatDifferOnlyInCase() {
        Scim scim = Scim.service();

        scim.post("/Users", user("'userName':'a','USERNAME':'b'")).refused(400, "invalidSyntax");
        scim.post("/Users", user("'userName':'a','name':{'givenName':'a','GivenName':'b'}"))
                .refused(400, "invalidSyntax");
        scim.get("/Users").has("/totalResults", 0);
    }

    @Test
    @Proves("S-2.1-08")
    void refusesASchemaWithTwoNamesThatDifferOnlyInCase() {
        assertThatThrownBy(() ->
                        Schema.of(Things.URN, AttributeDefinition.string("size"), AttributeDefinition.string("SIZE")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("differ only in case");
    }
}
