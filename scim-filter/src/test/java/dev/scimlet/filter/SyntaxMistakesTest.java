package dev.scimlet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client's developer reads about the mistakes that are made most. */
final class SyntaxMistakesTest {

    private static final String OPERATORS = "an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr)";
    private static final String VALUES = "a value (a string in double quotes, a number, true, false or null)";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                            | 0  | expected the name of an attribute, 'not (' or '(' at position 0, found the end
                    `  `                          | 2  | expected the name of an attribute, 'not (' or '(' at position 2, found the end
                    userName                      | 8  | expected OPERATOR at position 8, found the end
                    userName regex "b.*"          | 9  | expected OPERATOR at position 9, found regex
                    userName == "bjensen"         | 9  | expected OPERATOR at position 9, found ==
                    userName eq                   | 11 | expected VALUE at position 11, found the end
                    userName eq bjensen           | 12 | expected VALUE at position 12, found bjensen
                    userName eq 'bjensen'         | 12 | expected VALUE at position 12, found 'bjensen'
                    active eq True                | 10 | expected VALUE at position 10, found True
                    userName eq ("bjensen")       | 12 | expected VALUE at position 12, found (
                    userName eq "bjensen          | 12 | the string at position 12 has no closing quote
                    userName eq "a\\x41"          | 14 | expected an escape of JSON (\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits) at position 14, found \\x41
                    userName eq "\\u00g0"         | 17 | expected four hexadecimal digits after \\u at position 17, found g0
                    userName eq "\\ud83d!"        | 13 | expected both halves of a surrogate pair at position 13, found \\ud83d!
                    userName eq "a" and           | 16 | expected blanks around 'and' and a condition after it at position 16, found and
                    (a pr)OR b pr                 | 6  | expected blanks around 'or' and a condition after it at position 6, found OR
                    a pr && b pr                  | 5  | expected 'and', 'or' or the end of the filter at position 5, found &&
                    (a pr                         | 5  | expected 'and', 'or' or ')' at position 5, found the end
                    a pr)                         | 4  | expected 'and', 'or' or the end of the filter at position 4, found )
                    a pr or ()                    | 9  | expected the name of an attribute, 'not (' or '(' at position 9, found )
                    not title pr                  | 4  | expected '(' or OPERATOR at position 4, found title
                    emails[type eq "work"         | 21 | expected 'and', 'or' or ']' at position 21, found the end
                    emails[]                      | 7  | expected the name of a sub-attribute, 'not (' or '(' at position 7, found ]
                    emails[a[b pr]]               | 8  | expected OPERATOR at position 8, found [
                    emails.type[value pr]         | 11 | expected OPERATOR at position 11, found [
                    emails[type pr].value         | 21 | expected OPERATOR at position 21, found the end
                    name.familyName.x pr          | 15 | expected OPERATOR at position 15, found .x
                    urn:x pr                      | 0  | expected a schema URN, a colon and the name of an attribute at position 0, found urn:x
                    urn:x:y:1a pr                 | 8  | expected the name of an attribute after the schema URN at position 8, found 1a
                    urn:x:y:a.b[c pr]             | 11 | expected no brackets after a sub-attribute at position 11, found [
                    """)
    void inFilters(String text, int position, String message) {
        SyntaxException mistake = catchThrowableOfType(SyntaxException.class, () -> Filter.parse(text));

        assertThat(mistake).hasMessage(message.replace("OPERATOR", OPERATORS).replace("VALUE", VALUES));
        assertThat(mistake.position()).isEqualTo(position);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                            | 0  | false | expected the name of an attribute at position 0, found the end
                    `members `                    | 7  | false | expected the end of the path at position 7, found a blank
                    ` members`                    | 0  | false | expected the name of an attribute at position 0, found a blank
                    /emails/0                     | 0  | false | expected the name of an attribute at position 0, found /emails/0
                    emails.                       | 6  | false | expected the end of the path at position 6, found .
                    userName eq "x"               | 8  | false | expected the end of the path at position 8, found a blank
                    emails[type eq "work"].a.b    | 24 | false | expected the end of the path at position 24, found .b
                    emails[type eq "work"]]       | 22 | false | expected the end of the path at position 22, found ]
                    emails.type[value pr]         | 11 | false | expected the end of the path at position 11, found [
                    emails[type eq "work"         | 21 | false | expected 'and', 'or' or ']' at position 21, found the end
                    emails[type eq "work]         | 15 | false | the string at position 15 has no closing quote
                    emails[a[b pr]                | 8  | false | expected OPERATOR at position 8, found [
                    emails[type xx "work"]        | 12 | true  | expected OPERATOR at position 12, found xx
                    emails[type eq "\\x"]         | 16 | true  | expected an escape of JSON (\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits) at position 16, found \\x
                    emails[type]                  | 11 | true  | expected OPERATOR at position 11, found ]
                    emails[]                      | 7  | true  | expected the name of a sub-attribute, 'not (' or '(' at position 7, found ]
                    emails[(type pr]              | 15 | true  | expected 'and', 'or' or ')' at position 15, found ]
                    emails[type pr or]            | 15 | true  | expected blanks around 'or' and a condition after it at position 15, found or
                    """)
    void inPaths(String text, int position, boolean inBrackets, String message) {
        SyntaxException mistake = catchThrowableOfType(SyntaxException.class, () -> PatchPath.parse(text));

        assertThat(mistake).hasMessage(message.replace("OPERATOR", OPERATORS));
        assertThat(mistake.position()).isEqualTo(position);
        assertThat(mistake.inBrackets()).isEqualTo(inBrackets);
    }

    @ParameterizedTest
    @CsvSource({"0009, 5", "000A, 5", "0000, 5", "001F, 5"})
    void controlCharacters(String codePoint, int position) {
        String text = "a eq " + (char) Integer.parseInt(codePoint, 16) + "1";
        SyntaxException mistake = catchThrowableOfType(SyntaxException.class, () -> Filter.parse(text));

        assertThat(mistake).hasMessage("no control character may stand at position 5: U+" + codePoint);
        assertThat(mistake.position()).isEqualTo(position);
    }

    @Test
    void halvesOfSurrogatePairs() {
        SyntaxException mistake =
                catchThrowableOfType(SyntaxException.class, () -> Filter.parse("a eq \"\ud83d\ude00\ud83d\""));

        assertThat(mistake).hasMessage("half of a surrogate pair is no character, at position 8");
    }

    @Test
    void quoteNoMoreThanTheBeginningOfWhatWasFound() {
        SyntaxException word = catchThrowableOfType(SyntaxException.class, () -> Filter.parse("a " + "x".repeat(31)));
        SyntaxException string =
                catchThrowableOfType(SyntaxException.class, () -> Filter.parse("a \"x y" + "z".repeat(99) + "\""));
        SyntaxException character =
                catchThrowableOfType(SyntaxException.class, () -> Filter.parse("a " + "x".repeat(29) + "\ud83d\ude00"));

        assertThat(word).hasMessageEndingWith("found " + "x".repeat(30) + "…");
        assertThat(string).hasMessageEndingWith("found \"x y" + "z".repeat(26) + "…");
        assertThat(character).hasMessageEndingWith("found " + "x".repeat(29) + "…");
    }
}
