package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.json.Locations;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentLocationsTest {

    private final RecentLocations locations = new RecentLocations(List.of(InMemoryService.userType()));

    @Test
    void forgetsWhatNobodyUsesAndKeepsWhatIsInUse() {
        Locations ours = locations.of("https://scim.example.com");
        Locations once = locations.of("https://once.example.com");

        for (int i = 0; i < 10 * RecentLocations.MOST; i++) {
            locations.of("https://foreign" + i + ".example.com");
            assertThat(locations.of("https://scim.example.com")).isSameAs(ours);
        }

        assertThat(locations.size()).isEqualTo(RecentLocations.MOST);
        assertThat(locations.of("https://once.example.com")).isNotSameAs(once);
    }
}
