package dev.scimlet.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What draft-zollner-scim-interop-profile-01 wants of PATCH, each switch on and off in each profile. */
final class InteropDraftTest {

    private static final ResourceType USER = StandardTypes.user();
    private static final ResourceType GROUP = StandardTypes.group();

    private static final List<ClientProfile> PROFILES =
            List.of(ClientProfile.INTEROPERABLE, ClientProfile.STRICT, ClientProfile.INTEROP_DRAFT);

    private static Resource user() {
        return stored(USER, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "bjensen", "active": true,
                 "name": {"givenName": "Barbara", "familyName": "Jensen"},
                 "emails": [{"type": "work", "value": "a@example.com"}, {"type": "home", "value": "b@example.com"}]}""");
    }

    private static Resource group() {
        return stored(GROUP, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Sales",
                 "members": [{"value": "1"}, {"value": "2"}, {"value": "3"}]}""");
    }

    private static Resource stored(ResourceType type, String json) {
        Attributes attributes = ResourceReader.builder(type, ClientProfile.STRICT)
                .build()
                .read(json.getBytes(StandardCharsets.UTF_8))
                .attributes();
        return new Resource(type, "u1", new Meta(Instant.EPOCH, Instant.EPOCH, "1"), attributes);
    }

    private static PatchRequest request(ResourceType type, ClientProfile profile, String operation) {
        String patch = "{\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"], \"Operations\": ["
                + operation + "]}";
        return ResourceReader.builder(type, profile).build().readPatch(patch.getBytes(StandardCharsets.UTF_8));
    }

    private static Attributes patched(Resource resource, ClientProfile profile, String operation) {
        return request(resource.type(), profile, operation).applyTo(resource);
    }

    private static void refuses(Resource resource, ClientProfile profile, String operation, String word) {
        Attributes before = resource.attributes();
        assertThatThrownBy(() -> patched(resource, profile, operation))
                .as(profile + ": " + operation)
                .isInstanceOfSatisfying(ScimException.class, refused -> {
                    assertThat(refused.status()).isEqualTo(400);
                    assertThat(refused.type().map(ErrorType::keyword)).contains(word);
                });
        assertThat(resource.attributes()).isEqualTo(before);
    }

    /** The same word on and off: what is refused in any case. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            PATCH_WITHOUT_PATH   | {"op": "replace", "value": {"active": false}}                                    |             | invalidSyntax
            PATCH_WITHOUT_PATH   | {"op": "add", "path": null, "value": {"nickName": "B"}}                          |             | invalidSyntax
            PATCH_WITHOUT_PATH   | {"op": "remove"}                                                                 | noTarget    | invalidSyntax
            WHOLE_ENTRY_PATH     | {"op": "remove", "path": "emails[type eq \\"work\\"]"}                           |             | invalidPath
            WHOLE_ENTRY_PATH     | {"op": "replace", "path": "emails[type eq \\"work\\"]", "value": {"display": "d"}} |           | invalidPath
            WHOLE_ENTRY_PATH     | {"value": {"display": "d"}, "path": "emails[type eq \\"work\\"]", "op": "add"}   |             | invalidPath
            SEVERAL_MATCHES      | {"op": "replace", "path": "emails[value pr].display", "value": "d"}              |             | invalidFilter
            SEVERAL_MATCHES      | {"op": "remove", "path": "emails[type eq \\"work\\" or type eq \\"home\\"].type"} |            | invalidFilter
            SINGLE_VALUE_FOR_ADD | {"op": "add", "path": "emails", "value": {"type": "other", "value": "c@example.com"}} |        | invalidValue
            UNKNOWN_BY_PLACE     | {"op": "replace", "path": "shoeSize", "value": 44}                               | invalidPath | invalidSyntax
            UNKNOWN_BY_PLACE     | {"op": "replace", "path": "name.nickName", "value": "x"}                         | invalidPath | invalidSyntax
            UNKNOWN_BY_PLACE     | {"op": "replace", "path": "emails[type eq \\"work\\"].colour", "value": "x"}     | invalidPath | invalidSyntax
            UNKNOWN_BY_PLACE     | {"op": "add", "path": "schemas", "value": ["urn:example:none"]}                  | invalidValue | invalidSyntax
            """)
    void followsEachSwitch(Tolerance tolerance, String operation, String whenOn, String whenOff) {
        for (ClientProfile profile : PROFILES) {
            // A case has one reason at a time
            ClientProfile on = profile.with(Tolerance.WHOLE_ENTRY_PATH)
                    .with(Tolerance.SEVERAL_MATCHES)
                    .with(tolerance);
            if (whenOn == null) {
                assertThat(patched(user(), on, operation))
                        .as(profile + ": " + operation)
                        .isNotEqualTo(user().attributes());
            } else {
                refuses(user(), on, operation, whenOn);
            }
            refuses(user(), on.without(tolerance), operation, whenOff);
        }
        refuses(user(), ClientProfile.INTEROP_DRAFT, operation, whenOff);
    }

    @Test
    void replacesAComplexAttributeAsAWholeInTheDraftAlone() {
        String operation = "{\"op\": \"replace\", \"path\": \"name\", \"value\": {\"givenName\": \"Z\"}}";

        for (ClientProfile profile : PROFILES) {
            Attributes after = patched(user(), profile, operation);
            Resource changed = user().withAttributes(after);
            assertThat(changed.string("name.givenName")).contains("Z");
            assertThat(changed.string("name.familyName").isEmpty())
                    .as(profile.toString())
                    .isEqualTo(profile == ClientProfile.INTEROP_DRAFT);
        }
        String add = "{\"op\": \"add\", \"path\": \"name\", \"value\": {\"givenName\": \"Z\"}}";
        assertThat(user().withAttributes(patched(user(), ClientProfile.INTEROP_DRAFT, add))
                        .string("name.familyName"))
                .as("add merges")
                .contains("Jensen");
    }

    @Test
    void removesAMemberByItsValueInEachProfile() {
        for (ClientProfile profile : PROFILES) {
            String operation = "{\"op\": \"remove\", \"path\": \"members[value eq \\\"2\\\"]\"}";
            Resource after = group().withAttributes(patched(group(), profile, operation));
            assertThat(after.list("members")).as(profile.toString()).hasSize(2);
            assertThat(request(GROUP, profile, operation).asDelta()).isPresent();
        }
        String several = "{\"op\": \"remove\", \"path\": \"members[value eq \\\"1\\\" or value eq \\\"2\\\"]\"}";
        assertThat(request(GROUP, ClientProfile.STRICT, several).asDelta()).isPresent();
        assertThat(request(GROUP, ClientProfile.INTEROP_DRAFT, several).asDelta())
                .as("what a delta would not refuse")
                .isEmpty();
        refuses(group(), ClientProfile.INTEROP_DRAFT, several, "invalidFilter");
    }

    @Test
    void takesWhatTheDraftAsksFor() {
        String operations = """
                {"op": "replace", "path": "active", "value": false},
                {"op": "add", "path": "emails", "value": [{"type": "other", "value": "c@example.com"}]},
                {"op": "replace", "path": "emails[type eq \\"work\\"].value", "value": "d@example.com"},
                {"op": "add", "path": "name", "value": {"middleName": "M"}},
                {"op": "remove", "path": "emails[type eq \\"home\\"].type"}""";

        Resource after = user().withAttributes(patched(user(), ClientProfile.INTEROP_DRAFT, operations));

        assertThat(after.bool("active")).contains(false);
        assertThat(after.list("emails")).hasSize(3);
        assertThat(after.string("name.familyName")).contains("Jensen");
    }

    @ParameterizedTest
    @CsvSource({"'\"shoeSize\": 44', invalidSyntax", "'\"urn:example:none\": {\"a\": 1}', invalidValue"})
    void refusesWhatIsUnknownInABody(String member, String word) {
        String body =
                "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"x\", " + member + "}";
        assertThatThrownBy(() -> reader(ClientProfile.STRICT).read(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.type().map(ErrorType::keyword))
                                .contains(word));
        assertThatThrownBy(() -> reader(ClientProfile.INTEROP_DRAFT).read(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.type().map(ErrorType::keyword))
                                .contains("invalidSyntax"));
    }

    @Test
    void refusesAnUnknownUrnInSchemas() {
        String body = "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\", \"urn:example:none\"],"
                + " \"userName\": \"x\"}";
        assertThatThrownBy(() -> reader(ClientProfile.INTEROP_DRAFT).read(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.type()).contains(ErrorType.INVALID_SYNTAX));
    }

    private static ResourceReader reader(ClientProfile profile) {
        return ResourceReader.builder(USER, profile).build();
    }
}
