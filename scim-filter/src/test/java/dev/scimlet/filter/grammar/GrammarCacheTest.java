package dev.scimlet.filter.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.filter.FilterSyntax;
import dev.scimlet.filter.SyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.antlr.v4.runtime.dfa.DFA;
import org.junit.jupiter.api.Test;

/** ANTLR remembers its decisions for as long as the JVM runs: what it remembers must not grow with what it reads. */
final class GrammarCacheTest {

    private static final List<String> PIECES = List.of(
            "a",
            "b.c",
            "urn:x:y:z",
            "not",
            "not (",
            "(",
            ")",
            "[",
            "]",
            ".d",
            " ",
            "  ",
            " eq ",
            " pr",
            " and ",
            " or ",
            "\"x\"",
            "\"",
            "\\",
            " 1",
            " -1.5e3",
            " true",
            " false",
            " null",
            " word",
            "é",
            ",",
            "1",
            "-",
            ":",
            "\u007f");
    private static final int MOST_STATES = 250;

    @Test
    void remembersNoMoreThanTheGrammarHas() {
        var random = new Random(64);

        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int i = 1 + random.nextInt(12); i > 0; i--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            read(text.toString());
        }

        var lexer = new ScimFilterLexer(new TextStream("", 0, 0)).getInterpreter();
        var parser = new ScimFilterParser(null).getInterpreter();
        assertThat(states(lexer.decisionToDFA)).isBetween(50, MOST_STATES);
        assertThat(states(parser.decisionToDFA)).isBetween(5, MOST_STATES);
    }

    private static void read(String text) {
        try {
            FilterSyntax.DEFAULT.filter(text);
        } catch (SyntaxException expected) {
            // most of these are no filters
        }
        try {
            FilterSyntax.DEFAULT.path(text);
        } catch (SyntaxException expected) {
            // nor paths
        }
    }

    private static int states(DFA[] decisions) {
        return Arrays.stream(decisions)
                .mapToInt(decision -> decision.states.size())
                .sum();
    }
}
