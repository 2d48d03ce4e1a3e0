package dev.scimlet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7644 §7.7: texts that are made to exhaust the parser. */
final class HostileInputTest {

    private static final FilterSyntax ANY_LENGTH = FilterSyntax.builder()
            .maxLength(Integer.MAX_VALUE)
            .maxComparisons(Integer.MAX_VALUE)
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "a[", "not(", "not (", "NOT ( ", "a[not(", "a pr and ("})
    void refusesDeepNesting(String level) {
        String deep = level.repeat(100_000);

        assertThatThrownBy(() -> Filter.parse(deep))
                .isInstanceOf(SyntaxException.class)
                .hasMessage("a filter or path has at most 32768 characters, this one has " + deep.length());
        assertThatThrownBy(() -> ANY_LENGTH.filter(deep))
                .isInstanceOf(SyntaxException.class)
                .hasMessageStartingWith("at most 64 parentheses and brackets may be nested, at position ");
        assertThatThrownBy(() -> ANY_LENGTH.path("a[" + deep))
                .isInstanceOf(SyntaxException.class)
                .hasMessageStartingWith("at most 64 parentheses and brackets may be nested, at position ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not ", "a", " ", "a ", "a.", ".", "\"", "\\", "\"\\", "1", "]", ")", "a pr ", "urn:", ":", "and ",
                "\u00e9"
            })
    void refusesEndlessRepetition(String part) {
        String text = part.repeat(100_000);

        assertThatThrownBy(() -> ANY_LENGTH.filter(text)).isInstanceOf(SyntaxException.class);
        assertThatThrownBy(() -> ANY_LENGTH.filter("a eq " + text + "\"")).isInstanceOf(SyntaxException.class);
        assertThatThrownBy(() -> ANY_LENGTH.path(text + "!")).isInstanceOf(SyntaxException.class);
        assertThatThrownBy(() -> ANY_LENGTH.path("a[" + text + "!]")).isInstanceOf(SyntaxException.class);
    }

    @Test
    void readsTheDeepestNestingOnASmallStack() throws InterruptedException, ExecutionException {
        int depth = FilterSyntax.LARGEST_MAX_DEPTH;
        var syntax = FilterSyntax.builder().maxDepth(depth).build();
        String text = "not (".repeat(depth) + "a pr" + ")".repeat(depth);
        var reading = new FutureTask<>(() -> syntax.filter(text).text());

        new Thread(null, reading, "small stack", 512 * 1024).start();

        assertThat(reading.get()).isEqualTo(text);
    }

    @Test
    void readsAMegabyteIfAllowed() {
        String value = "\\\"é😀".repeat(250_000);

        assertThatThrownBy(() -> Filter.parse("a eq \"" + value + "\"")).isInstanceOf(SyntaxException.class);
        assertThat(ANY_LENGTH.filter("a eq \"" + value + "\"").text()).isEqualTo("a eq \"" + value + "\"");
    }

    @Test
    @DisplayName("RFC 7644 §7.7: at most 1000 comparisons")
    void refusesTooManyComparisons() {
        assertThat(Filter.parse(chain(" or ", 1000, i -> "a pr"))).isNotNull();
        assertThatThrownBy(() -> Filter.parse(chain(" or ", 1001, i -> "a pr")))
                .isInstanceOf(SyntaxException.class)
                .hasMessage("a filter has at most 1000 comparisons");
        assertThatThrownBy(() -> Filter.parse(chain(" and ", 501, i -> "a[b pr].c pr")))
                .isInstanceOf(SyntaxException.class)
                .hasMessage("a filter has at most 1000 comparisons");
    }

    @Test
    void readsAWideFilter() {
        String wide = chain(" or ", 10_000, i -> chain(" and ", 2, j -> "a" + i + " eq " + j));

        Filter filter = ANY_LENGTH.filter(wide);

        assertThat(filter)
                .isInstanceOfSatisfying(
                        Filter.Or.class, or -> assertThat(or.operands()).hasSize(10_000));
        assertThat(filter.text()).isEqualTo(wide);
        assertThat(filter.hashCode()).isEqualTo(ANY_LENGTH.filter(wide).hashCode());
    }

    private static String chain(String operator, int length, IntFunction<String> operand) {
        var chain = new StringJoiner(operator);
        IntStream.range(0, length).mapToObj(operand).forEach(chain::add);
        return chain.toString();
    }
}
