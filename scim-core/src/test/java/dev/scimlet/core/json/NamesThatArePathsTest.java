package dev.scimlet.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.PatchOperation;
import dev.scimlet.core.patch.Replacement;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.standard.StandardTypes;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in bodies that no attribute has: those that must be parsed to say what they mean are few (RFC 7644 §7.7). */
class NamesThatArePathsTest {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final int MOST = ReadLimits.DEFAULT.operations();

    private final ResourceReader reader = ResourceReader.builder(StandardTypes.user(), ClientProfile.INTEROPERABLE)
            .build();

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static String members(int count, IntFunction<String> name) {
        return IntStream.range(0, count)
                .mapToObj(i -> "'" + name.apply(i) + "':'x'")
                .collect(Collectors.joining(","));
    }

    private static byte[] body(String members) {
        return json("{'schemas':['" + USER + "'],'userName':'a'," + members + "}");
    }

    private static byte[] patch(String members) {
        return json("{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':["
                + "{'op':'add','value':{" + members + "}}]}");
    }

    private static void assertTooMany(Runnable reading) {
        assertThatThrownBy(reading::run)
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.status()).isEqualTo(413));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a[%d", "emails[a%d", "emails[value eq \\'%d\\'].display", "urn:a:%d", "a b%d"})
    void ofABodyAreBounded(String name) {
        reader.read(body(members(MOST, i -> String.format(name, i))));

        assertTooMany(() -> reader.read(body(members(MOST + 1, i -> String.format(name, i)))));
    }

    @Test
    void ofAValueWithoutPathAreBounded() {
        IntFunction<String> name = i -> "emails[value eq \\'" + i + "\\'].display";
        assertThat(reader.readPatch(patch(members(MOST, name))).operations()).hasSize(MOST);

        assertTooMany(() -> reader.readPatch(patch(members(MOST + 1, name))));
    }

    /** Nothing is parsed to see that there is no such attribute. */
    @ParameterizedTest
    @ValueSource(strings = {"x%d", "name.x%d", USER + ":x%d", ENTERPRISE + ":x%d", ENTERPRISE + ":manager.x%d"})
    void thatAreNamesOnlyAreAsManyAsTheyLike(String name) {
        Replacement read = reader.read(body(members(2 * MOST, i -> String.format(name, i))));

        assertThat(read.attributes()).isEqualTo(reader.read(body("'x':1")).attributes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name.givenName",
                "NAME.GIVENNAME",
                USER + ":name.givenName",
                ENTERPRISE + ":department",
                "manager.value",
                "members",
                "$ref"
            })
    void areFoundAsTheParserFindsThem(String name) {
        var binder = reader.binder();
        boolean known = !name.equals("members") && !name.equals("$ref");

        assertThat(binder.isName(name)).isTrue();
        assertThat(binder.attribute(name).isPresent()).isEqualTo(known);
    }

    /** What stands before the colon is a schema: no attribute is one. */
    @ParameterizedTest
    @ValueSource(strings = {"emails:value", "name:givenName"})
    void behindAnAttributeAndAColonAreNone(String path) {
        assertThatThrownBy(() -> reader.binder().path(path))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.type()).contains(ErrorType.INVALID_PATH));
    }

    @Test
    void ofAnExtensionAreStillPaths() {
        var patch = reader.readPatch(patch("'" + ENTERPRISE + ":department':'d'"));

        assertThat(patch.operations()).singleElement().isInstanceOf(PatchOperation.Add.class);
    }
}
