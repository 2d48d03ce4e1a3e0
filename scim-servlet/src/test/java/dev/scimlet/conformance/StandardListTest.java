package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7643 §2.4: a list with the standard sub-attributes refers to no resources, though it has a $ref")
class StandardListTest {

    private static final ResourceType TYPE = ResourceType.builder(
                    "Thing",
                    Schema.of(
                            Things.URN,
                            list("phones", AttributeType.STRING),
                            list("nums", AttributeType.INTEGER),
                            owners()))
            .build();

    private final Scim scim = Scim.ofTypes(TYPE);

    private static AttributeDefinition list(String name, AttributeType valueType) {
        return Things.with(
                name,
                AttributeType.COMPLEX,
                builder ->
                        builder.multiValued(true).subAttributes(AttributeDefinition.standardSubAttributes(valueType)));
    }

    /** A list of references that has a primary one. */
    private static AttributeDefinition owners() {
        return Things.with(
                "owners",
                AttributeType.COMPLEX,
                builder -> builder.multiValued(true)
                        .subAttributes(
                                AttributeDefinition.string("value"),
                                AttributeDefinition.bool("primary"),
                                Things.with(
                                        "$ref",
                                        AttributeType.REFERENCE,
                                        reference -> reference.referenceTypes(List.of("Thing")))));
    }

    private String thing(String members) {
        return "/Things/"
                + scim.post("/Things", "{'schemas':['" + Things.URN + "']," + members + "}")
                        .expect(201)
                        .id();
    }

    @Test
    void keepsOneValueUnderTwoTypes() {
        String path = thing("'phones':[{'value':'1','type':'work','primary':true},{'value':'1','type':'home'}]");

        scim.get(path).sized("/phones", 2).has("/phones/0/primary", true);
        scim.patch(path, patchOp("{'op':'add','path':'phones','value':[{'value':'1','type':'fax'}]}"))
                .sized("/phones", 3);
        scim.patch(path, patchOp("{'op':'remove','path':'phones[value eq \"1\"]'}"))
                .lacks("/phones");
    }

    @Test
    void keepsOnePrimaryWhenOneIsAdded() {
        String path = thing("'phones':[{'value':'1','primary':true}]");

        scim.patch(path, patchOp("{'op':'add','path':'phones','value':[{'value':'2','primary':true}]}"))
                .expect(200)
                .has("/phones/0/primary", false)
                .has("/phones/1/primary", true);
        scim.patch(path, patchOp("{'op':'add','path':'phones','value':[{'value':'2','display':'two'}]}"))
                .expect(200)
                .has("/phones/1/display", "two");
    }

    @Test
    void keepsOnePrimaryReferenceWhenOneIsAdded() {
        String path = thing("'owners':[{'value':'1','primary':true}]");

        scim.patch(path, patchOp("{'op':'add','path':'owners','value':[{'value':'2','primary':true}]}"))
                .expect(200)
                .has("/owners/0/primary", false)
                .has("/owners/1/primary", true);
    }

    @Test
    void takesValuesThatAreNoTexts() {
        String path = thing("'nums':[{'value':1}]");

        scim.patch(path, patchOp("{'op':'add','path':'nums','value':[{'value':2}]}"))
                .expect(200)
                .sized("/nums", 2);
        scim.patch(path, patchOp("{'op':'remove','path':'nums','value':[{'value':1}]}"))
                .expect(200)
                .sized("/nums", 1)
                .has("/nums/0/value", 2);
        scim.patch(path, patchOp("{'op':'add','path':'nums','value':[{'$ref':'https://example.com/abc'}]}"))
                .expect(200)
                .lacks("/nums/1/value");
    }
}
