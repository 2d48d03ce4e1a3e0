package dev.scimlet.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TargetsTest {

    private static final Directory THOUSAND =
            new Directory(IntStream.range(0, 1_000).mapToObj(Integer::toString).toList(), List.of());

    @Test
    void visitsEachUserOnceBeforeAnyAgain() {
        Targets targets = Targets.replaced(THOUSAND);

        assertThat(LongStream.range(0, 250).mapToInt(targets::user))
                .doesNotHaveDuplicates()
                .allMatch(user -> user >= 500 && user < 750);
        assertThat(targets.lap(249)).isZero();
        assertThat(targets.lap(250)).isEqualTo(1);
    }

    @Test
    void keepsWhatIsReadApartFromWhatIsWritten() {
        assertThat(Targets.read(THOUSAND)).isEqualTo(new Targets(0, 500));
        assertThat(Targets.replaced(THOUSAND)).isEqualTo(new Targets(500, 250));
        assertThat(Targets.patched(THOUSAND)).isEqualTo(new Targets(750, 250));
    }
}
