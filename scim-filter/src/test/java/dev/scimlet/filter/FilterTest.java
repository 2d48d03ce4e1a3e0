package dev.scimlet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scimlet.filter.CompareValue.Bool;
import dev.scimlet.filter.CompareValue.Null;
import dev.scimlet.filter.CompareValue.Text;
import dev.scimlet.filter.Filter.And;
import dev.scimlet.filter.Filter.Comparison;
import dev.scimlet.filter.Filter.Not;
import dev.scimlet.filter.Filter.Or;
import dev.scimlet.filter.Filter.Present;
import dev.scimlet.filter.Filter.ValuePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FilterTest {

    private static final Filter A = present("a");
    private static final Filter B = present("b");
    private static final Filter C = present("c");

    private static final List<Filter> ONE_OF_EACH_KIND = List.of(
            new And(List.of(A, B)),
            new Or(List.of(A, B)),
            new Not(A),
            A,
            comparison("a", new Text("x")),
            new ValuePath(path("a"), B));

    private static final List<CompareValue> ONE_OF_EACH_VALUE =
            List.of(new Text("x"), new CompareValue.Number("1.50"), new Bool(true), new Null());

    @Test
    void readsAndPrintsEveryKindOfFilter() {
        assertThat(ONE_OF_EACH_KIND)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(Filter.class.getPermittedSubclasses()));
        assertThat(ONE_OF_EACH_KIND)
                .allSatisfy(filter -> assertThat(Filter.parse(filter.text())).isEqualTo(filter));
    }

    @Test
    void takesEveryKindOfFilterButValuePathsInBrackets() {
        for (Filter filter : ONE_OF_EACH_KIND) {
            if (filter instanceof ValuePath) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> new ValuePath(path("a"), filter))
                        .withMessage("no value path inside brackets: a[b pr]");
            } else {
                var valuePath = new ValuePath(path("a"), filter);
                assertThat(Filter.parse(valuePath.text())).isEqualTo(valuePath);
            }
        }
    }

    @Test
    void readsAndPrintsEveryKindOfValue() {
        assertThat(ONE_OF_EACH_VALUE)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(CompareValue.class.getPermittedSubclasses()));
        assertThat(ONE_OF_EACH_VALUE)
                .map(value -> comparison("a", value))
                .allSatisfy(filter -> assertThat(Filter.parse(filter.text())).isEqualTo(filter));
    }

    @Test
    void readsAndPrintsEveryOperator() {
        for (CompareOperator operator : CompareOperator.values()) {
            var filter = new Comparison(path("a"), operator, new Text("x"));

            assertThat(filter.text()).isEqualTo("a " + operator.keyword() + " \"x\"");
            assertThat(Filter.parse(filter.text())).isEqualTo(filter);
        }
    }

    @Test
    void makesOneNodeOfAChain() {
        assertThat(Filter.parse("a pr and b pr and c pr")).isEqualTo(new And(List.of(A, B, C)));
        assertThat(Filter.parse("a pr or b pr or c pr")).isEqualTo(new Or(List.of(A, B, C)));
    }

    @Test
    void makesOneNodeOfAChainHoweverItIsGrouped() {
        Filter all = new And(List.of(A, B, C));
        Filter any = new Or(List.of(A, B, C));

        assertThat(Filter.parse("(a pr and b pr) and c pr")).isEqualTo(all);
        assertThat(Filter.parse("a pr and (b pr and c pr)")).isEqualTo(all);
        assertThat(new And(List.of(A, new And(List.of(B, C))))).isEqualTo(all);
        assertThat(Filter.parse("(a pr or b pr) or c pr")).isEqualTo(any);
        assertThat(new Or(List.of(A, new Or(List.of(B, C))))).isEqualTo(any);
    }

    @Test
    void printsOnlyTheParenthesesThatAreNeeded() {
        assertThat(Filter.parse("((a pr) or ((b pr) and (c pr)))").text()).isEqualTo("a pr or b pr and c pr");
        assertThat(Filter.parse("(a pr or b pr) and c pr").text()).isEqualTo("(a pr or b pr) and c pr");
        assertThat(Filter.parse("not(not(a pr))").text()).isEqualTo("not (not (a pr))");
        assertThat(Filter.parse("a[ (b pr or c pr) AND NOT(b EQ\"x\") ]").text())
                .isEqualTo("a[(b pr or c pr) and not (b eq \"x\")]");
    }

    @Test
    void printsOnlyTheEscapesThatAreNeeded() {
        Filter filter = comparison("a", new Text("\"\\/\b\f\n\r\t\u0001\u007f\u00e9\u2028\ud83d\ude00"));

        assertThat(filter.text()).isEqualTo("a eq \"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\u007f\u00e9\u2028\ud83d\ude00\"");
        assertThat(Filter.parse(filter.text())).isEqualTo(filter);
    }

    @Test
    void readsEscapedSurrogatePairs() {
        assertThat(Filter.parse("a eq \"\\uD83d\\uDe00\"")).isEqualTo(comparison("a", new Text("\ud83d\ude00")));
    }

    @Test
    @DisplayName("RFC 7644 §3.4.2.2: a comparison behind the brackets is one more condition on the same value")
    void movesComparisonIntoTheBrackets() {
        assertThat(Filter.parse("a[b pr or c pr].b eq \"x\"").text()).isEqualTo("a[(b pr or c pr) and b eq \"x\"]");
        assertThat(Filter.parse("a[b pr].b eq \"x\"")).isEqualTo(Filter.parse("a[b pr and b eq \"x\"]"));
    }

    @Test
    void refusesChainsOfLessThanTwo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new And(List.of(A)))
                .withMessageStartingWith("a chain has two or more operands");
        assertThatIllegalArgumentException().isThrownBy(() -> new Or(List.of()));
    }

    @Test
    void refusesQualifiedNamesInBrackets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ValuePath(path("a"), new Present(AttributePath.parse("b.c"))))
                .withMessage("only names of sub-attributes inside brackets: b.c");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ValuePath(path("a"), new Not(new Present(AttributePath.parse("urn:x:y:b")))))
                .withMessage("only names of sub-attributes inside brackets: urn:x:y:b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ValuePath(AttributePath.parse("a.b"), C))
                .withMessage("no sub-attribute before brackets: a.b");
    }

    @Test
    void keepsItsOperandsWhenTheListChanges() {
        List<Filter> operands = new ArrayList<>(List.of(A, B));
        var and = new And(operands);
        operands.clear();

        assertThat(and.operands()).containsExactly(A, B);
    }

    private static Filter present(String name) {
        return new Present(path(name));
    }

    private static Filter comparison(String name, CompareValue value) {
        return new Comparison(path(name), CompareOperator.EQ, value);
    }

    private static AttributePath path(String name) {
        return new AttributePath(null, name, null);
    }
}
