package dev.scimlet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterSyntaxTest {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final FilterSyntax SYNTAX =
            FilterSyntax.builder().schemas(List.of(USER, ENTERPRISE)).build();

    @Nested
    @DisplayName("RFC 7644 §3.10: schema URNs")
    class Schemas {

        @Test
        void takeTheirRegisteredSpelling() {
            assertThat(SYNTAX.attributePath("URN:IETF:params:scim:schemas:core:2.0:uSER:Name.GivenName"))
                    .isEqualTo(new AttributePath(USER, "Name", "GivenName"));
        }

        @Test
        void stayAsTheyAreIfUnknown() {
            assertThat(SYNTAX.attributePath("urn:Example:custom:1.0:Thing:color"))
                    .isEqualTo(new AttributePath("urn:Example:custom:1.0:Thing", "color", null));
        }

        @Test
        void areRecognisedHoweverShort() {
            var syntax = FilterSyntax.builder().schemas(List.of("urn:x:y")).build();

            assertThat(syntax.path("urn:x:Y")).isEqualTo(new PatchPath.SchemaTarget("urn:x:y"));
            assertThatThrownBy(() -> syntax.filter("urn:x:y pr"))
                    .isInstanceOf(SyntaxException.class)
                    .hasMessage(
                            "expected a colon and the name of an attribute after the schema URN at position 7, found a"
                                    + " blank");
        }

        @Test
        void endAtTheLongestMatch() {
            var syntax = FilterSyntax.builder()
                    .schemas(List.of("urn:x:a", "urn:x:a:b", "urn:x:a:b:1.0"))
                    .build();

            assertThat(syntax.attributePath("urn:x:a:c")).isEqualTo(new AttributePath("urn:x:a", "c", null));
            assertThat(syntax.path("urn:X:A:B")).isEqualTo(new PatchPath.SchemaTarget("urn:x:a:b"));
            assertThat(syntax.attributePath("urn:X:A:B:b.c")).isEqualTo(new AttributePath("urn:x:a:b", "b", "c"));
            assertThat(syntax.path("urn:x:a:b:1.0")).isEqualTo(new PatchPath.SchemaTarget("urn:x:a:b:1.0"));
        }

        @Test
        void standBeforeBrackets() {
            assertThat(SYNTAX.path(USER + ":emails[type eq \"work\"].value"))
                    .isEqualTo(new PatchPath.ValueTarget(
                            new AttributePath(USER, "emails", null), Filter.parse("type eq \"work\""), "value"));
        }

        @Test
        void standAloneInPathsAndAttributeLists() {
            var target = new PatchPath.SchemaTarget(ENTERPRISE);

            assertThat(SYNTAX.path(ENTERPRISE.toLowerCase(Locale.ROOT))).isEqualTo(target);
            assertThat(SYNTAX.attributeOrSchema(ENTERPRISE)).isEqualTo(target);
            assertThat(target.text()).isEqualTo(ENTERPRISE);
        }

        @Test
        void doNotStandAloneInFiltersAndSorting() {
            assertThatThrownBy(() -> SYNTAX.filter(ENTERPRISE + " pr"))
                    .isInstanceOf(SyntaxException.class)
                    .hasMessage(
                            "expected a colon and the name of an attribute after the schema URN at position 58, found"
                                    + " a blank");
            assertThatThrownBy(() -> SYNTAX.attributePath(ENTERPRISE))
                    .isInstanceOf(SyntaxException.class)
                    .hasMessage(
                            "expected a colon and the name of an attribute after the schema URN at position 58, found the"
                                    + " end");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "urn:",
                    "urn:x",
                    "urn:x:y",
                    "urn::x:y",
                    "urn:x:y:",
                    "urn:x:y:1",
                    "urn:x:y:a.b.c",
                    "urn:x:y:a."
                })
        void needANamespaceAndAName(String text) {
            assertThatThrownBy(() -> SYNTAX.path(text)).isInstanceOf(SyntaxException.class);
        }

        @Test
        void mustBeUrns() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FilterSyntax.builder().schemas(List.of("http://example.com/schema")))
                    .withMessage("not a schema URN: http://example.com/schema");
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            FilterSyntax.builder().schemas(List.of("urn:x:y")).schemas(List.of("urn:x:Y")))
                    .withMessage("the same schema URN in two spellings: urn:x:y, urn:x:Y");
        }

        @Test
        void areListed() {
            assertThat(SYNTAX.schemas()).containsExactly(USER, ENTERPRISE);
            assertThat(FilterSyntax.DEFAULT.schemas()).isEmpty();
        }
    }

    @Nested
    class AttributeNames {

        @Test
        void haveAtMostOneSubAttribute() {
            assertThat(SYNTAX.attributeOrSchema("name.givenName"))
                    .isEqualTo(new PatchPath.AttributeTarget(new AttributePath(null, "name", "givenName")));
            assertThat(AttributePath.parse("$ref")).isEqualTo(new AttributePath(null, "$ref", null));
            assertThatThrownBy(() -> SYNTAX.attributePath("a.b.c")).isInstanceOf(SyntaxException.class);
        }

        @Test
        @DisplayName("RFC 7644 §3.10: no value path where attributes are listed")
        void haveNoBrackets() {
            assertThatThrownBy(() -> SYNTAX.attributeOrSchema("emails[type eq \"work\"]"))
                    .isInstanceOf(SyntaxException.class)
                    .hasMessage("expected no brackets at position 6, found [");
            assertThatThrownBy(() -> SYNTAX.attributePath("emails[type eq \"work\"].value"))
                    .isInstanceOf(SyntaxException.class);
        }

        @Test
        void printAsTheyAreRead() {
            for (String text : List.of("userName", "name.givenName", USER + ":name.givenName", "urn:x:y:z")) {
                assertThat(SYNTAX.attributePath(text).text()).isEqualTo(text);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "1a", "_a", "a b", "a.b", "na\u00efve", "a:b", "a["})
        void areOfLettersDigitsAndThreeSigns(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new AttributePath(null, name, null))
                    .withMessage("not an attribute name: " + name);
            assertThatIllegalArgumentException().isThrownBy(() -> new AttributePath(null, "a", name));
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new PatchPath.ValueTarget(new AttributePath(null, "a", null), Filter.parse("b pr"), name));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "urn", "urn:x", "urn:x:", "urn::y", "http://x:y", "urn:x:a b", "urn:x:(y)"})
        void haveAUrnBeforeThem(String schema) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new AttributePath(schema, "a", null))
                    .withMessage("not a schema URN: " + schema);
            assertThatIllegalArgumentException().isThrownBy(() -> new PatchPath.SchemaTarget(schema));
        }
    }

    @Nested
    class Tolerances {

        private static final FilterSyntax UNQUOTED =
                FilterSyntax.builder().unquotedFilterValues(true).build();

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "jyoung",
                    "User",
                    "bjensen@example.com",
                    "00u1a-2",
                    "01",
                    "True",
                    "NULL",
                    "pr",
                    "NE",
                    "caf\u00e9"
                })
        void readWordsWithoutQuotes(String word) {
            assertThat(UNQUOTED.filter("a eq " + word + " and b[c eq " + word + "]"))
                    .isEqualTo(Filter.parse("a eq \"" + word + "\" and b[c eq \"" + word + "\"]"));
            assertThatThrownBy(() -> FilterSyntax.DEFAULT.filter("a eq " + word))
                    .isInstanceOf(SyntaxException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "true", "null", "-1.5e3"})
        void leaveValuesOfJsonAsTheyAre(String value) {
            assertThat(UNQUOTED.filter("a eq " + value)).isEqualTo(Filter.parse("a eq " + value));
        }

        @ParameterizedTest
        @ValueSource(strings = {"'x'", "+1", ".5", "-Infinity", "x\u00a0y", "x\u0085y", "x\"y\""})
        void readNothingElseAsAWord(String value) {
            assertThatThrownBy(() -> UNQUOTED.filter("a eq " + value)).isInstanceOf(SyntaxException.class);
        }

        @Test
        void refuseSubAttributeBehindBracketsIfSwitchedOff() {
            var strict = FilterSyntax.builder().valuePathSubAttribute(false).build();

            assertThatThrownBy(() -> strict.filter("emails[type eq \"work\"].value eq \"x\""))
                    .isInstanceOf(SyntaxException.class)
                    .hasMessage("expected 'and', 'or' or the end of the filter at position 22, found .value");
            assertThat(strict.path("emails[type eq \"work\"].value").text())
                    .isEqualTo("emails[type eq \"work\"].value");
        }

        @Test
        void areAsTheyWereSet() {
            assertThat(FilterSyntax.DEFAULT.valuePathSubAttribute()).isTrue();
            assertThat(FilterSyntax.DEFAULT.unquotedFilterValues()).isFalse();
            assertThat(UNQUOTED.unquotedFilterValues()).isTrue();
        }
    }

    @Nested
    @DisplayName("RFC 7644 §7.7: limits")
    class Limits {

        private static final FilterSyntax SMALL = FilterSyntax.builder()
                .maxLength(40)
                .maxDepth(2)
                .maxComparisons(3)
                .build();

        @Test
        void areAsTheyWereSet() {
            assertThat(List.of(SMALL.maxLength(), SMALL.maxDepth(), SMALL.maxComparisons()))
                    .containsExactly(40, 2, 3);
            assertThat(List.of(
                            FilterSyntax.DEFAULT.maxLength(),
                            FilterSyntax.DEFAULT.maxDepth(),
                            FilterSyntax.DEFAULT.maxComparisons()))
                    .containsExactly(32_768, 64, 1_000);
        }

        @Test
        void boundTheLength() {
            assertThat(SMALL.filter("a eq \"" + "x".repeat(33) + "\"")).isNotNull();
            assertThatThrownBy(() -> SMALL.filter("a eq \"" + "x".repeat(34) + "\""))
                    .isInstanceOf(SyntaxException.class)
                    .hasMessage("a filter or path has at most 40 characters, this one has 41");
        }

        @Test
        void boundTheDepthOfParenthesesAndBracketsTogether() {
            assertThat(SMALL.filter("(a[b eq \"(((\"])")).isNotNull();
            assertThatThrownBy(() -> SMALL.filter("(a[not (b pr)])"))
                    .isInstanceOf(SyntaxException.class)
                    .hasMessage("at most 2 parentheses and brackets may be nested, at position 7");
        }

        @Test
        void boundTheNumberOfComparisonsWhereverTheyStand() {
            assertThat(SMALL.filter("a pr or b[c eq 1].d pr")).isNotNull();
            assertThatThrownBy(() -> SMALL.filter("a pr or b[c eq 1 or d pr].e pr"))
                    .isInstanceOf(SyntaxException.class)
                    .hasMessage("a filter has at most 3 comparisons");
        }

        @Test
        void mustBeSensible() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FilterSyntax.builder().maxDepth(129))
                    .withMessage("not between 1 and 128: 129");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FilterSyntax.builder().maxLength(0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FilterSyntax.builder().maxComparisons(0));
        }
    }
}
