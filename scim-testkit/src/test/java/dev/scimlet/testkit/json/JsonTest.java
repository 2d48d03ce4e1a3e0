package dev.scimlet.testkit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scimlet.testkit.json.Json.JsonNull;
import dev.scimlet.testkit.json.Json.JsonNumber;
import dev.scimlet.testkit.json.Json.JsonObject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":[true,false,null,\"x\\\"y\",-1.50,{}],\"B\":[]}",
                "\"é\"",
                "12345678901234567890",
                "null"
            })
    void writesWhatItReads(String text) {
        assertThat(Json.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{", "{\"a\":1,\"a\":2}", "1 2", "[1,]", "nul", "{'a':1}", "[NaN]"})
    void refusesWhatIsNotJson(String text) {
        assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> Json.parse(text));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xc3, '"'}))
                .withMessageContaining("UTF-8");
    }

    @Test
    void refusesToNestWithoutEnd() {
        assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> Json.parse("[".repeat(100_000)));
    }

    @ParameterizedTest
    @CsvSource({"1,true", "-0,true", "1.0,false", "1e0,false", "1E2,false", "0.5,false"})
    void knowsWhetherANumberWasWrittenAsAnInteger(String text, boolean integer) {
        assertThat(((JsonNumber) Json.parse(text)).isInteger()).isEqualTo(integer);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/0,1",
        "/a/1/b,2",
        "/a~1b,3",
        "/a~0b,4",
        "/a~01,5",
        "'/',6",
        "/urn:x:2.0:User/c,7",
    })
    @DisplayName("RFC 6901 §4: a pointer names a value")
    void resolvesPointers(String pointer, String value) {
        var json = Json.parse(
                "{\"a\":[1,{\"b\":2}],\"a/b\":3,\"a~b\":4,\"a~1\":5,\"\":6,\"urn:x:2.0:User\":{\"c\":7},\"n\":null}");

        assertThat(json.at(pointer)).contains(Json.parse(value));
        assertThat(JsonPointer.parse(pointer)).hasToString(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/b", "/A", "/a/2", "/a/00", "/a/-", "/a/-1", "/a/0/0", "/a/length"})
    void doesNotResolveWhatIsNotThere(String pointer) {
        assertThat(Json.parse("{\"a\":[1,2]}").at(pointer)).isEmpty();
    }

    @Test
    void resolvesTheWholeAndNull() {
        var json = Json.parse("{\"n\":null}");

        assertThat(json.at("")).contains(json);
        assertThat(json.at("/n")).contains(JsonNull.NULL);
    }

    @Test
    void refusesPointersWithoutSlash() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonPointer.parse("a"));
    }

    @Test
    void buildsValues() {
        JsonObject built = Json.object()
                .with("a", Json.array(Json.number(1), Json.string("x"), Json.bool(true)))
                .with("b", JsonNull.NULL)
                .with("a", Json.array());

        assertThat(built.text()).isEqualTo("{\"a\":[],\"b\":null}");
        assertThat(new String(Json.string("é").bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("\"é\"");
    }
}
