package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Schema;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 7644 §3.5.2: what a PATCH cannot change or unassign, whichever part it names")
class PatchLimitsTest {

    private static final String BADGE = "urn:example:params:scim:schemas:Badge";
    private static final String CARD = "urn:example:params:scim:schemas:Card";

    private static final AttributeDefinition CODE = AttributeDefinition.string("code");
    private static final AttributeDefinition NOTE = AttributeDefinition.string("note");
    private static final AttributeDefinition REQUIRED_CODE =
            CODE.toBuilder().required(true).build();

    private static final ResourceType TYPE = ResourceType.builder(
                    "Thing",
                    Schema.of(
                            Things.URN,
                            Things.with(
                                    "fixedList",
                                    AttributeType.STRING,
                                    it -> it.multiValued(true).mutability(Mutability.IMMUTABLE)),
                            Things.with(
                                    "fixed",
                                    AttributeType.COMPLEX,
                                    it -> it.mutability(Mutability.IMMUTABLE).subAttributes(CODE, NOTE)),
                            Things.with(
                                    "fixedEntries",
                                    AttributeType.COMPLEX,
                                    it -> it.multiValued(true)
                                            .mutability(Mutability.IMMUTABLE)
                                            .subAttributes(AttributeDefinition.string("value"), NOTE)),
                            Things.with(
                                    "needed",
                                    AttributeType.COMPLEX,
                                    it -> it.required(true).subAttributes(CODE)),
                            Things.with(
                                    "neededEntries",
                                    AttributeType.COMPLEX,
                                    it -> it.required(true).multiValued(true).subAttributes(NOTE)),
                            Things.with("part", AttributeType.COMPLEX, it -> it.subAttributes(REQUIRED_CODE, NOTE)),
                            Things.with(
                                    "parts",
                                    AttributeType.COMPLEX,
                                    it -> it.multiValued(true).subAttributes(REQUIRED_CODE, NOTE))))
            .extension(Schema.of(BADGE, AttributeDefinition.string("number")), true)
            .extension(Schema.of(
                    CARD,
                    AttributeDefinition.builder("number", AttributeType.STRING)
                            .required(true)
                            .build(),
                    AttributeDefinition.string("color")))
            .build();

    private final Scim scim = Scim.ofTypes(TYPE);
    private final String path = "/Things/"
            + scim.post(
                            "/Things",
                            ("{'schemas':['%s','%s'],'needed':{'code':'1'},'neededEntries':[{'note':'1'}],"
                                            + "'fixedList':['a','b'],'fixed':{'code':'1'},'fixedEntries':[{'value':'1'}],"
                                            + "'parts':[{'code':'1','note':'old'}],'%s':{'number':'1'}}")
                                    .formatted(Things.URN, BADGE, BADGE))
                    .expect(201)
                    .id();

    private Answer patch(String operations) {
        String before = scim.get(path).expect(200).text();
        Answer answer = scim.patch(path, patchOp(operations));
        if (answer.status() != 200) {
            assertThat(scim.get(path).text()).isEqualTo(before);
        }
        return answer;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'op':'add','path':'fixedList','value':['c']}",
                "{'op':'replace','path':'fixedList','value':['z']}",
                "{'op':'replace','path':'fixedList','value':[]}",
                "{'op':'replace','path':'fixedList[value eq \\\"a\\\"]','value':'z'}",
                "{'op':'remove','path':'fixedList'}",
                "{'op':'remove','path':'fixedList[value eq \\\"a\\\"]'}",
                "{'op':'remove','path':'fixedList','value':['a']}",
                "{'op':'replace','path':'fixed.code','value':'2'}",
                "{'op':'replace','path':'fixed','value':{'code':'2'}}",
                "{'op':'add','path':'fixed','value':{'note':'2'}}",
                "{'op':'replace','path':'fixed','value':null}",
                "{'op':'remove','path':'fixed.code'}",
                "{'op':'remove','path':'fixed'}",
                "{'op':'add','path':'fixedEntries','value':[{'value':'2'}]}",
                "{'op':'replace','path':'fixedEntries[value eq \\\"1\\\"].note','value':'x'}",
                "{'op':'remove','path':'fixedEntries[value eq \\\"1\\\"]'}",
                "{'op':'add','value':{'fixed.note':'x'}}",
            })
    @DisplayName("RFC 7643 §2.2: an immutable list or complex attribute is refused another value")
    void immutableStays(String operation) {
        patch(operation).refused(400, "mutability");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'op':'add','path':'fixedList','value':['B']}",
                "{'op':'replace','path':'fixedList','value':['b','A']}",
                "{'op':'replace','path':'fixed.code','value':'1'}",
                "{'op':'add','path':'fixed','value':{'code':'1'}}",
                "{'op':'replace','path':'fixedEntries','value':[{'value':'1'}]}",
                "{'op':'remove','path':'fixedEntries[value eq \\\"2\\\"]'}",
            })
    @DisplayName("RFC 7643 §2.2: the same immutable value again is no change")
    void theSameImmutableValueIsFine(String operation) {
        String before = scim.get(path).etag();

        assertThat(patch(operation).expect(200).etag()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'op':'remove','path':'needed.code'}",
                "{'op':'replace','path':'needed','value':{'code':null}}",
                "{'op':'add','path':'needed','value':{'code':null}}",
                "{'op':'remove','path':'needed'}",
                "{'op':'remove','path':'neededEntries.note'}",
                "{'op':'replace','path':'neededEntries[note eq \\\"1\\\"].note','value':null}",
                "{'op':'remove','path':'neededEntries[note eq \\\"1\\\"]'}",
                "{'op':'remove','path':'" + BADGE + ":number'}",
                "{'op':'replace','value':{'" + BADGE + "':{'number':null}}}",
                "{'op':'remove','path':'" + BADGE + "'}",
                "{'op':'remove','path':'parts[code eq \\\"1\\\"].code'}",
            })
    @DisplayName("RFC 7644 §3.5.2.2: what is required is not unassigned part by part either")
    void requiredStays(String operation) {
        patch(operation).refused(400, "mutability");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'op':'add','path':'parts','value':[{'note':'x'}]}",
                "{'op':'replace','path':'parts','value':[{'note':'x'}]}",
                "{'op':'add','path':'parts[note eq \\\"x\\\"]','value':{'note':'x'}}",
                "{'op':'add','path':'part.note','value':'x'}",
                "{'op':'replace','value':{'part':{'note':'x'}}}",
                "{'op':'add','path':'" + CARD + ":color','value':'red'}",
            })
    @DisplayName("RFC 7643 §2.2: what is new has its required parts")
    void newValuesAreWhole(String operation) {
        patch(operation).refused(400, "invalidValue");
    }

    @Test
    void requiredPartsMayComeOneByOne() {
        patch("{'op':'add','path':'part.note','value':'x'},{'op':'add','path':'part.code','value':'1'},"
                        + "{'op':'add','path':'" + CARD + ":color','value':'red'},"
                        + "{'op':'add','path':'" + CARD + ":number','value':'7'},"
                        + "{'op':'add','path':'parts','value':[{'code':'2'}]},"
                        + "{'op':'replace','path':'parts[code eq \\\"1\\\"].note','value':'new'}")
                .expect(200)
                .has("/part/code", "1")
                .sized("/parts", 2)
                .has("/parts/0/note", "new");
    }
}
