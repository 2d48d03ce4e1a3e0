package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7643 §2.3.7, §2.4: references wherever a type has them")
class ReferenceTest {

    private static final Schema DEPUTIES = Schema.of(
            "urn:example:params:scim:schemas:2.0:Deputies",
            Things.with(
                    "deputies",
                    AttributeType.COMPLEX,
                    builder -> builder.multiValued(true)
                            .subAttributes(
                                    AttributeDefinition.string("value"),
                                    AttributeDefinition.string("display"),
                                    AttributeDefinition.string("type"),
                                    Things.with(
                                            "$ref",
                                            AttributeType.REFERENCE,
                                            reference -> reference.referenceTypes(List.of("User"))))));

    private static final ResourceType USER = StandardTypes.userBuilder()
            .extension(StandardSchemas.ENTERPRISE_USER)
            .extension(DEPUTIES)
            .build();

    private final Scim checked = Scim.ofUsers(USER, ScimService.Builder::referentialIntegrity);
    private final Scim loose = Scim.ofUsers(USER, builder -> builder);

    private static String manager(String id) {
        return "'<E>':{'manager':{'value':'" + id + "'}}";
    }

    private static String deputies(String id) {
        return "'" + DEPUTIES.id() + "':{'deputies':[{'value':'" + id + "'}]}";
    }

    @Test
    void anEntryLeadsSomewhereWhereverItIsGiven() {
        String path = "/Users/" + checked.userId("a");
        String group = "/Groups/" + checked.group("g").id();
        String nowhere = deputies("nobody");
        checked.post("/Users", user("'userName':'b'," + nowhere)).refused(400, "invalidValue");
        checked.put(path, user("'userName':'a'," + nowhere)).refused(400, "invalidValue");
        checked.patch(path, patchOp("{'op':'add','value':{" + nowhere + "}}")).refused(400, "invalidValue");
        loose.user("b", nowhere);
        checked.patch(group, patchOp("{'op':'add','path':'members[value eq \\'nobody\\'].display','value':'x'}"))
                .refused(400, "invalidValue");
        checked.get(group).lacks("/members");
        checked.patch(group, patchOp("{'op':'remove','path':'members[value eq \\'nobody\\']'}"))
                .expect(200);

        checked.put(path, user("'userName':'a'," + deputies(checked.userId("d"))))
                .expect(200);
    }

    @Test
    void aManagerMayArriveLater() {
        checked.user("a", manager("not-here-yet")).has("/<E>/manager/value", "not-here-yet");
    }

    @Test
    void listsInExtensionsAreCompleted() {
        String deputy = loose.user("d", "'displayName':'Dee'").id();
        String pointer = "/" + DEPUTIES.id() + "/deputies/0";

        loose.user("a", deputies(deputy))
                .has(pointer + "/display", "Dee")
                .has(pointer + "/type", "User")
                .has(pointer + "/$ref", Scim.BASE + "/Users/" + deputy);
    }

    @Test
    @DisplayName("RFC 7643 §2.3.7: with integrity, references to what is deleted are cleared (A-60)")
    void nothingRefersToWhatIsDeleted() {
        String boss = checked.userId("boss");
        String other = checked.userId("other");
        Answer before = checked.user("a", manager(boss) + "," + deputies(boss));
        Answer kept = checked.user("b", "'<E>':{'department':'x','manager':{'value':'" + other + "'}}");
        Answer part = checked.user("c", "'<E>':{'department':'x','manager':{'value':'" + boss + "'}}");

        checked.delete("/Users/" + boss).expect(204);

        Answer after = checked.get("/Users/" + before.id()).expect(200).lacks("/<E>", "/" + DEPUTIES.id());
        assertThat(after.etag()).isNotEqualTo(before.etag());
        assertThat(checked.get("/Users/" + kept.id()).etag()).isEqualTo(kept.etag());
        checked.get("/Users/" + part.id()).has("/<E>/department", "x").lacks("/<E>/manager");

        String gone = loose.userId("gone");
        String a = loose.user("a", manager(gone)).id();
        loose.delete("/Users/" + gone).expect(204);
        loose.get("/Users/" + a).has("/<E>/manager/value", gone);
    }

    @Test
    void theAddressOfAManagerFindsHerPeople() {
        String boss = loose.userId("boss");
        String address = loose.user("a", manager(boss)).at("/<E>/manager/$ref").asText();
        assertThat(address).isEqualTo(Scim.BASE + "/Users/" + boss);

        assertThat(loose.find("<E>:manager.$ref eq '" + address + "'")).containsExactly("a");
        assertThat(loose.find("<E>:manager.$ref eq '/Users/" + boss + "x'")).isEmpty();
        assertThat(loose.find("<E>:manager.$ref pr")).containsExactly("a");
        assertThat(loose.find("<E>:manager.$ref eq null")).containsExactly("boss");
        loose.search("<E>:manager.$ref sw 'https'").refused(400, "invalidFilter");
    }
}
