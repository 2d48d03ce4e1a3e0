package dev.scimlet.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.core.standard.StandardSchemas;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas and resource types as JSON, with the mistakes that people make in them. */
class DefinitionReadersTest {

    private static final ResourceTypeReader TYPES =
            new ResourceTypeReader(List.of(StandardSchemas.USER, StandardSchemas.ENTERPRISE_USER));

    @Test
    @DisplayName("RFC 7643 §7: characteristics that are left out have the defaults of §2.2")
    void readsASchema() {
        Schema schema = new SchemaReader().read("""
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": "urn:example:x", "name": "X",
                 "meta": {"resourceType": "Schema"}, "attributes": [
                   {"name": "plain"},
                   {"name": "key", "type": "String", "uniqueness": "server", "caseExact": true, "required": true},
                   {"name": "parts", "type": "complex", "multiValued": true, "subAttributes": [{"name": "value"}]}]}""");

        assertThat(schema.attributes())
                .extracting(Object::toString)
                .containsExactly("plain:string", "key:string", "parts[]:complex");
        assertThat(schema.attribute("plain").orElseThrow().uniqueness()).isEqualTo(Uniqueness.NONE);
        assertThat(schema.attribute("key").orElseThrow().uniqueness()).isEqualTo(Uniqueness.SERVER);
        assertThat(schema.attribute("key").orElseThrow().caseExact()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {'id': 'urn:example:x',              | the schema is not JSON: .* \\(line 1, column \\d+\\)
                    {'id': 'a', 'id': 'b'}               | the schema is not JSON: Duplicate .*
                    {} {}                                | the schema is not JSON: .*
                    null                                 | the schema is not a JSON object
                    'text'                               | the schema is not a JSON object
                    {'id': 7}                            | 'id' of the schema is not a text
                    {'id': null}                         | the schema lacks 'id' .*
                    {'id': 'urn:example:x', 'attributes': {}} | 'attributes' of the schema is not a list
                    {'id': 'urn:example:x', 'attributes': [7]} | an attribute of the schema is not a JSON object
                    {'id': 'urn:example:x', 'attributes': [{}]} | an attribute of the schema lacks 'name' .*
                    {'id': 'urn:example:x', 'attributes': [{'name': 'a', 'type': 7}]} | 'type' of attribute 'a' is not a text
                    {'id': 'urn:example:x', 'attributes': [{'name': 'a', 'type': 'text'}]} | attribute 'a' has type 'text', which RFC 7643 §7 does not know
                    {'id': 'urn:example:x', 'attributes': [{'name': 'a', 'required': 'no'}]} | 'required' of attribute 'a' is not true or false
                    {'id': 'urn:example:x', 'attributes': [{'name': 'a', 'canonicalValues': 'b'}]} | 'canonicalValues' of attribute 'a' is not a list
                    {'id': 'urn:example:x', 'attributes': [{'name': 'a', 'canonicalValues': [7]}]} | 'canonicalValues' of attribute 'a' is not a text
                    {'id': 'urn:example:x', 'attributes': [{'name': 'a', 'type': 'complex', 'subAttributes': [{'type': 'string'}]}]} | a sub-attribute of 'a' lacks 'name' .*
                    """)
    void saysWhatIsWrongWithASchema(String json, String reason) {
        assertThatThrownBy(() -> new SchemaReader().read(json.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(reason);
    }

    @Test
    @DisplayName("RFC 7643 §6: a resource type names its schemas")
    void readsAResourceType() {
        ResourceType type = TYPES.read("""
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"], "id": "Person", "name": "Person",
                 "endpoint": "/People", "description": "Anybody", "schema": "%s",
                 "schemaExtensions": [{"schema": "%s", "required": true}]}""".formatted(StandardSchemas.USER.id(), StandardSchemas.ENTERPRISE_USER.id()))
                .build();

        assertThat(type)
                .returns("Person", ResourceType::name)
                .returns("/People", ResourceType::endpoint)
                .returns("Anybody", ResourceType::description)
                .returns(StandardSchemas.USER, ResourceType::schema);
        assertThat(type.extensions()).singleElement().satisfies(extension -> {
            assertThat(extension.schema()).isEqualTo(StandardSchemas.ENTERPRISE_USER);
            assertThat(extension.required()).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    []                                  | the resource type is not a JSON object
                    {'name': 'A', 'endpoint': '/As'}    | the resource type lacks 'schema' .*
                    {'name': 'A', 'schema': 'urn:ietf:params:scim:schemas:core:2.0:User'} | the resource type lacks 'endpoint' .*
                    {'name': 'A', 'endpoint': '/As', 'schema': 'urn:example:x'} | the resource type names the schema urn:example:x, which is not there
                    {'name': 'A', 'endpoint': '/As', 'schema': 'urn:ietf:params:scim:schemas:core:2.0:User', 'schemaExtensions': [{}]} | a schema extension of the resource type lacks 'schema' .*
                    """)
    void saysWhatIsWrongWithAResourceType(String json, String reason) {
        assertThatThrownBy(() -> TYPES.read(json.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(reason);
    }

    @Test
    @DisplayName("RFC 7643 §3.1: externalId is unique only if the application says so (A-52)")
    void makesExternalIdUniqueOnRequest() {
        ResourceType.Builder builder = ResourceType.builder("User", StandardSchemas.USER);

        assertThat(builder.build().path("externalId").target().uniqueness()).isEqualTo(Uniqueness.NONE);
        assertThat(builder.uniqueExternalId()
                        .build()
                        .path("externalId")
                        .target()
                        .uniqueness())
                .isEqualTo(Uniqueness.SERVER);
    }
}
