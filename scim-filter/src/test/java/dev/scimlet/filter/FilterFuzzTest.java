package dev.scimlet.filter;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.function.Function;

/**
 * Any text is read, or refused with a position in it. The normal build replays the texts in the folder of this class's
 * inputs; with {@code JAZZER_FUZZ=1} Jazzer looks for others. What it finds is kept there.
 */
final class FilterFuzzTest {

    private static final List<FilterSyntax> SYNTAXES = List.of(
            FilterSyntax.DEFAULT,
            FilterSyntax.builder()
                    .schemas(List.of("urn:ietf:params:scim:schemas:core:2.0:User", "urn:x:y"))
                    .valuePathSubAttribute(false)
                    .unquotedFilterValues(true)
                    .build());

    @FuzzTest(maxDuration = "10m")
    void filter(byte[] input) {
        String text = text(input);
        for (FilterSyntax syntax : SYNTAXES) {
            check(text, syntax::filter, Filter::text);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void path(byte[] input) {
        String text = text(input);
        for (FilterSyntax syntax : SYNTAXES) {
            check(text, syntax::path, PatchPath::text);
        }
    }

    private static <T> void check(String text, Function<String, T> read, Function<T, String> print) {
        T tree;
        try {
            tree = read.apply(text);
        } catch (SyntaxException mistake) {
            assertThat(mistake.position()).isBetween(0, text.length());
            assertThat(mistake).message().hasSizeLessThan(200);
            return;
        }
        assertThat(read.apply(print.apply(tree))).isEqualTo(tree);
    }

    /** As UTF-8, or after a NUL as UTF-16, which can be half of a character. */
    private static String text(byte[] input) {
        return input.length > 0 && input[0] == 0
                ? new String(input, 1, input.length - 1, UTF_16BE)
                : new String(input, UTF_8);
    }
}
