package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.jdbc.SideTable.Row;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SideTableRowTest {

    private static final int COUNT = 1 << 12;

    /** A set of rows with equal hashes is a list: 20,000 members took half a minute to be written. */
    @Test
    void tellsRowsApartWhateverAClientChooses() {
        Set<Integer> hashes = new HashSet<>();
        for (int number = 0; number < COUNT; number++) {
            StringBuilder value = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                value.append((number >> bit & 1) == 0 ? "Aa" : "BB");
            }
            hashes.add(Row.of(new Object[] {value.toString(), "User", null}).hashCode());
        }
        assertThat(hashes.size()).isGreaterThan(COUNT - 16);
        assertThat(Row.of(new Object[] {"a", null, 7L})).hasSameHashCodeAs(Row.of(new Object[] {"a", null, 7L}));
    }
}
