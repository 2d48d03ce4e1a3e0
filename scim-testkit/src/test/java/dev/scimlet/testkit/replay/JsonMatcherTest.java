package dev.scimlet.testkit.replay;

import static dev.scimlet.testkit.replay.TestTraces.mismatches;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scimlet.testkit.json.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of {@code jsonSubset}, over HTTP: answers that meet it, and one that does not with what is said of it. */
class JsonMatcherTest {

    /** Rows: expected, found. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a': 1}                                   | {'a': 1, 'b': 2}",
                "{'a': {'b': 'x'}}                          | {'a': {'c': 1, 'b': 'x'}}",
                "{'a': 1.5}                                 | {'a': 1.50}",
                "{'a': [1, 2]}                              | {'a': [3, 2, 1]}",
                "{'a': [1, 1]}                              | {'a': [1, 2, 1]}",
                "{'a': [{'@any': true}, 1]}                 | {'a': [1, 2]}",
                "{'a': [{'@oneOf': [1, 2]}, {'@oneOf': [1, 3]}, 1]} | {'a': [1, 2, 3]}",
                "{'a': []}                                  | {'a': [1]}",
                "{'a': {'@any': true}}                      | {'a': false}",
                "{'a': {'@type': 'integer'}}                | {'a': 0}",
                "{'a': {'@type': 'string'}}                 | {'a': ''}",
                "{'a': {'@type': 'boolean'}}                | {'a': false}",
                "{'a': {'@type': 'array'}}                  | {'a': []}",
                "{'a': {'@type': 'object'}}                 | {'a': {}}",
                "{'a': {'@regex': '^b+'}}                   | {'a': 'bbc'}",
                "{'a': {'@regex': 'b'}}                     | {'a': 'abc'}",
                "{'a': {'@ieq': 'ABC'}}                     | {'a': 'aBc'}",
                "{'a': {'@oneOf': ['x', {'@size': 0}]}}     | {'a': []}",
                "{'a': {'@oneOf': [{'@absentOrEmpty': true}, 'x']}} | {'b': 1}",
                "{'a': {'@size': 2}}                        | {'a': [1, 2]}",
                "{'a': {'@exact': [2, {'v': 1}]}}           | {'a': [{'v': 1, 'w': 2}, 2]}",
                "{'a': {'@exact': []}}                      | {'a': []}",
                "{'a': {'@min': 2}}                         | {'a': 2}",
                "{'a': {'@min': 2}}                         | {'a': 2.5}",
                "{'a': {'@absentOrEmpty': true}}            | {'b': 1}",
                "{'a': {'@absentOrEmpty': true}}            | {'a': ''}",
                "{'a': {'@absentOrEmpty': true}}            | {'a': []}",
                "{'a': {'@absentOrEmpty': true}}            | {'a': {}}",
            })
    void accepts(String expected, String found) throws IOException {
        assertThat(mismatches(expected.replace('\'', '"'), found.replace('\'', '"')))
                .isEmpty();
    }

    /** Rows: expected, found, where, what was expected there, what was found there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a': 'x'}               | {'a': 'y'}        | /a   | 'x'                  | 'y'",
                "{'a': 'x'}               | {'a': 'X'}        | /a   | 'x'                  | 'X'",
                "{'a': true}              | {'a': 'true'}     | /a   | true                 | 'true'",
                "{'a': 1}                 | {'a': '1'}        | /a   | 1                    | '1'",
                "{'a': 1}                 | {'a': 1.0}        | /a   | 1                    | 1.0",
                "{'a': 'x'}               | {'b': 1}          | /a   | 'x'                  | nothing",
                "{'userName': 'x'}        | {'username': 'x'} | /userName | 'x'             | the key 'username'",
                "{'u': {'@any': true}}    | {'U': 'x'}        | /u   | {'@any':true}        | the key 'U'",
                "{'a': {'b': 'x'}}        | {'a': 'x'}        | /a   | {'b':'x'}            | 'x'",
                "{'a': [1]}               | {'a': 1}          | /a   | [1]                  | 1",
                "{'a': {'b/c~': 1}}       | {'a': {'b/c~': 2}} | /a/b~1c~0 | 1              | 2",
                "{'a': [{'b': 1}]}        | {'a': [{'b': 2}]} | /a/0/b | 1                  | 2",
                "{'a': [1, 1]}            | {'a': [1]}        | /a   | an element 1         | [1]",
                "{'a': [5]}               | {'a': [1, 2]}     | /a   | an element 5         | [1,2]",
                "{'a': [{'@any': true}, 1]} | {'a': [2, 3]}   | /a/1 | 1                    | 3",
                "{'a': {'@any': true}}    | {'b': 1}          | /a   | a value              | nothing",
                "{'a': {'@type': 'integer'}} | {'a': 1.0}     | /a   | a value of type integer | 1.0",
                "{'a': {'@type': 'integer'}} | {'a': '1'}     | /a   | a value of type integer | '1'",
                "{'a': {'@type': 'boolean'}} | {'a': 'true'}  | /a   | a value of type boolean | 'true'",
                "{'a': {'@type': 'array'}} | {'a': {}}        | /a   | a value of type array | {}",
                "{'a': {'@type': 'string'}} | {'b': 1}        | /a   | a value of type string | nothing",
                "{'a': {'@regex': '^b'}}  | {'a': 'ab'}       | /a   | a match of ^b        | 'ab'",
                "{'a': {'@regex': 'b'}}   | {'a': 'B'}        | /a   | a match of b         | 'B'",
                "{'a': {'@regex': '1'}}   | {'a': 1}          | /a   | a match of 1         | 1",
                "{'a': {'@ieq': 'x'}}     | {'a': 'y'}        | /a   | 'x' in any case      | 'y'",
                "{'a': {'@oneOf': [1, 2]}} | {'a': 3}         | /a   | one of [1,2]         | 3",
                "{'a': {'@size': 1}}      | {'a': []}         | /a   | an array of 1 elements | []",
                "{'a': {'@size': 0}}      | {'b': 1}          | /a   | an array of 0 elements | nothing",
                "{'a': {'@size': 1}}      | {'a': {'b': 1}}   | /a   | an array of 1 elements | {'b':1}",
                "{'a': {'@exact': [1]}}   | {'a': [1, 2]}     | /a   | exactly 1 elements [1] | 2 elements [1,2]",
                "{'a': {'@exact': [1, 2]}} | {'a': [1]}       | /a   | exactly 2 elements [1,2] | 1 elements [1]",
                "{'a': {'@exact': [1, 2]}} | {'a': [1, 1]}    | /a/1 | 2                    | 1",
                "{'a': {'@exact': []}}    | {'b': 1}          | /a   | an array of exactly [] | nothing",
                "{'a': {'@min': 2}}       | {'a': 1}          | /a   | a number not below 2 | 1",
                "{'a': {'@min': 2}}       | {'a': '3'}        | /a   | a number not below 2 | '3'",
                "{'a': {'@absentOrEmpty': true}} | {'a': 0}   | /a   | nothing or an empty value | 0",
                "{'a': {'@absentOrEmpty': true}} | {'a': [1]} | /a   | nothing or an empty value | [1]",
                "{'a': 1}                 | [1]               | body | {'a':1}              | [1]",
            })
    void names(String expected, String found, String where, String wanted, String instead) throws IOException {
        assertThat(mismatches(expected.replace('\'', '"'), found.replace('\'', '"')))
                .containsExactly("%s: expected %s, found %s [T40, T49]"
                        .formatted(where, wanted.replace('\'', '"'), instead.replace('\'', '"')));
    }

    @Test
    void takesAKeyOfAnotherCaseForAbsentWhereAbsenceIsWanted() throws IOException {
        assertThat(mismatches("{\"a\": {\"@absentOrEmpty\": true}}", "{\"A\": 1}"))
                .isEmpty();
    }

    /** Not over HTTP, where a null is a mismatch of its own. */
    @Test
    void takesNullForAbsent() {
        var found = Json.parse("{\"a\": null}");

        assertThat(JsonMatcher.compare(Json.parse("{\"a\": {\"@absentOrEmpty\": true}}"), found, List.of()))
                .isEmpty();
        assertThat(JsonMatcher.compare(Json.parse("{\"a\": {\"@any\": true}}"), found, List.of()))
                .containsExactly(new Mismatch("/a", "a value", "null", List.of()));
        assertThat(JsonMatcher.compare(Json.parse("{\"a\": {\"@type\": \"object\"}}"), found, List.of()))
                .containsExactly(new Mismatch("/a", "a value of type object", "null", List.of()));
    }

    @Test
    void namesEveryMismatch() throws IOException {
        assertThat(mismatches("{\"a\": 1, \"b\": {\"c\": 2, \"d\": 3}}", "{\"a\": 0, \"b\": {\"c\": 0}}"))
                .hasSize(3);
    }

    @Test
    void cutsLongValues() throws IOException {
        assertThat(mismatches("{\"a\": 1}", "{\"a\": \"%s\"}".formatted("x".repeat(5000))))
                .singleElement()
                .satisfies(mismatch -> assertThat(mismatch).hasSizeLessThan(400).contains("5002 characters"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": {\"@none\": true}}",
                "{\"a\": {\"@any\": true, \"b\": 1}}",
                "{\"a\": {\"@any\": false}}",
                "{\"a\": {\"@absentOrEmpty\": 1}}",
                "{\"a\": {\"@type\": \"number\"}}",
                "{\"a\": {\"@regex\": \"(\"}}",
                "{\"a\": {\"@ieq\": 1}}",
                "{\"a\": {\"@oneOf\": \"x\"}}",
                "{\"a\": {\"@exact\": {}}}",
                "{\"a\": {\"@size\": 1.5}}",
                "{\"a\": {\"@min\": \"1\"}}",
                "{\"a\": [{\"b\": {\"@Any\": true}}]}",
                "{\"a\": {\"@exact\": [{\"@none\": 1}]}}"
            })
    void refusesExpectationsThatAreNone(String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonMatcher.requireWellFormed(Json.parse(expected)))
                .withMessageContaining("matcher @");
    }
}
