package dev.scimlet.core.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientProfileTest {

    @Test
    void isListedInTheDocumentation() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("..", "docs", "client-profiles.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows).hasSameSizeAs(Tolerance.values());
        for (Tolerance tolerance : Tolerance.values()) {
            assertThat(rows)
                    .as(tolerance.switchName())
                    .filteredOn(row -> row.startsWith("| `" + tolerance.switchName() + "` |"))
                    .singleElement()
                    .asString()
                    .contains("| " + word(ClientProfile.INTEROPERABLE, tolerance) + " | "
                            + word(ClientProfile.STRICT, tolerance) + " | "
                            + word(ClientProfile.INTEROP_DRAFT, tolerance) + " |");
            assertThat(Tolerance.named(tolerance.switchName())).isEqualTo(tolerance);
        }
    }

    private static String word(ClientProfile profile, Tolerance tolerance) {
        return profile.tolerates(tolerance) ? "on" : "off";
    }

    @Test
    void isEqualToEveryProfileWithTheSameTolerances() {
        ClientProfile added = ClientProfile.INTEROPERABLE.with(Tolerance.PATCH_NO_CONTENT);

        assertThat(added)
                .isEqualTo(ClientProfile.INTEROPERABLE.with(Tolerance.PATCH_NO_CONTENT))
                .hasSameHashCodeAs(ClientProfile.INTEROPERABLE.with(Tolerance.PATCH_NO_CONTENT))
                .isNotEqualTo(ClientProfile.INTEROPERABLE)
                .isNotEqualTo(ClientProfile.STRICT);
        assertThat(added.without(Tolerance.PATCH_NO_CONTENT))
                .isEqualTo(ClientProfile.INTEROPERABLE)
                .hasSameHashCodeAs(ClientProfile.INTEROPERABLE);
    }
}
