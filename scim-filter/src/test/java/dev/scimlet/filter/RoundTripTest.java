package dev.scimlet.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Parsing what was printed gives what was there, for filters and paths of all kinds. */
final class RoundTripTest {

    private static final int EXAMPLES = 2_000;
    private static final FilterSyntax SYNTAX =
            FilterSyntax.builder().schemas(RandomFilters.urns()).build();
    private static final String MUTATIONS = " ()[].:\"\\anotpre1-$é\u00a0\n";

    @Test
    void readsEveryFilterThatItPrints() {
        var filters = new RandomFilters(7644);

        for (int i = 0; i < EXAMPLES; i++) {
            Filter filter = filters.filter();

            assertThat(SYNTAX.filter(filter.text())).as(filter.text()).isEqualTo(filter);
            assertThat(Filter.parse(filter.text())).as(filter.text()).isEqualTo(filter);
        }
    }

    @Test
    void readsEveryPathThatItPrints() {
        var paths = new RandomFilters(3522);

        for (int i = 0; i < EXAMPLES; i++) {
            PatchPath path = paths.path();

            assertThat(SYNTAX.path(path.text())).as(path.text()).isEqualTo(path);
        }
    }

    @Test
    void readsOrRefusesWhatIsNearlyAFilter() {
        var filters = new RandomFilters(3422);
        var random = new Random(2243);
        int refused = 0;

        for (int i = 0; i < EXAMPLES; i++) {
            String text = mutated(filters.filter().text(), random);
            try {
                Filter filter = SYNTAX.filter(text);
                assertThat(SYNTAX.filter(filter.text())).as(text).isEqualTo(filter);
            } catch (SyntaxException mistake) {
                assertThat(mistake.position()).as(text).isBetween(0, text.length());
                refused++;
            }
        }
        assertThat(refused).isBetween(EXAMPLES / 10, EXAMPLES * 9 / 10);
    }

    @Test
    void readsTheSameInManyThreads() {
        var filters = new RandomFilters(7643);
        List<Filter> expected = Stream.generate(filters::filter).limit(1_000).toList();
        List<String> texts = expected.stream().map(Filter::text).toList();

        for (int round = 0; round < 3; round++) {
            assertThat(texts.parallelStream().map(SYNTAX::filter).toList()).isEqualTo(expected);
        }
    }

    private static String mutated(String text, Random random) {
        int index = random.nextInt(text.length());
        char character = MUTATIONS.charAt(random.nextInt(MUTATIONS.length()));
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, index) + character + text.substring(index);
            case 1 -> text.substring(0, index) + character + text.substring(index + 1);
            default -> text.substring(0, index) + text.substring(index + 1);
        };
    }
}
