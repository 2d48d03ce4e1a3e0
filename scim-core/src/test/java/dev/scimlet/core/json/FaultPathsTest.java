package dev.scimlet.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An administrator learns which attribute is wrong, however deep it is. */
class FaultPathsTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static void readUser(String members) {
        ResourceType user = StandardTypes.user();
        String json = "{'schemas':['" + user.schema().id() + "','" + ENTERPRISE + "'],'userName':'a'," + members + "}";
        ResourceReader.builder(user, ClientProfile.STRICT)
                .build()
                .read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'title':1 | 'title' is string",
                "'name':{'givenName':1} | 'name.givenName' is string",
                "'name':{'givenName':'a','familyName':2} | 'name.familyName' is string",
                "'name':{'givenName':'a'},'title':3 | 'title' is string",
                "'name':{'givenName':'a','GIVENNAME':'b'} | 'name.GIVENNAME' is given twice",
                "'name':{'nick':'a'} | there is no attribute 'name.nick'",
                "'name':{'givenName':['a','b']} | 'name.givenName' has a single value",
                "'emails':[{'value':'a@x','primary':'yes'}] | 'emails.primary' is boolean",
                "'emails':[{'value':'a@x'},{'value':{}}] | 'emails.value' is string",
                "'photos':[{'value':'not a URI'}] | 'photos.value' is no URI",
                "'<E>':{'manager':{'value':true}} | '<E>:manager.value' is string",
                "'<E>':{'department':5} | '<E>:department' is string"
            })
    void namesTheAttribute(String members, String complaint) {
        assertThatThrownBy(() -> readUser(members.replace("<E>", ENTERPRISE)))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        fault -> assertThat(fault.detail()).startsWith(complaint.replace("<E>", ENTERPRISE)));
    }

    @Test
    void namesTheImmutableAttributeThatAPutChanges() {
        ResourceType group = StandardTypes.group();
        ResourceReader reader =
                ResourceReader.builder(group, ClientProfile.STRICT).build();
        Resource stored = new Resource(
                group,
                "1",
                new Meta(Instant.EPOCH, Instant.EPOCH, "1"),
                reader.read(group("User")).attributes());

        assertThatThrownBy(() -> reader.read(group("Group")).applyTo(stored))
                .isInstanceOf(ScimException.class)
                .hasMessageContaining("'members.type' is immutable");
    }

    private static byte[] group(String memberType) {
        return ("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"g\","
                        + "\"members\":[{\"value\":\"7\",\"type\":\"" + memberType + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
